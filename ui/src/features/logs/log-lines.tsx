import { Link } from '@tanstack/react-router'
import type { Schema } from '../../shared/api/client'
import { clockTime, exactTime } from '../../shared/lib/time'

export type LogLine = Schema<'LogLineAnswer'>

/** One line of a log, as text whatever it contains. */
export function LogRow({ line, withFunction, withLink }: { line: LogLine; withFunction?: boolean; withLink?: boolean }) {
  return (
    <div className={`log-row ${line.stream}`}>
      <time dateTime={line.time} title={exactTime(line.time)}>
        {clockTime(line.time)}
      </time>
      {withFunction && <span className="log-function">{line.function}</span>}
      {line.stream !== 'stdout' && <span className="log-stream">{line.stream}</span>}
      <span className="log-text" title={line.text.length > 120 ? line.text : undefined}>
        {line.text}
      </span>
      {withLink && line.invocationId && (
        <Link to="/invocations/$id" params={{ id: line.invocationId }} aria-label="Open the invocation">
          open
        </Link>
      )}
    </div>
  )
}
