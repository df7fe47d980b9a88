import { Link } from '@tanstack/react-router'
import { queries } from '../../shared/api/client'
import { count } from '../../shared/lib/text'
import { Badge } from '../../shared/ui/badge'
import { Empty, ErrorNote, Loading } from '../../shared/ui/notes'
import { Time } from '../../shared/ui/time'

export function Redrives() {
  const redrives = queries.useQuery('get', '/api/v1/redrives', { params: { query: { limit: 100 } } }, { refetchInterval: 2000 })
  if (redrives.error) {
    return <ErrorNote error={redrives.error} />
  }
  if (!redrives.data) {
    return <Loading />
  }
  const items = redrives.data.items ?? []
  return items.length === 0 ? (
    <Empty title="No redrive of many yet">When a group or a selection is sent again, how that goes is shown here.</Empty>
  ) : (
    <div className="table-box">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Begun</th>
            <th scope="col">State</th>
            <th scope="col">To</th>
            <th scope="col" className="number">
              Sent
            </th>
            <th scope="col" className="number">
              Of
            </th>
            <th scope="col" className="number">
              Refused
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <td>
                <Link to="/redrives/$id" params={{ id: each.id }}>
                  <Time at={each.createdAt} />
                </Link>
              </td>
              <td>
                <Badge state={each.state} title={each.problem} />
              </td>
              <td>{each.function ?? 'where each was addressed to'}</td>
              <td className="number">{count(each.done)}</td>
              <td className="number">{count(each.total)}</td>
              <td className="number">{count(each.failed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
