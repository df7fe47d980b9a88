import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { queries } from '../../shared/api/client'
import { MetricCharts } from '../../shared/chart/metric-charts'
import { type Span, spanLabels, spans, startOf } from '../../shared/lib/spans'
import { ErrorNote, Loading } from '../../shared/ui/notes'
import { Section } from '../../shared/ui/page'
import { InvocationTable } from '../events/invocation-table'
import type { FunctionDetails } from './function-page'

export default function MonitorTab({ fn }: { fn: FunctionDetails }) {
  const [span, setSpan] = useState<Span>('1h')
  const series = queries.useQuery('get', '/api/v1/metrics', { params: { query: { function: fn.name, from: startOf(span) } } }, { refetchInterval: 10_000, placeholderData: (old) => old })
  const dead = queries.useQuery('get', '/api/v1/invocations', { params: { query: { function: fn.name, status: 'dead-lettered', limit: 10 } } }, { refetchInterval: 10_000 })
  return (
    <>
      <div className="filters">
        <select aria-label="Time" value={span} onChange={(choice) => setSpan(choice.target.value as Span)}>
          {spans.map((each) => (
            <option key={each} value={each}>
              {spanLabels[each]}
            </option>
          ))}
        </select>
      </div>
      {series.error ? <ErrorNote error={series.error} /> : series.data ? <MetricCharts series={series.data} /> : <Loading />}
      <Section
        title="Latest dead letters"
        actions={
          <Link to="/dead-letters" search={{ function: fn.name }}>
            All dead letters of it
          </Link>
        }
      >
        {dead.data?.items?.length ? <InvocationTable invocations={dead.data.items} /> : <p className="help">None.</p>}
      </Section>
    </>
  )
}
