import { Link } from '@tanstack/react-router'
import { queries, type Schema } from '../../shared/api/client'
import { count } from '../../shared/lib/text'
import { Badge } from '../../shared/ui/badge'
import { Time } from '../../shared/ui/time'

type Trigger = Schema<'TriggerAnswer'>

export function lagOf(status: Schema<'TriggerStatus'> | undefined): number {
  return Object.values(status?.lag ?? {}).reduce((sum, lag) => sum + lag, 0)
}

export function useTriggerStatus(id: string) {
  return queries.useQuery('get', '/api/v1/triggers/{trigger}/status', { params: { path: { trigger: id } } }, { refetchInterval: 3000 })
}

/** What a trigger reads, in a few words. */
export function sourceOf(trigger: Trigger): string {
  const settings = (trigger.settings ?? {}) as Record<string, unknown>
  const first = settings.expression ?? settings.topics ?? settings.topicPattern ?? settings.route ?? settings.path ?? settings.queue ?? settings.bucket
  return Array.isArray(first) ? first.join(', ') : typeof first === 'string' ? first : ''
}

export function TriggerTable({ triggers, selected = -1, withFunction }: { triggers: Trigger[]; selected?: number; withFunction?: boolean }) {
  return (
    <div className="table-box">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Source</th>
            {withFunction && <th scope="col">Function</th>}
            <th scope="col">State</th>
            <th scope="col">Why</th>
            <th scope="col" className="number">
              Lag
            </th>
            <th scope="col">Last progress</th>
          </tr>
        </thead>
        <tbody>
          {triggers.map((each, index) => (
            <Row key={each.id} trigger={each} selected={index === selected} withFunction={withFunction} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ trigger, selected, withFunction }: { trigger: Trigger; selected: boolean; withFunction: boolean | undefined }) {
  const { data: status } = useTriggerStatus(trigger.id)
  return (
    <tr className={selected ? 'selected' : ''}>
      <td>
        <Link to="/triggers/$id" params={{ id: trigger.id }}>
          {trigger.name}
        </Link>
      </td>
      <td>{trigger.type}</td>
      <td className="clip">
        <code>{sourceOf(trigger)}</code>
      </td>
      {withFunction && (
        <td>
          <Link to="/functions/$name/$tab" params={{ name: trigger.function, tab: 'triggers' }}>
            {trigger.function}
          </Link>
          {trigger.qualifier && `:${trigger.qualifier}`}
        </td>
      )}
      <td>{status && <Badge state={status.state} />}</td>
      <td className="clip bad" title={status?.problem}>
        {status?.problem}
        {status?.circuitBreaker && status.circuitBreaker.state !== 'closed' && ` circuit breaker ${status.circuitBreaker.state}`}
      </td>
      <td className="number">{status && count(lagOf(status))}</td>
      <td>{status?.lastProgress && <Time at={status.lastProgress} relative />}</td>
    </tr>
  )
}
