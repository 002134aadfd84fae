/** Draws which folder imports which into docs/architecture.md, by what `npm run imports` sees. Run it when a folder comes to import another; a test compares the two. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { withGraph } from './import-graph.ts'

const root = new URL('../', import.meta.url)
const page = new URL('docs/architecture.md', root)
const report = execFileSync('npm', ['run', '--silent', 'imports', '--', '--output-type', 'json'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 << 20,
})
writeFileSync(page, withGraph(readFileSync(page, 'utf8'), JSON.parse(report).modules))
