import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { posixQuoted, shellWord } from '../../src/plan/posix-quote.ts'

/** What a real shell makes of a line: the arguments that a program gets. */
function wordsOf(line: string): string[] {
  const program = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))'
  const text = execFileSync('/bin/sh', ['-c', `exec "$0" -e '${program}' -- ${line}`, process.execPath], {
    encoding: 'utf8',
  })
  return JSON.parse(text)
}

const HOSTILE = [
  "it's",
  "'",
  "''",
  '"',
  '\\',
  "\\'",
  '$(touch x)',
  '`touch x`',
  '$HOME $' + '{HOME}',
  'a\nb\n',
  '\t \r',
  '',
  '*',
  '~',
  '; exit 1',
  '#',
  '!!',
  '\u0001\u007f',
  '🦀 ünïcødé',
  '-n',
]

it('hostile texts come through a shell as they are', () => {
  expect(wordsOf(HOSTILE.map(posixQuoted).join(' '))).toEqual(HOSTILE)
  expect(wordsOf(HOSTILE.map(shellWord).join(' '))).toEqual(HOSTILE)
})

it('any text does', () => {
  const texts = fc.array(
    fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
    { minLength: 1 },
  )
  const pieces = fc.array(fc.string({ unit: fc.constantFrom("'", '\\', '"', '$', '`', '\n', 'a', ' ') }), {
    minLength: 1,
  })
  fc.assert(
    fc.property(fc.oneof(texts, pieces), (words) => {
      expect(wordsOf(words.map(posixQuoted).join(' '))).toEqual(words)
    }),
    { numRuns: 60 },
  )
})
