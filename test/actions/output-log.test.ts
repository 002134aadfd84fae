import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createOutputLog } from '../../src/actions/output-log.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-log-'))
  file = path.join(folder, 'run.log')
})
afterEach(() => rmSync(folder, { recursive: true }))

it('keeps everything that fits, and its end', () => {
  const log = createOutputLog({ file, bytesMax: 1_000 })
  log.append('first\n')
  log.append('zweite Zeile: ä\n')
  expect(log.tail()).toBe('first\nzweite Zeile: ä\n')
  expect(log.tail(3)).toBe(' ä\n')
  expect(log.end()).toEqual({ bytes: 23, dropped: 0 })
  expect(readFileSync(file, 'utf8')).toBe('first\nzweite Zeile: ä\n')
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('stops at its limit between two characters, and keeps the end all the same', () => {
  const log = createOutputLog({ file, bytesMax: 10 })
  log.append('12345678ä')
  log.append('🦀x')
  log.append('y')
  expect(log.tail()).toBe('12345678ä🦀xy')
  expect(log.end()).toEqual({ bytes: 10, dropped: 6 })
  expect(readFileSync(file, 'utf8')).toBe('12345678ä\n… 6 bytes more of output came and were not kept\n')

  const short = createOutputLog({ file, bytesMax: 11 })
  short.append('12345678ä🦀')
  expect(short.end()).toEqual({ bytes: 10, dropped: 4 })
  expect(readFileSync(file, 'utf8')).toBe('12345678ä\n… 4 bytes more of output came and were not kept\n')
})

it('says at its end what it lacks, on a line of its own', () => {
  const log = createOutputLog({ file, bytesMax: 4 })
  log.append('one\n')
  log.append('two\n')
  log.end()
  log.end()
  expect(readFileSync(file, 'utf8')).toBe('one\n… 4 bytes more of output came and were not kept\n')
})

it('has no half of a character at the beginning of its end', () => {
  const log = createOutputLog({ file, bytesMax: 100 })
  log.append('🦀x')
  expect(log.tail(2)).toBe('x')
})

it('keeps a bounded end of 50 MB in little time', () => {
  const log = createOutputLog({ file, bytesMax: 1_000_000 })
  const line = `${'x'.repeat(99)}\n`
  const began = performance.now()
  for (let count = 0; count < 500_000; count++) log.append(line)
  log.append('the end')
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(log.tail()).toHaveLength(3_000)
  expect(log.tail().endsWith('x\nthe end')).toBe(true)
  expect(log.tail(Number.MAX_SAFE_INTEGER).length).toBeLessThanOrEqual(64 * 1024)
  expect(log.end()).toEqual({ bytes: 1_000_000, dropped: 49_000_007 })
})

it('a file that cannot be written costs the log and nothing else', () => {
  const log = createOutputLog({ file: path.join(folder, 'no', 'such', 'folder'), bytesMax: 100 })
  log.append('said')
  expect(log.tail()).toBe('said')
  expect(log.end()).toEqual({ bytes: 0, dropped: 4 })
})

it.runIf(existsSync('/dev/full'))('and so does a disk that is full', () => {
  const full = createOutputLog({ file: '/dev/full', bytesMax: 100 })
  full.append('said')
  expect(full.end()).toEqual({ bytes: 0, dropped: 4 })
})
