import { Link } from '@tanstack/react-router'
import { queries } from '../../shared/api/client'
import { count } from '../../shared/lib/text'
import { Empty, ErrorNote, Loading } from '../../shared/ui/notes'
import { Sparkline } from '../../shared/ui/sparkline'
import { Time } from '../../shared/ui/time'
import { PurgeSelected, RedriveSelected } from './acts'
import type { Selection } from './selection'

/** Dead letters that failed alike stand for one trouble. */
export function Groups({ selection }: { selection: Selection }) {
  const { error: _error, fingerprint: _fingerprint, ...query } = selection
  const groups = queries.useQuery('get', '/api/v1/dead-letters/groups', { params: { query: { ...query, spans: 24, limit: 200 } } }, { refetchInterval: 3000 })
  if (groups.error) {
    return <ErrorNote error={groups.error} />
  }
  if (!groups.data) {
    return <Loading />
  }
  const items = groups.data.items ?? []
  if (items.length === 0) {
    return <Empty title="No dead letters">That is how it should be. An event comes here when its retries are used up, and waits until somebody sends it again.</Empty>
  }
  return (
    <div className="table-box">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Error</th>
            <th scope="col">Function</th>
            <th scope="col" className="number">
              How many
            </th>
            <th scope="col">When</th>
            <th scope="col">First</th>
            <th scope="col">Last</th>
            <th scope="col">
              <span className="unseen">Acts</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((group) => (
            <tr key={`${group.fingerprint} ${group.function}`}>
              <td className="clip">
                <Link to="/dead-letters" search={{ view: 'all', function: group.function, fingerprint: group.fingerprint }}>
                  {group.errorType ?? 'No error'}
                </Link>
                <small className="sub clip" title={group.sampleMessage}>
                  {group.message}
                </small>
              </td>
              <td>
                <Link to="/functions/$name/$tab" params={{ name: group.function, tab: 'code' }}>
                  {group.function}
                </Link>
              </td>
              <td className="number">
                <strong>{count(group.count)}</strong>
              </td>
              <td>
                <Sparkline values={group.counts.map((span) => span.count)} label={`How many over time, ${group.counts.length} spans`} />
              </td>
              <td>
                <Time at={group.firstSeen} relative />
              </td>
              <td>
                <Time at={group.lastSeen} relative />
              </td>
              <td className="row-acts">
                <RedriveSelected selection={{ ...selection, function: group.function, fingerprint: group.fingerprint }} matching={group.count} label="Redrive" />
                <PurgeSelected selection={{ ...selection, function: group.function, fingerprint: group.fingerprint }} matching={group.count} label="Purge" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
