import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faultsOf, type Row, rowsOf } from './capabilities-page.ts'

const root = new URL('../../', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, root), 'utf8')
const textOf = (file: string) => (existsSync(new URL(file, root)) ? read(file) : undefined)

const page = read('docs/capabilities.md')
const rows = rowsOf(page)
const idsOf = (letter: string) => rows.map(({ id }) => id).filter((id) => id.startsWith(letter))
const upTo = (last: number, letter: string) => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`)

describe('the page of capabilities', () => {
  it('has every requirement once, in order', () => {
    expect(idsOf('R')).toEqual(upTo(190, 'R'))
  })

  it('has every promise of the architecture once, in order', () => {
    const promises =
      read('docs/architecture.md')
        .split('## Promises')[1]
        ?.match(/^\d+\. /gm) ?? []
    expect(promises).toHaveLength(8)
    expect(idsOf('P')).toEqual(upTo(promises.length, 'P'))
  })

  it('counts what there is besides', () => {
    expect(idsOf('B')).toEqual(upTo(idsOf('B').length, 'B'))
  })

  it('claims nothing without a test, and names only tests that there are', () => {
    expect(faultsOf(rows, textOf)).toEqual([])
  })

  it('loses no row by the way it is written', () => {
    expect(page.match(/^\| [A-Z]\d+\b/gm)).toHaveLength(rows.length)
  })
})

describe('a row that', () => {
  const row = (line: string): Row => rowsOf(line)[0]!
  const files: Record<string, string> = {
    'test/a.test.ts': "it('works', () => {})\n",
    'test/b.test.ts': '// nothing\n',
  }
  const faults = (line: string) => faultsOf([row(line)], (file) => files[file])

  it.each([
    ['claims to work without a test', '| R1 | a | works | |'],
    ['has a state of its own', '| R1 | a | nearly | test/a.test.ts |'],
    ['works and also does not', '| R1 | a | works | no b; test/a.test.ts |'],
    ['does not say what is missing', '| R1 | a | partly | test/a.test.ts |'],
    ['has tests for what is not there', '| R1 | a | not yet | test/a.test.ts |'],
    ['names a test that there is not', '| R1 | a | works | test/c.test.ts |'],
    ['names a file without tests', '| R1 | a | works | test/a.test.ts, test/b.test.ts |'],
  ])('%s is seen', (_, line) => {
    expect(faults(line)).toHaveLength(1)
  })

  it.each([
    '| R1 | a | works | test/a.test.ts |',
    '| R1 | a | partly | no b; test/a.test.ts |',
    '| R1 | a | not yet | |',
  ])('says %s is fine', (line) => {
    expect(faults(line)).toEqual([])
  })
})
