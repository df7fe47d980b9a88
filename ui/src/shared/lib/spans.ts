export const spans = ['1h', '6h', '24h', '7d'] as const
export type Span = (typeof spans)[number]

const hours: Record<Span, number> = { '1h': 1, '6h': 6, '24h': 24, '7d': 168 }

export const spanLabels: Record<Span, string> = { '1h': 'Last hour', '6h': 'Last 6 hours', '24h': 'Last 24 hours', '7d': 'Last 7 days' }

/** The start of the span that ends now, to the minute, so that it is the same query for a minute. */
export function startOf(span: Span): string {
  const minute = 60_000
  return new Date(Math.floor(Date.now() / minute) * minute - hours[span] * 3_600_000).toISOString()
}
