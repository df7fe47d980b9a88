import { useQueryClient } from '@tanstack/react-query'
import { api, queries, type Schema } from '../../shared/api/client'
import { count } from '../../shared/lib/text'
import { useMay } from '../../shared/session'
import { Badge } from '../../shared/ui/badge'
import { Button } from '../../shared/ui/button'
import { Confirm } from '../../shared/ui/confirm'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Time } from '../../shared/ui/time'
import { complain } from '../../shared/ui/toasts'

type Order = 'cordon' | 'drain' | 'uncordon'

export function Nodes() {
  const { administer } = useMay()
  const client = useQueryClient()
  const nodes = queries.useQuery('get', '/api/v1/nodes', undefined, { refetchInterval: 2000 })
  async function order(node: Schema<'NodeAnswer'>, what: Order) {
    const params = { path: { id: node.id } }
    await (what === 'cordon' ? api.POST('/api/v1/nodes/{id}/cordon', { params }) : what === 'drain' ? api.POST('/api/v1/nodes/{id}/drain', { params }) : api.POST('/api/v1/nodes/{id}/uncordon', { params }))
    await client.invalidateQueries({ queryKey: ['get', '/api/v1/nodes'] })
  }
  if (nodes.error) {
    return <ErrorNote error={nodes.error} />
  }
  if (!nodes.data) {
    return <Loading />
  }
  return (
    <div className="table-box">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">State</th>
            <th scope="col">Version</th>
            <th scope="col">Heartbeat</th>
            <th scope="col" className="number">
              In flight
            </th>
            <th scope="col" className="number">
              Triggers
            </th>
            <th scope="col">Runtimes</th>
            <th scope="col">
              <span className="unseen">Acts</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {(nodes.data.items ?? []).map((node) => (
            <tr key={node.id}>
              <td>
                <strong>{node.name}</strong> {node.leader && <small className="help">leader</small>} {node.self && <small className="help">answers you</small>}
                {node.problem && <small className="sub bad">{node.problem}</small>}
              </td>
              <td>
                <Badge state={node.state} />
              </td>
              <td>{node.version}</td>
              <td>
                <Time at={node.heartbeatAt} relative />
              </td>
              <td className="number">
                {count(node.inFlight)} of {count(node.capacity)}
              </td>
              <td className="number">{count(node.triggers)}</td>
              <td className="clip" title={node.runtimes.join(', ')}>
                {node.runtimes.join(', ')}
              </td>
              <td className="row-acts">
                {node.ordered === 'active' ? (
                  <>
                    <Confirm trigger="Cordon" title={`Cordon ${node.name}?`} action="Cordon the node" danger={false} disabled={!administer} onConfirm={() => order(node, 'cordon')}>
                      <p>It takes no new events and triggers; what runs goes on.</p>
                    </Confirm>
                    <Confirm trigger="Drain" title={`Drain ${node.name}?`} action="Drain the node" disabled={!administer} onConfirm={() => order(node, 'drain')}>
                      <p>It hands its {count(node.triggers)} triggers over, finishes the {count(node.inFlight)} events that it runs, and is then no longer ready.</p>
                    </Confirm>
                  </>
                ) : (
                  <Button disabled={!administer} onClick={() => void order(node, 'uncordon').catch(complain)}>
                    Let it take part again
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
