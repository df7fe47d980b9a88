import assert from 'node:assert/strict'
import { test } from 'vitest'
import { zipSync } from 'fflate'

// The module talks to the API as well, which wants a page around it.
Object.assign(globalThis, { location: { origin: 'http://127.0.0.1' } })
const { bytesOf, pack, textOf, unpack } = await import('./code-package.ts')

test('files survive being unpacked, edited and packed', () => {
  const archive = zipSync({ 'lib/': new Uint8Array(), 'lib/a.py': bytesOf('x = 1'), 'logo.png': new Uint8Array([0, 255, 1]) })
  const files = unpack(archive)
  assert.deepEqual(Object.keys(files).sort(), ['lib/a.py', 'logo.png'])
  const again = unpack(pack({ ...files, 'lib/a.py': bytesOf('x = 2') }))
  assert.equal(textOf(again['lib/a.py'] ?? new Uint8Array()), 'x = 2')
  assert.deepEqual(again['logo.png'], new Uint8Array([0, 255, 1]))
})

test('what is no text is not for the editor', () => {
  assert.equal(textOf(new Uint8Array([0, 1])), undefined)
  assert.equal(textOf(new Uint8Array([0xff, 0xfe])), undefined)
  assert.equal(textOf(bytesOf('grüße')), 'grüße')
})
