import createClient, { type Middleware } from 'openapi-fetch'
import createQueries from 'openapi-react-query'
import { parseJson } from '../lib/exact-json'
import { Problem, problemOf } from './problem'
import type { components, paths } from './schema'

/** A type of the API by the name that its description has for it. */
export type Schema<N extends keyof components['schemas']> = components['schemas'][N]

/** An answer whose numbers are read exactly. */
class ExactResponse extends Response {
  override async json() {
    return parseJson(await this.text())
  }
}

async function fetchExactly(request: Request): Promise<Response> {
  let response: Response
  try {
    response = await fetch(request)
  } catch (cause) {
    if (request.signal.aborted) {
      throw cause
    }
    throw new Problem(0, 'The platform does not answer. Is it running, and is the network there?')
  }
  if (!response.headers.get('Content-Type')?.includes('json') || !response.ok) {
    return response
  }
  const text = await response.text()
  const headers = new Headers(response.headers)
  headers.set('Content-Length', String(text.length)) // tells the client to ask the answer itself for its JSON
  return new ExactResponse(text, { status: response.status, statusText: response.statusText, headers })
}

let csrfToken = ''
let onSignedOut = () => {}

/** Tells the client what requests of this session carry, and whom to tell when the session is over. */
export function carrySession(token: string, whenOver: () => void) {
  csrfToken = token
  onSignedOut = whenOver
}

const session: Middleware = {
  onRequest({ request }) {
    request.headers.set('X-Requested-With', 'glowplug-console')
    if (csrfToken && request.method !== 'GET') {
      request.headers.set('X-CSRF-Token', csrfToken)
    }
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) {
      return
    }
    const problem = await problemOf(response)
    if (response.status === 401 && schemaPath !== '/api/v1/session') {
      onSignedOut()
    }
    throw problem
  },
}

export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin', fetch: fetchExactly })
api.use(session)

/** Reads of the API as queries, keyed by what is asked for. */
export const queries = createQueries(api)

/** Headers for requests that are made past the generated client: bodies that are no JSON, answers read as text. */
export function sessionHeaders(): Record<string, string> {
  return { 'X-Requested-With': 'glowplug-console', 'X-CSRF-Token': csrfToken }
}
