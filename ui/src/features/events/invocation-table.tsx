import { Link } from '@tanstack/react-router'
import type { Schema } from '../../shared/api/client'
import { Badge } from '../../shared/ui/badge'
import { Time } from '../../shared/ui/time'

/** A few invocations, one below the other. */
export function InvocationTable({ invocations }: { invocations: Schema<'InvocationAnswer'>[] }) {
  return (
    <div className="table-box">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">Status</th>
            <th scope="col">Function</th>
            <th scope="col" className="number">
              Attempts
            </th>
            <th scope="col">Error</th>
            <th scope="col">Accepted</th>
          </tr>
        </thead>
        <tbody>
          {invocations.map((each) => (
            <tr key={each.id}>
              <td>
                <EventLink invocation={each} />
              </td>
              <td>
                <Badge state={each.status} />
              </td>
              <td>{each.function}</td>
              <td className="number">{each.attemptCount}</td>
              <td className="clip" title={each.errorMessage}>
                {each.errorType} {each.errorMessage}
              </td>
              <td>
                <Time at={each.acceptedAt} relative />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function EventLink({ invocation }: { invocation: { id: string; eventId?: string } }) {
  return invocation.eventId ? (
    <Link to="/events/$id" params={{ id: invocation.eventId }}>
      <code>{invocation.eventId.slice(-12)}</code>
    </Link>
  ) : (
    <Link to="/invocations/$id" params={{ id: invocation.id }}>
      <code>{invocation.id.slice(-12)}</code>
    </Link>
  )
}
