import { useQueryClient } from '@tanstack/react-query'
import { api, queries } from '../../shared/api/client'
import { count, counted } from '../../shared/lib/text'
import { useMay } from '../../shared/session'
import { Button } from '../../shared/ui/button'
import { Empty, ErrorNote, Loading } from '../../shared/ui/notes'
import { Time } from '../../shared/ui/time'
import { complain, say } from '../../shared/ui/toasts'

export function Purges() {
  const may = useMay()
  const client = useQueryClient()
  const purges = queries.useQuery('get', '/api/v1/dead-letters/purges', { params: { query: { limit: 100 } } })
  if (purges.error) {
    return <ErrorNote error={purges.error} />
  }
  if (!purges.data) {
    return <Loading />
  }
  const items = purges.data.items ?? []
  async function undo(id: string) {
    try {
      const { data } = await api.POST('/api/v1/dead-letters/purges/{id}/undo', { params: { path: { id } } })
      say(`${counted(data?.restored ?? 0, 'dead letter')} brought back.`)
    } catch (failure) {
      complain(failure)
    }
    await client.invalidateQueries({ queryKey: ['get', '/api/v1/dead-letters/purges'] })
  }
  return items.length === 0 ? (
    <Empty title="No purge that can be undone">What is purged can be brought back for a while; after that it is gone.</Empty>
  ) : (
    <div className="table-box">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col" className="number">
              How many
            </th>
            <th scope="col">Can be undone until</th>
            <th scope="col">
              <span className="unseen">Acts</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <td>
                <Time at={each.purgedAt} />
              </td>
              <td className="number">{count(each.purged)}</td>
              <td>
                <Time at={each.undoableUntil} />
              </td>
              <td className="number">{each.undoneAt ? 'undone' : <Button disabled={!may.change} onClick={() => void undo(each.id)}>Undo</Button>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
