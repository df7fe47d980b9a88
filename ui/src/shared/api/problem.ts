/** What the API says when it refuses: RFC 9457 problem details. */
export class Problem extends Error {
  readonly status: number
  readonly type: string
  readonly fields: { field: string; rule: string }[]

  constructor(status: number, detail: string, type = '', fields: { field: string; rule: string }[] = []) {
    super(detail)
    this.status = status
    this.type = type
    this.fields = fields
  }

  /** What is wrong with that field, or with a part of it. */
  of(field: string): string | undefined {
    return this.fields
      .filter((broken) => broken.field === field || broken.field.startsWith(`${field}.`))
      .map((broken) => (broken.field === field ? broken.rule : `${broken.field.slice(field.length + 1)} ${broken.rule}`))
      .join('; ') || undefined
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => ({}))
  const told = (typeof body === 'object' && body !== null ? body : {}) as {
    detail?: string
    title?: string
    type?: string
    errors?: { field: string; rule: string }[]
  }
  return new Problem(
    response.status,
    told.detail ?? told.title ?? `The platform answered ${response.status} ${response.statusText}.`,
    told.type,
    told.errors,
  )
}

/** What a person can do about it, where that is known. */
export function adviceFor(error: unknown): string | undefined {
  if (!(error instanceof Problem)) {
    return undefined
  }
  switch (error.status) {
    case 0:
      return 'It is asked again by itself.'
    case 403:
      return 'Sign in with an access key of a role that allows it, or ask an administrator for one.'
    case 404:
      return 'It may have been removed, or be past its retention.'
    case 412:
      return 'Somebody changed it meanwhile: reload it, and make your change again.'
    case 429:
      return 'Nothing is wrong with the function: raise its concurrency, or wait for a moment.'
    case 503:
      return 'The platform is starting, draining, or waits for its database: see Settings, Health.'
    default:
      return undefined
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
