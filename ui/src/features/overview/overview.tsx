import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { queries } from '../../shared/api/client'
import { MetricCharts } from '../../shared/chart/metric-charts'
import { type Span, spanLabels, spans, startOf } from '../../shared/lib/spans'
import { count, percent } from '../../shared/lib/text'
import { milliseconds } from '../../shared/lib/time'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Page, Section } from '../../shared/ui/page'
import { Attention } from './attention'
import { FirstSteps } from './first-steps'
import { LedgerLine } from './ledger-line'

export function Overview() {
  const search = useSearch({ from: '/' })
  const navigate = useNavigate()
  const span: Span = search.span ?? '1h'
  const query = { from: startOf(span) }
  const functions = queries.useQuery('get', '/api/v1/functions', { params: { query: { limit: 500 } } }, { refetchInterval: 10_000 })
  const series = queries.useQuery('get', '/api/v1/metrics', { params: { query } }, { refetchInterval: 5000, placeholderData: (old) => old })
  const byFunction = queries.useQuery('get', '/api/v1/metrics/functions', { params: { query } }, { refetchInterval: 5000, placeholderData: (old) => old })
  const runtimes = queries.useQuery('get', '/api/v1/runtimes', undefined, { refetchInterval: 5000 })
  if (functions.error) {
    return <ErrorNote error={functions.error} />
  }
  if (!functions.data) {
    return <Loading />
  }
  if (functions.data.items.length === 0) {
    return <FirstSteps />
  }
  const all = byFunction.data?.items ?? []
  const sum = (of: (counts: (typeof all)[number]['counts']) => number) => all.reduce((total, each) => total + of(each.counts), 0)
  const ran = sum((counts) => counts.returned + counts.failed)
  const failed = sum((counts) => counts.failed)
  const cold = sum((counts) => counts.coldStarts)
  const environments = runtimes.data?.environments ?? []
  const capacity = runtimes.data?.capacity
  const top = [...all].sort((one, other) => other.counts.failed - one.counts.failed || other.counts.returned - one.counts.returned).slice(0, 8)
  return (
    <Page
      title="Overview"
      actions={
        <select aria-label="Time" value={span} onChange={(choice) => void navigate({ to: '/', search: { span: spans.find((each) => each === choice.target.value) }, replace: true })}>
          {spans.map((each) => (
            <option key={each} value={each}>
              {spanLabels[each]}
            </option>
          ))}
        </select>
      }
    >
      <Attention functions={functions.data.items} counts={all} />
      <ul className="figures">
        <Figure label="Runs" value={count(ran)} />
        <Figure label="Failed" value={percent(failed, ran)} bad={failed > 0} />
        <Figure label="Throttled" value={count(sum((counts) => counts.throttled))} />
        <Figure label="Cold starts" value={percent(cold, ran)} />
        <Figure label="Environments on this node" value={count(environments.length)} detail={capacity && `${count(capacity.reservedMb)} of ${count(capacity.totalMb)} MB`} />
      </ul>
      <LedgerLine />
      {series.error ? <ErrorNote error={series.error} /> : series.data ? <MetricCharts series={series.data} /> : <Loading />}
      <Section title="Busiest and most troubled functions">
        {top.length === 0 ? (
          <p className="help">Nothing ran in this time.</p>
        ) : (
          <div className="table-box">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Function</th>
                  {['Runs', 'Failed', 'p50', 'p95', 'p99', 'Cold'].map((each) => (
                    <th key={each} scope="col" className="number">
                      {each}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {top.map(({ function: name, counts }) => {
                  const runs = counts.returned + counts.failed
                  return (
                    <tr key={name}>
                      <td>
                        <Link to="/functions/$name/$tab" params={{ name, tab: 'monitor' }}>
                          {name}
                        </Link>
                      </td>
                      <td className="number">{count(runs)}</td>
                      <td className={counts.failed ? 'number bad' : 'number'}>{percent(counts.failed, runs)}</td>
                      <td className="number">{milliseconds(counts.p50Ms)}</td>
                      <td className="number">{milliseconds(counts.p95Ms)}</td>
                      <td className="number">{milliseconds(counts.p99Ms)}</td>
                      <td className="number">{percent(counts.coldStarts, runs)}</td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
        )}
      </Section>
    </Page>
  )
}

function Figure({ label, value, detail, bad }: { label: string; value: string; detail?: string | undefined; bad?: boolean }) {
  return (
    <li>
      <span>{label}</span>
      <strong className={bad ? 'bad' : ''}>{value}</strong>
      {detail && <small>{detail}</small>}
    </li>
  )
}
