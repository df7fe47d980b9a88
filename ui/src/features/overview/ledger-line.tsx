import { queries } from '../../shared/api/client'
import { count } from '../../shared/lib/text'
import { sumOf } from './balance'

/** The conservation law, as one line: every event that was accepted is somewhere. */
export function LedgerLine() {
  const ledger = queries.useQuery('get', '/api/v1/ledger', undefined, { refetchInterval: 2000 })
  if (!ledger.data) {
    return null
  }
  const sum = sumOf(ledger.data.items)
  const parts = [
    ['succeeded', sum.succeeded],
    ['dead-lettered', sum.deadLettered],
    ['expired', sum.expired],
    ['cancelled', sum.cancelled],
    ['in flight', sum.inFlight],
    ['waiting', sum.waiting],
  ] as const
  const whole = parts.reduce((total, [, value]) => total + value, 0)
  return (
    <p className="ledger" aria-label="Ledger">
      <span>
        <b>{count(sum.accepted)}</b> accepted
      </span>
      {parts.map(([label, value], index) => (
        <span key={label}>
          {index === 0 ? '=' : '+'} <b className={label === 'dead-lettered' && value > 0 ? 'bad' : ''}>{count(value)}</b> {label}
        </span>
      ))}
      <span className={whole === sum.accepted ? 'badge good' : 'badge bad'}>{whole === sum.accepted ? 'balanced' : 'does not balance'}</span>
    </p>
  )
}
