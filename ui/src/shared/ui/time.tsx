import { age, exactTime, shortTime } from '../lib/time'
import { useNow } from '../lib/use-now'

/** An instant in the reader's zone; the exact one is told on hover. */
export function Time({ at, relative }: { at: string; relative?: boolean }) {
  return (
    <time dateTime={at} title={exactTime(at)}>
      {relative ? <Age at={at} /> : shortTime(at)}
    </time>
  )
}

function Age({ at }: { at: string }) {
  return age(at, useNow())
}
