import { Link } from '@tanstack/react-router'
import type { Schema } from '../../shared/api/client'
import { clockTime, exactTime } from '../../shared/lib/time'

export type LogLine = Schema<'LogLineAnswer'>

/**
 * One line of a log, as text whatever it contains. A stack trace is one line with carriage returns, as on AWS Lambda:
 * it is broken there where there is room.
 */
export function LogRow({ line, withFunction, withLink, wrapped }: { line: LogLine; withFunction?: boolean; withLink?: boolean; wrapped?: boolean }) {
  const text = line.text.replace(/\r\n?|\n/g, wrapped ? '\n' : ' ↵ ')
  return (
    <div className={`log-row ${line.stream}`}>
      <time dateTime={line.time} title={exactTime(line.time)}>
        {clockTime(line.time)}
      </time>
      {withFunction && <span className="log-function">{line.function}</span>}
      {line.stream !== 'stdout' && <span className="log-stream">{line.stream}</span>}
      <span className="log-text" title={line.text.length > 120 ? line.text : undefined}>
        {text}
      </span>
      {withLink && line.invocationId && (
        <Link to="/invocations/$id" params={{ id: line.invocationId }} aria-label="Open the invocation">
          open
        </Link>
      )}
    </div>
  )
}
