import type { Schema } from '../api/client'

export type Counts = Schema<'CountsAnswer'>

/** The series with every step in it, so that where nothing happened the line is at zero. */
export function everyStep(series: Schema<'SeriesAnswer'>): { times: number[]; counts: (Counts | undefined)[] } {
  const known = new Map(series.items.map((point) => [Date.parse(point.at) / 1000, point.counts]))
  const from = Date.parse(series.from) / 1000
  const to = Math.min(Date.parse(series.to), Date.now()) / 1000
  const times: number[] = []
  for (let time = from; time < to; time += series.stepSeconds) {
    times.push(time)
  }
  return { times, counts: times.map((time) => known.get(time)) }
}
