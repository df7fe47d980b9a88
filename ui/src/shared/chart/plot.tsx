import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

export interface PlotProps {
  title: string
  /** Seconds since 1970. */
  times: number[]
  lines: { label: string; tone: 'accent' | 'bad' | 'warn' | 'quiet' | 'good'; values: (number | null)[]; filled?: boolean }[]
  format: (value: number) => string
}

const HEIGHT = 150

function colours(element: Element) {
  const style = getComputedStyle(element)
  return (name: string) => style.getPropertyValue(`--${name}`).trim()
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false })
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })

/** The time, or the day where marks are days apart. */
function timeOfDay(mark: number, marks: number[]): string {
  const apart = (marks[1] ?? mark) - (marks[0] ?? mark)
  return (apart >= 86_400 ? day : time).format(new Date(mark * 1000))
}

/** Where a value stands between two gaps: no line leads there, so it is drawn as a point. */
function alone(values: ArrayLike<number | null | undefined>): number[] {
  const found: number[] = []
  for (let at = 0; at < values.length; at++) {
    if (values[at] != null && values[at - 1] == null && values[at + 1] == null) {
      found.push(at)
    }
  }
  return found
}

export default function Plot({ title, times, lines, format }: PlotProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = box.current
    if (!element) {
      return
    }
    const draw = () => {
      const colour = colours(element)
      const axis = { stroke: colour('ink-quiet'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false }, font: '11px system-ui' }
      return new UPlot(
        {
          width: Math.max(element.clientWidth, 120),
          height: HEIGHT,
          padding: [8, 8, 0, 0],
          cursor: { y: false },
          legend: { live: true },
          scales: { y: { range: (_plot, _low, high) => [0, Math.max(high * 1.1, 1)] } },
          axes: [{ ...axis, size: 28, values: (_plot, marks) => marks.map((mark) => timeOfDay(mark, marks)) }, { ...axis, size: 56, values: (_plot, marks) => marks.map(format) }],
          series: [
            { value: '{HH}:{mm}' },
            ...lines.map((line) => ({
              label: line.label,
              stroke: colour(`tone-${line.tone}`),
              width: 1.5,
              spanGaps: false,
              points: { show: true, size: 6, filter: (plot: UPlot, index: number) => alone(plot.data[index] ?? []) },
              ...(line.filled && { fill: `${colour(`tone-${line.tone}`)}22` }),
              value: (_plot: UPlot, value: number | null) => (value == null ? '–' : format(value)),
            })),
          ],
        },
        [times, ...lines.map((line) => line.values)],
        element,
      )
    }
    let plot = draw()
    const again = () => {
      plot.destroy()
      plot = draw()
    }
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const resized = new ResizeObserver(() => plot.setSize({ width: Math.max(element.clientWidth, 120), height: HEIGHT }))
    const themed = new MutationObserver(again)
    resized.observe(element)
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    dark.addEventListener('change', again)
    return () => {
      dark.removeEventListener('change', again)
      themed.disconnect()
      resized.disconnect()
      plot.destroy()
    }
  }, [times, lines, format])
  return (
    <>
      <div ref={box} className="chart-space" aria-hidden="true" />
      <table className="unseen">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {lines.map((line) => (
              <th key={line.label} scope="col">
                {line.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((time, index) => (
            <tr key={time}>
              <th scope="row">{new Date(time * 1000).toLocaleTimeString()}</th>
              {lines.map((line) => {
                const value = line.values[index]
                return <td key={line.label}>{value == null ? '–' : format(value)}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
