/** What the API says when it refuses: RFC 9457 problem details. */
export class Problem extends Error {
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

/** Reads the REST API with a bearer token that lives in this page's memory only. */
export class ApiClient {
  private readonly token: string

  private constructor(token: string) {
    this.token = token
  }

  static async signIn(accessKeyId: string, secretAccessKey: string): Promise<ApiClient> {
    const basic = btoa(`${accessKeyId}:${secretAccessKey}`)
    const answer = await request<{ token: string }>('/api/v1/tokens', {
      method: 'POST',
      headers: { Authorization: `Basic ${basic}` },
    })
    return new ApiClient(answer.token)
  }

  get<T>(path: string): Promise<T> {
    return request<T>(path, { headers: { Authorization: `Bearer ${this.token}` } })
  }

  /** Reads all pages of a list. */
  async all<T>(path: string): Promise<T[]> {
    const items: T[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Page<T> = await this.get(`${path}?limit=500${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      items.push(...page.items)
      cursor = page.nextCursor ?? null
    }
    return items
  }
}

interface Page<T> {
  items: T[]
  nextCursor?: string | null
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, { ...init, credentials: 'omit' })
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}))
    throw new Problem(response.status, problem.detail ?? problem.title ?? response.statusText)
  }
  return response.json()
}
