import assert from 'node:assert/strict'
import { test } from 'vitest'
import { sumOf } from './balance.ts'

test('the counts of all are added up', () => {
  const one = { accepted: 6, succeeded: 1, deadLettered: 1, expired: 1, cancelled: 1, inFlight: 1, waiting: 1 }
  assert.deepEqual(sumOf([one, one]), { accepted: 12, succeeded: 2, deadLettered: 2, expired: 2, cancelled: 2, inFlight: 2, waiting: 2 })
  assert.equal(sumOf([]).accepted, 0)
})
