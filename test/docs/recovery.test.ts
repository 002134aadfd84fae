/** What docs/recovery.md shows of a plan can be pasted into one, whole as it stands there. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { findCommand } from '../../commands/registry.ts'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import { SAMPLE } from '../plan/sample-plan.ts'
import { drCalls, firstWord } from './documents.ts'

const page = readFileSync('docs/recovery.md', 'utf8')
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)

/** A plan as every plan is, up to its scenarios, with the roles that the page says are there. */
const BEFORE = SAMPLE.slice(0, SAMPLE.indexOf('scenarios:')).replace(
  'roles:\n',
  'roles:\n  dba: { label: DBA, holders: [bob] }\n  commander: { label: Commander, holders: [ann] }\n',
)

it('the YAML of the page, pasted into a plan, passes the check', () => {
  expect(blocks.length).toBeGreaterThan(1)
  const parsed = parsePlan([BEFORE, ...blocks].join(''), 'recovery.md')
  expect(parsed.ok ? parsed.warnings : parsed.problems).toEqual([])
  expect(parsed.ok && Object.keys(parsed.plan.scenarios)).toEqual(['database-damaged'])
})

it.each(['values', 'stores', 'backups', 'connections', 'runners'])('shows %s, and without it nothing fits', (key) => {
  const without = blocks.map((block) => block.replace(new RegExp(`^${key}:.*\\n(?: .*\\n)+`, 'm'), ''))
  expect(parsePlan([BEFORE, ...without].join(''), 'recovery.md')).toMatchObject({ ok: false })
})

it('calls commands that there are', () => {
  expect(drCalls(page).filter((call) => findCommand(firstWord(call)) === undefined)).toEqual([])
})
