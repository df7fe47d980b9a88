import { api, type Schema, sessionHeaders } from '../../shared/api/client'
import { problemOf } from '../../shared/api/problem'

export interface Answer {
  invocationId: string
  version: string
  /** The type of the function's own error, if it failed. */
  functionError: string | undefined
  text: string
}

/** Calls the function and waits for its answer. Payload and answer are texts, so that no number is changed on the way. */
export async function invoke(name: string, payload: string, qualifier?: string): Promise<Answer> {
  const response = await post(name, payload, qualifier, {})
  return {
    invocationId: response.headers.get('Glowplug-Invocation-Id') ?? '',
    version: response.headers.get('Glowplug-Executed-Version') ?? '',
    functionError: response.headers.get('Glowplug-Function-Error') ?? undefined,
    text: await response.text(),
  }
}

/** Sends an event that is run as soon as there is room; returns the event's id. */
export async function send(name: string, payload: string, qualifier?: string): Promise<string> {
  const response = await post(name, payload, qualifier, { Prefer: 'respond-async' })
  return (response.headers.get('Location') ?? '').replace(/^.*\//, '')
}

async function post(name: string, payload: string, qualifier: string | undefined, headers: Record<string, string>) {
  const query = qualifier ? `?qualifier=${encodeURIComponent(qualifier)}` : ''
  const response = await fetch(`/api/v1/functions/${encodeURIComponent(name)}/invocations${query}`, {
    method: 'POST',
    headers: { ...sessionHeaders(), ...headers, 'Content-Type': 'application/json' },
    body: payload,
  })
  if (!response.ok) {
    throw await problemOf(response)
  }
  return response
}

/** What the platform wrote down about a run, once it has: that is a moment after the answer. */
export async function reportOf(id: string): Promise<Schema<'InvocationDetails'> | undefined> {
  for (let tries = 0; tries < 12; tries++) {
    try {
      const { data } = await api.GET('/api/v1/invocations/{id}', { params: { path: { id } } })
      if (data && data.attempts.length > 0) {
        return data
      }
    } catch {
      // not written yet
    }
    await new Promise((resolve) => setTimeout(resolve, 150 + 50 * tries))
  }
  return undefined
}
