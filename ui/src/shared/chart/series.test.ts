import assert from 'node:assert/strict'
import { test } from 'vitest'
import { everyStep } from './series.ts'

test('steps in which nothing happened are there, and none of the future', () => {
  const counts = { returned: 3, failed: 0, throttled: 0, platformFailed: 0, coldStarts: 0 }
  const { times, counts: each } = everyStep({
    from: '2026-01-01T00:00:00Z',
    to: '2026-01-01T00:04:00Z',
    stepSeconds: 60,
    items: [{ at: '2026-01-01T00:02:00Z', counts }],
  })
  assert.equal(times.length, 4)
  assert.deepEqual(each, [undefined, undefined, counts, undefined])
  const future = new Date(Date.now() + 3_600_000).toISOString()
  assert.equal(everyStep({ from: future, to: future, stepSeconds: 60, items: [] }).times.length, 0)
})
