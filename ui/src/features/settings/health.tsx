import { useQuery } from '@tanstack/react-query'
import { queries } from '../../shared/api/client'
import { sessionHeaders } from '../../shared/api/client'
import { Badge } from '../../shared/ui/badge'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Facts, Section } from '../../shared/ui/page'

interface HealthTree {
  status: string
  details?: Record<string, unknown>
  components?: Record<string, HealthTree>
}

/** The health of the node that answers is told by Spring's actuator, which is no part of the API's description. */
async function readHealth(): Promise<HealthTree> {
  const response = await fetch('/actuator/health', { headers: sessionHeaders() })
  return (await response.json()) as HealthTree
}

export function Health() {
  const health = useQuery({ queryKey: ['health'], queryFn: readHealth, refetchInterval: 5000 })
  const nodes = queries.useQuery('get', '/api/v1/nodes')
  const self = nodes.data?.items?.find((each) => each.self)
  if (health.error) {
    return <ErrorNote error={health.error} />
  }
  if (!health.data) {
    return <Loading />
  }
  return (
    <>
      <Facts
        facts={[
          ['Health', <Badge key="health" state={health.data.status} />],
          ['Version', self?.version ?? '…'],
          ['Node', self?.name ?? '…'],
        ]}
      />
      <Section title="Parts">
        <div className="table-box">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Part</th>
                <th scope="col">State</th>
                <th scope="col">Details</th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(health.data.components ?? {}).map(([name, part]) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td>
                    <Badge state={part.status} />
                  </td>
                  <td>
                    {Object.entries(part.details ?? {})
                      .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
                      .join(' · ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <p>
        <a href="/api/v1/openapi.json">The API’s description</a> (OpenAPI 3.1)
      </p>
    </>
  )
}
