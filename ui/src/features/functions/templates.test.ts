import assert from 'node:assert/strict'
import { test } from 'vitest'
import { newest, templates } from './templates.ts'

test('the newest version that can be served is taken', () => {
  const runtimes = ['python3.9', 'python3.11', 'python3.12'].map((runtime) => ({ runtime, servable: runtime !== 'python3.12' }))
  assert.equal(newest(runtimes, 'python3'), 'python3.11')
  assert.equal(newest(runtimes, 'ruby'), undefined)
})

test('every template brings the file that its handler is in', () => {
  for (const template of templates) {
    const file = template.handler.split('.')[0] ?? ''
    assert.ok(Object.keys(template.files).some((name) => name === file || name.startsWith(`${file}.`)), template.id)
  }
})
