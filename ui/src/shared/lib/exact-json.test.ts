import assert from 'node:assert/strict'
import { test } from 'vitest'
import { parseJson, prettyJson, prettyText } from './exact-json.ts'

// Node.js 20 has no JSON.rawJSON; there, ordinary numbers are what is promised.
const exact = JSON.rawJSON !== undefined

test('numbers that JavaScript cannot hold are written as they were read', () => {
  const text = '{"id":12345678901234567890,"small":42,"half":0.5,"exponent":1e3}'
  const again = JSON.stringify(parseJson(text))
  assert.equal(again.includes('12345678901234567890'), exact)
  assert.ok(again.includes('"small":42') && again.includes('"half":0.5') && again.includes('"exponent":1000'))
})

test('what is no JSON is shown as it is', () => {
  assert.equal(prettyText('{cheese'), '{cheese')
  assert.equal(prettyText('{"a":1}'), '{\n  "a": 1\n}')
  assert.equal(prettyJson(undefined), 'null')
})
