type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'quiet'

const tones: Record<string, Tone> = {
  Active: 'good',
  Pending: 'busy',
  Failed: 'bad',
  succeeded: 'good',
  returned: 'good',
  running: 'busy',
  waiting: 'warn',
  'dead-lettered': 'bad',
  failed: 'bad',
  'function-failed': 'bad',
  'timed-out': 'bad',
  'platform-failed': 'bad',
  rejected: 'bad',
  expired: 'bad',
  stalled: 'bad',
  failing: 'bad',
  throttled: 'warn',
  'lease-lost': 'warn',
  starting: 'busy',
  paused: 'warn',
  draining: 'warn',
  cordoned: 'warn',
  gone: 'bad',
  active: 'good',
  enabled: 'good',
  done: 'good',
  completed: 'good',
  delivered: 'good',
  refused: 'warn',
  open: 'bad',
  UP: 'good',
  DOWN: 'bad',
}

/** A state as a word with a dot, so that it is told apart without its colour too. */
export function Badge({ state, title }: { state: string; title?: string | undefined }) {
  return (
    <span className={`badge ${tones[state] ?? 'quiet'}`} title={title}>
      {state}
    </span>
  )
}
