/** What docs/backups.md shows of a plan can be pasted into one, and it calls commands that there are. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { findCommand } from '../../commands/registry.ts'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import { SAMPLE } from '../plan/sample-plan.ts'
import { drCalls, firstWord } from './documents.ts'

const page = readFileSync('docs/backups.md', 'utf8')
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, block = '']) => parse(block))

it('the YAML of the page, put together in a plan, has no error', () => {
  expect(blocks).toHaveLength(3)
  const [where, tried, made] = blocks
  const orders = { ...where.backups.orders, ...tried.backups.orders, ...made.backups.orders, owner: 'lead' }
  const plan = {
    ...parse(SAMPLE),
    ...tried,
    sequences: {
      ...tried.sequences,
      'save-orders': { title: 'Save', steps: [{ id: 'save', title: 'Save', do: [{ command: ['true'] }] }] },
    },
    components: { database: { label: 'Database' } },
    stores: where.stores,
    backups: { ...where.backups, orders },
  }
  const parsed = parsePlan(stringify(plan), 'backups.md')
  expect(parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([])
})

it('calls commands that there are', () => {
  expect(drCalls(page).length).toBeGreaterThan(2)
  expect(drCalls(page).filter((call) => findCommand(firstWord(call)) === undefined)).toEqual([])
})
