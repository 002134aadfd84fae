/** Files that are written whole or not at all, and never over somebody else's. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeNew, writeWhole } from '../../src/cli/whole-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-whole-'))
const named = (name: string) => join(folder, name)

it('writes over a file, whose permissions stay and beside which nothing is left', () => {
  const file = named('plan.md')
  writeFileSync(file, 'before')
  chmodSync(file, 0o600)
  expect(writeWhole(file, 'after')).toBe(true)
  expect(readFileSync(file, 'utf8')).toBe('after')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['plan.md'])
})

it('writes into what a link leads to, and leaves the link', () => {
  const [file, link] = [named('real'), named('link')]
  writeFileSync(file, 'before')
  symlinkSync(file, link)
  expect(writeWhole(link, 'after')).toBe(true)
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  expect(readFileSync(file, 'utf8')).toBe('after')
})

it('writes into a pipe as it is, and puts no file in its place', () => {
  const pipe = named('pipe')
  execFileSync('mkfifo', [pipe])
  // Whoever reads it at the other end, so that opening it does not wait.
  const told = execFileSync('sh', [
    '-c',
    'cat "$1" & "$2" --disable-warning=ExperimentalWarning --input-type=module -e "$3"; wait',
    'sh',
    pipe,
    process.execPath,
    `import { writeWhole } from ${JSON.stringify(new URL('../../src/cli/whole-file.ts', import.meta.url).href)}\nwriteWhole(${JSON.stringify(pipe)}, 'all of it')`,
  ])
  expect(told.toString()).toBe('all of it')
  expect(statSync(pipe).isFIFO()).toBe(true)
})

it('says that it could not, and leaves nothing', () => {
  expect(writeWhole(named('no/where'), 'text')).toBe(false)
  expect(writeNew(named('no/where'), 'text')).toBe('impossible')
})

it('makes a file that is not there yet, and no other, not even through a link that leads nowhere', () => {
  const file = named('new')
  expect(writeNew(file, 'mine')).toBe('written')
  expect(writeNew(file, 'yours')).toBe('there')
  expect(readFileSync(file, 'utf8')).toBe('mine')
  symlinkSync(named('elsewhere'), named('dangling'))
  expect(writeNew(named('dangling'), 'yours')).toBe('there')
})
