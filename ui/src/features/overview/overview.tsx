import type { ApiClient } from '../../shared/api-client'
import { add, type Balance, counts, type TriggerItem, type TriggerStatus, useOverview } from './api'

const labels: Record<(typeof counts)[number], string> = {
  accepted: 'accepted',
  succeeded: 'succeeded',
  deadLettered: 'dead-lettered',
  expired: 'expired',
  cancelled: 'cancelled',
  inFlight: 'in flight',
  waiting: 'waiting',
}

export function Overview({ client }: { client: ApiClient }) {
  const { data, error } = useOverview(client)

  if (error) {
    return <p role="alert">{error.message}</p>
  }
  if (!data) {
    return <p>Loading…</p>
  }
  const total = [...data.balances.values()].reduce<Balance | undefined>(
    (sum, balance) => (sum ? add(sum, balance) : balance),
    undefined,
  )
  return (
    <main>
      <section>
        <h2>Ledger</h2>
        {total ? <Equation balance={total} /> : <p>Nothing was accepted yet.</p>}
      </section>
      <section>
        <h2>Functions</h2>
        <table>
          <thead>
            <tr>
              <th>Name</th>
              <th>Runtime</th>
              <th>State</th>
              {counts.map((count) => (
                <th key={count} className="number">
                  {labels[count]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.functions.map((item) => (
              <tr key={item.name}>
                <td>{item.name}</td>
                <td>{item.runtime}</td>
                <td title={item.stateReason}>{item.state}</td>
                {counts.map((count) => (
                  <td key={count} className="number">
                    {(data.balances.get(item.name)?.[count] ?? 0).toLocaleString()}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {data.functions.length === 0 && <p>There are no functions yet. The README's tour makes the first one.</p>}
      </section>
      <Triggers triggers={data.triggers} />
    </main>
  )
}

/** The conservation law, as one line. */
function Equation({ balance }: { balance: Balance }) {
  const [accepted, ...parts] = counts
  return (
    <p className="equation">
      <span>
        <b>{balance[accepted].toLocaleString()}</b> {labels[accepted]}
      </span>
      {parts.map((part, index) => (
        <span key={part}>
          {index === 0 ? '=' : '+'} <b>{balance[part].toLocaleString()}</b> {labels[part]}
        </span>
      ))}
    </p>
  )
}

function Triggers({ triggers }: { triggers: (TriggerItem & { status: TriggerStatus })[] }) {
  return (
    <section>
      <h2>Triggers</h2>
      <table>
        <thead>
          <tr>
            <th>Name</th>
            <th>Type</th>
            <th>Function</th>
            <th>State</th>
            <th className="number">lag</th>
            <th>Problem</th>
          </tr>
        </thead>
        <tbody>
          {triggers.map((trigger) => (
            <tr key={trigger.id}>
              <td>{trigger.name}</td>
              <td>{trigger.type}</td>
              <td>{trigger.function}</td>
              <td className={`state-${trigger.status.state}`}>{trigger.status.state}</td>
              <td className="number">
                {Object.values(trigger.status.lag)
                  .reduce((sum, lag) => sum + lag, 0)
                  .toLocaleString()}
              </td>
              <td>{trigger.status.problem}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {triggers.length === 0 && <p>There are no triggers yet.</p>}
    </section>
  )
}
