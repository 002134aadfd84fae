/** Makes `dist/`: the same tree as the sources, compiled, with the files that are not TypeScript beside them. */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, rmSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const dist = path.join(root, 'dist')

rmSync(dist, { recursive: true, force: true })
const compile = (...options: string[]) =>
  execFileSync(path.join(root, 'node_modules/.bin/tsc'), options, { cwd: root, stdio: 'inherit' })
compile('-p', 'tsconfig.build.json')
// The workspace page runs in a browser, against other types than all the rest.
compile('-p', 'sim/workspace/page', '--noEmit', 'false', '--outDir', 'dist', '--rootDir', '.')
for (const folder of ['src', 'sim']) {
  cpSync(path.join(root, folder), path.join(dist, folder), {
    recursive: true,
    filter: (file) => !/\.ts$|tsconfig\.json$/.test(file),
  })
}
chmodSync(path.join(dist, 'src/cli/muster.js'), 0o755)
