import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useMemo } from 'react'
import { queries } from '../../shared/api/client'
import { startOf } from '../../shared/lib/spans'
import { bytes, count, percent } from '../../shared/lib/text'
import { milliseconds } from '../../shared/lib/time'
import { useMay } from '../../shared/session'
import { Badge } from '../../shared/ui/badge'
import { Empty, ErrorNote, Loading } from '../../shared/ui/notes'
import { Page } from '../../shared/ui/page'
import { Time } from '../../shared/ui/time'
import { useRowKeys } from '../../shared/ui/use-row-keys'
import { TemplateCards } from './template-cards'

export function FunctionList() {
  const { q } = useSearch({ from: '/functions' })
  const navigate = useNavigate()
  const may = useMay()
  const functions = queries.useQuery('get', '/api/v1/functions', { params: { query: { limit: 500 } } }, { refetchInterval: 10_000 })
  const metrics = queries.useQuery('get', '/api/v1/metrics/functions', { params: { query: { from: startOf('24h') } } }, { refetchInterval: 10_000 })
  const shown = useMemo(() => {
    const words = (q ?? '').toLowerCase().split(/\s+/)
    return (functions.data?.items ?? []).filter((each) => words.every((word) => `${each.name} ${each.runtime} ${each.description}`.toLowerCase().includes(word)))
  }, [functions.data, q])
  const row = useRowKeys(shown.length, (index) => {
    const name = shown[index]?.name
    if (name) {
      void navigate({ to: '/functions/$name/$tab', params: { name, tab: 'code' } })
    }
  })
  const counts = new Map(metrics.data?.items.map((each) => [each.function, each.counts]))
  const create = may.change && (
    <Link className="button primary" to="/functions/new">
      <Plus size={15} aria-hidden /> Create a function
    </Link>
  )
  if (functions.error) {
    return <ErrorNote error={functions.error} />
  }
  if (!functions.data) {
    return <Loading />
  }
  if (functions.data.items.length === 0) {
    return (
      <Page title="Functions" actions={create}>
        <Empty title="No function yet">A function is code that Glowplug runs for each event. Begin with one of these; each brings an event to try it with.</Empty>
        {may.change && <TemplateCards />}
      </Page>
    )
  }
  return (
    <Page title="Functions" about={`${count(functions.data.items.length)} in all; figures are of the last 24 hours`} actions={create}>
      <div className="filters">
        <input type="search" aria-label="Find functions" placeholder="Name, runtime or description" value={q ?? ''} onChange={(change) => void navigate({ to: '/functions', search: { q: change.target.value }, replace: true })} />
      </div>
      <div className="table-box">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">State</th>
              <th scope="col">Runtime</th>
              <th scope="col" className="number">
                Runs
              </th>
              <th scope="col" className="number">
                Failed
              </th>
              <th scope="col" className="number">
                p95
              </th>
              <th scope="col" className="number">
                Memory
              </th>
              <th scope="col" className="number">
                Code
              </th>
              <th scope="col">Changed</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((each, index) => {
              const figures = counts.get(each.name)
              const ran = figures ? figures.returned + figures.failed : 0
              return (
                <tr key={each.id} className={index === row ? 'selected' : ''}>
                  <td>
                    <Link to="/functions/$name/$tab" params={{ name: each.name, tab: 'code' }}>
                      {each.name}
                    </Link>
                    {each.description && <small className="sub">{each.description}</small>}
                  </td>
                  <td>
                    <Badge state={each.state} title={each.stateReason} />
                  </td>
                  <td>{each.runtime}</td>
                  <td className="number">{count(ran)}</td>
                  <td className={figures?.failed ? 'number bad' : 'number'}>{percent(figures?.failed ?? 0, ran)}</td>
                  <td className="number">{milliseconds(figures?.p95Ms)}</td>
                  <td className="number">{each.memoryMb} MB</td>
                  <td className="number">{bytes(each.codeSizeBytes)}</td>
                  <td>
                    <Time at={each.modifiedAt} relative />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {shown.length === 0 && <p className="help">No function matches.</p>}
    </Page>
  )
}
