import assert from 'node:assert/strict'
import { test } from 'vitest'
import type { Schema } from '../../shared/api/client.ts'
import { layout } from './layout.ts'

const fn = (name: string, onFailure?: unknown) => ({ name, runtime: 'python3.11', state: 'Active', async: { onFailure } }) as unknown as Schema<'FunctionAnswer'>
const trigger = (id: string, to: string) => ({ id, name: id, function: to, type: 'schedule', paused: false }) as unknown as Schema<'TriggerAnswer'>

test('everything has its column, and every way both its ends', () => {
  const { places, ways } = layout([fn('work', { type: 'function', function: 'audit' }), fn('audit', { type: 'http', url: 'https://a.test' })], [trigger('one', 'work'), trigger('two', 'work')], () => 'rate(1 minute)')
  assert.equal(places.filter((place) => place.kind === 'source').length, 1)
  assert.equal(places.find((place) => place.kind === 'destination')?.label, 'https://a.test')
  assert.ok(ways.some((way) => way.from === 'function work' && way.to === 'function audit' && way.label === 'on failure'))
  const spots = new Set(places.map((place) => `${place.x} ${place.y}`))
  assert.equal(spots.size, places.length)
})

test('a trigger of a function that is gone leads nowhere', () => {
  assert.deepEqual(layout([], [trigger('one', 'gone')], () => ''), { places: [], ways: [] })
})
