import { useMemo } from 'react'
import type { Schema } from '../api/client'
import { milliseconds } from '../lib/time'
import { count } from '../lib/text'
import { Chart } from './chart'
import { everyStep } from './series'

const share = (value: number) => `${value < 10 && value > 0 ? value.toFixed(1) : Math.round(value)} %`

/** What became of attempts over time: how many, how many failed, how long they took, how many found no warm environment. */
export function MetricCharts({ series }: { series: Schema<'SeriesAnswer'> }) {
  const charts = useMemo(() => {
    const { times, counts } = everyStep(series)
    const ran = counts.map((each) => (each ? each.returned + each.failed : 0))
    const perMinute = series.stepSeconds / 60
    const part = (of: (each: NonNullable<(typeof counts)[number]>) => number) =>
      counts.map((each, index) => (each && ran[index] ? (of(each) / ran[index]) * 100 : null))
    return [
      {
        title: 'Runs per minute',
        times,
        format: (value: number) => (value < 10 && value % 1 !== 0 ? value.toFixed(1) : count(Math.round(value))),
        lines: [
          { label: 'runs', tone: 'accent' as const, values: ran.map((each) => each / perMinute), filled: true },
          { label: 'failed', tone: 'bad' as const, values: counts.map((each) => (each ? each.failed / perMinute : 0)) },
          { label: 'throttled', tone: 'warn' as const, values: counts.map((each) => (each ? each.throttled / perMinute : 0)) },
        ],
      },
      { title: 'Error rate', times, format: share, lines: [{ label: 'failed', tone: 'bad' as const, values: part((each) => each.failed), filled: true }] },
      {
        title: 'Duration',
        times,
        format: milliseconds,
        lines: [
          { label: 'p50', tone: 'good' as const, values: counts.map((each) => each?.p50Ms ?? null) },
          { label: 'p95', tone: 'warn' as const, values: counts.map((each) => each?.p95Ms ?? null) },
          { label: 'p99', tone: 'bad' as const, values: counts.map((each) => each?.p99Ms ?? null) },
        ],
      },
      { title: 'Cold starts', times, format: share, lines: [{ label: 'cold', tone: 'quiet' as const, values: part((each) => each.coldStarts), filled: true }] },
    ]
  }, [series])
  return (
    <div className="charts">
      {charts.map((chart) => (
        <Chart key={chart.title} {...chart} />
      ))}
    </div>
  )
}
