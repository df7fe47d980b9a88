import { lazy, Suspense } from 'react'
import type { PlotProps } from './plot'

const Plot = lazy(() => import('./plot'))

/** A chart over time. Its numbers are in a table for those who do not see it. */
export function Chart(props: PlotProps) {
  return (
    <figure className="chart">
      <figcaption>{props.title}</figcaption>
      <Suspense fallback={<div className="chart-space" />}>
        <Plot {...props} />
      </Suspense>
    </figure>
  )
}
