import assert from 'node:assert/strict'
import { test } from 'vitest'
import { offsetsChange } from './zoned.ts'

test('the night in which clocks change is found, in the zone that has one', () => {
  assert.equal(offsetsChange('2026-03-28T07:00:00Z', '2026-03-29T06:00:00Z', 'Europe/Berlin'), true)
  assert.equal(offsetsChange('2026-03-28T07:00:00Z', '2026-03-29T06:00:00Z', 'UTC'), false)
  assert.equal(offsetsChange('2026-04-28T07:00:00Z', '2026-04-29T06:00:00Z', 'Europe/Berlin'), false)
})
