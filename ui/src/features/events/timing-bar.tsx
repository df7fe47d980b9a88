import type { Schema } from '../../shared/api/client'
import { milliseconds } from '../../shared/lib/time'

type Attempt = Schema<'AttemptSummary'>

/** Where the time of a run went: waiting for an environment, starting it, running the handler. */
export function TimingBar({ attempt }: { attempt: Attempt }) {
  const parts = [
    { name: 'queue', ms: attempt.queuedMs ?? 0 },
    { name: 'init', ms: attempt.initMs ?? 0 },
    { name: 'run', ms: attempt.durationMs ?? 0 },
  ]
  const total = parts.reduce((sum, part) => sum + part.ms, 0)
  if (total === 0) {
    return null
  }
  return (
    <div className="timing">
      <svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">
        {parts.map((part, index) => {
          const before = parts.slice(0, index).reduce((sum, each) => sum + each.ms, 0)
          return <rect key={part.name} className={`bar-${part.name}`} x={(before / total) * 1000} width={Math.max((part.ms / total) * 1000, part.ms > 0 ? 3 : 0)} height="12" />
        })}
      </svg>
      <dl>
        {parts.map((part) => (
          <div key={part.name}>
            <dt className={`key-${part.name}`}>{part.name}</dt>
            <dd>{part.name === 'init' && attempt.initMs == null ? 'warm' : milliseconds(part.ms)}</dd>
          </div>
        ))}
        {attempt.maxMemoryMb != null && attempt.maxMemoryMb > 0 && (
          <div>
            <dt>memory</dt>
            <dd>{attempt.maxMemoryMb} MB</dd>
          </div>
        )}
      </dl>
    </div>
  )
}
