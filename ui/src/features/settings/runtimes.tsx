import { queries } from '../../shared/api/client'
import { count } from '../../shared/lib/text'
import { Badge } from '../../shared/ui/badge'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Facts, Section } from '../../shared/ui/page'

/** What the node that answers can run, and what runs on it. */
export function Runtimes() {
  const runtimes = queries.useQuery('get', '/api/v1/runtimes', undefined, { refetchInterval: 5000 })
  if (runtimes.error) {
    return <ErrorNote error={runtimes.error} />
  }
  if (!runtimes.data) {
    return <Loading />
  }
  const { items, sandbox, capacity, environments } = runtimes.data
  return (
    <>
      <Section title="On this node">
        <Facts
          facts={[
            ['Sandbox', sandbox.description],
            ['Memory of environments', `${count(capacity.reservedMb)} of ${count(capacity.totalMb)} MB`],
            ['Environments', count(environments.length)],
          ]}
        />
      </Section>
      <div className="table-box">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Runtime</th>
              <th scope="col">Served</th>
              <th scope="col">Found</th>
              <th scope="col" className="number">
                Waiting ahead
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((each) => (
              <tr key={each.runtime}>
                <td>{each.runtime}</td>
                <td>{each.servable ? 'yes' : 'no'}</td>
                <td>{each.version ?? each.refusal}</td>
                <td className="number">{each.interpretersAhead}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {environments.length > 0 && (
        <Section title="Execution environments">
          <div className="table-box">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Environment</th>
                  <th scope="col">Function</th>
                  <th scope="col">Version</th>
                  <th scope="col">State</th>
                  <th scope="col" className="number">
                    Memory
                  </th>
                </tr>
              </thead>
              <tbody>
                {environments.map((each) => (
                  <tr key={each.environmentId}>
                    <td>
                      <code>{each.environmentId}</code>
                    </td>
                    <td>{each.functionName}</td>
                    <td>{each.version}</td>
                    <td>
                      <Badge state={each.state} />
                    </td>
                    <td className="number">{each.memoryMb} MB</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Section>
      )}
    </>
  )
}
