import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import { SAMPLE, varied } from './sample-plan.ts'

let folder: string
const at = (name: string) => join(folder, name)
const bank = varied(['id: shop', 'id: bank'])

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-plans-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('plans of a folder', () => {
  it('are its YAML files by name, and nothing else', async () => {
    await writeFile(at('b.yml'), SAMPLE)
    await writeFile(at('a.yaml'), bank)
    await writeFile(at('notes.txt'), 'not a plan')
    const loaded = await loadPlanFiles(folder)
    expect(loaded.plans.map(({ id }) => id)).toEqual(['bank', 'shop'])
    expect(loaded.problems).toEqual([])
  })
})

describe('one bad file', () => {
  it('lets the others load, whatever is wrong with it', async () => {
    await writeFile(at('good.yaml'), SAMPLE)
    await writeFile(at('bad.yaml'), varied(['rto: 4 hours', 'rto: 4']))
    await writeFile(at('latin.yaml'), Buffer.from('id: caf\xe9', 'latin1'))
    const loaded = await loadPlanFiles([at('missing.yaml'), folder])
    expect(loaded.plans.map(({ id }) => id)).toEqual(['shop'])
    expect(loaded.problems.map(({ file, rule }) => [file, rule])).toEqual([
      [at('missing.yaml'), 'unreadable'],
      [at('bad.yaml'), 'bad-time'],
      [at('latin.yaml'), 'unreadable'],
    ])
  })

  it('may be one whose id another has taken; the first keeps it', async () => {
    await writeFile(at('a.yaml'), SAMPLE)
    await writeFile(at('b.yaml'), `# a copy\n${SAMPLE}`)
    const loaded = await loadPlanFiles(folder)
    expect(loaded.plans).toHaveLength(1)
    expect(loaded.problems).toMatchObject([
      { file: at('b.yaml'), line: 3, column: 5, rule: 'duplicate-id', path: 'id' },
    ])
  })
})

describe('contacts', () => {
  it('reach the people of every plan, and a stranger among them is pointed out', async () => {
    await writeFile(at('shop.yaml'), SAMPLE)
    await writeFile(at('contacts.txt'), 'people:\n  eve: { slack: U7 }\n  anne: { slack: U8 }\n')
    const loaded = await loadPlanFiles([at('shop.yaml')], at('contacts.txt'))
    expect(loaded.plans[0]?.people.eve?.slack).toBe('U7')
    expect(loaded.problems).toEqual([])
    expect(loaded.warnings).toMatchObject([
      { file: at('contacts.txt'), line: 3, column: 3, rule: 'unknown-person', message: 'no plan has a person "anne"' },
    ])
  })

  it('that cannot be read are a problem of their own', async () => {
    await writeFile(at('shop.yaml'), SAMPLE)
    const loaded = await loadPlanFiles([at('shop.yaml')], at('nowhere.yaml'))
    expect(loaded.plans).toHaveLength(1)
    expect(loaded.problems).toMatchObject([{ file: at('nowhere.yaml'), rule: 'unreadable' }])
  })
})
