const names = ['accepted', 'succeeded', 'deadLettered', 'expired', 'cancelled', 'inFlight', 'waiting'] as const
type Balance = Record<(typeof names)[number], number>

/** Adds up the counts of all functions and triggers. */
export function sumOf(items: Balance[]): Balance {
  const sum: Balance = { accepted: 0, succeeded: 0, deadLettered: 0, expired: 0, cancelled: 0, inFlight: 0, waiting: 0 }
  for (const item of items) {
    for (const name of names) {
      sum[name] += item[name]
    }
  }
  return sum
}
