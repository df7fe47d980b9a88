import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

/** What the first page takes over the network, compressed: the entry, all that it imports, and their styles. */
const LIMIT_KB = 300


const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
const files = new Set()
const take = (name) => {
  const chunk = manifest[name]
  if (chunk && !files.has(chunk.file)) {
    files.add(chunk.file)
    chunk.css?.forEach((css) => files.add(css))
    chunk.imports?.forEach(take)
  }
}
take('index.html')
// The overview draws its charts at once, so they count too.
Object.keys(manifest).filter((name) => name.endsWith('chart/plot.tsx')).forEach(take)

const sizes = [...files].map((file) => ({ file, kb: gzipSync(readFileSync(`dist/${file}`)).length / 1024 }))
const total = sizes.reduce((sum, each) => sum + each.kb, 0)
const report = [...sizes.map((each) => `${each.kb.toFixed(1).padStart(7)} KB  ${each.file.replace(/-[\w-]{8}\./, '.')}`), `${total.toFixed(1).padStart(7)} KB  first load of the overview, compressed; at most ${LIMIT_KB}`].join('\n')
writeFileSync('dist/first-load.txt', `${report}\n`)
console.log(report)
if (total > LIMIT_KB) {
  process.exitCode = 1
}
