import type { Schema } from '../../shared/api/client'
import { clockTime, milliseconds } from '../../shared/lib/time'
import { Badge } from '../../shared/ui/badge'

type Attempt = Schema<'AttemptSummary'>

/** Every attempt on one scale of time, each as bars of queue, init and run, so that waits between them show. */
export function AttemptChart({ attempts, from }: { attempts: Attempt[]; from: string }) {
  if (attempts.length === 0) {
    return <p className="help">Nothing was attempted yet.</p>
  }
  const start = Date.parse(from)
  const end = Math.max(...attempts.map((each) => Date.parse(each.endedAt)), start + 1)
  const at = (ms: number) => ((ms - start) / (end - start)) * 1000
  const long = (ms: number) => Math.max((ms / (end - start)) * 1000, ms > 0 ? 3 : 0)
  return (
    <ol className="attempts">
      {attempts.map((each) => {
        const runEnd = Date.parse(each.endedAt)
        const run = each.durationMs ?? 0
        const init = each.initMs ?? 0
        const queued = each.queuedMs ?? 0
        const runStart = runEnd - run
        return (
          <li key={`${each.invocationId} ${each.attempt}`}>
            <span className="attempt-number">{each.attempt}</span>
            <Badge state={each.outcome} />
            <svg viewBox="0 0 1000 14" preserveAspectRatio="none" role="img" aria-label={`Attempt ${each.attempt}: ${milliseconds(queued)} queue, ${milliseconds(init)} init, ${milliseconds(run)} run`}>
              <rect className="bar-ground" width="1000" height="14" />
              <rect className="bar-queue" x={at(runStart - init - queued)} width={long(queued)} height="14" />
              <rect className="bar-init" x={at(runStart - init)} width={long(init)} height="14" />
              <rect className="bar-run" x={Math.min(at(runStart), 997)} width={long(run)} height="14" />
            </svg>
            <span className="attempt-facts">
              {clockTime(each.startedAt)} · {milliseconds(run)}
              {each.initMs != null && ` + ${milliseconds(init)} init`} · {each.node}
            </span>
            {(each.errorType || each.errorMessage) && (
              <span className="attempt-error">
                <strong>{each.errorType}</strong> {each.errorMessage}
              </span>
            )}
          </li>
        )
      })}
    </ol>
  )
}
