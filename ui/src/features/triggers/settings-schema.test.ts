import assert from 'node:assert/strict'
import { test } from 'vitest'
import { draftOf, NotJson, type SettingsSchema, settingsOf } from './settings-schema.ts'

const schema: SettingsSchema = {
  type: 'object',
  required: ['expression'],
  properties: {
    expression: { type: 'string' },
    topics: { type: 'array', items: { type: 'string' } },
    missedCap: { type: 'integer' },
    fast: { type: 'boolean' },
    input: { description: 'any JSON' },
    security: { type: 'object', properties: { username: { type: 'string' } } },
  },
}

test('settings are what was written, without what was left out', () => {
  const draft = { expression: 'rate(1 minute)', topics: 'a, b\nc', missedCap: '7', fast: 'false', input: '{"a":1}', 'security.username': '' }
  assert.deepEqual(settingsOf(schema, draft, JSON.parse), { expression: 'rate(1 minute)', topics: ['a', 'b', 'c'], missedCap: 7, fast: false, input: { a: 1 } })
})

test('a form shows what is stored, and stores what it shows', () => {
  const settings = { expression: 'rate(1 minute)', topics: ['a', 'b'], missedCap: 7, fast: true, input: [1], security: { username: 'ada' } }
  assert.deepEqual(settingsOf(schema, draftOf(schema, settings, JSON.stringify), JSON.parse), settings)
})

test('JSON that is none is refused with its field', () => {
  assert.throws(() => settingsOf(schema, { input: '{' }, JSON.parse), (failure: unknown) => failure instanceof NotJson && failure.field === 'input')
})
