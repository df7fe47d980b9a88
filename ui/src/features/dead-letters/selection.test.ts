import assert from 'node:assert/strict'
import { test } from 'vitest'
import { inWords, selectionOf } from './selection.ts'

test('what is not set selects nothing away, and the view is no part of the selection', () => {
  assert.deepEqual(selectionOf({ function: 'greet', error: undefined, ...{ view: 'all' } }), { function: 'greet' })
})

test('a question says what it is about', () => {
  assert.equal(inWords({}), 'of all functions')
  assert.equal(inWords({ function: 'greet', error: 'KeyError' }), 'of the function greet, with the error KeyError')
})
