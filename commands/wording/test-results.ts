/** What became of the latest test pages, one line a person and test. */
import { MEANS_LABELS } from '../../src/incident/view-shape.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { TestPage } from '../../src/readiness/state.ts'
import { bullets } from './lists.ts'
import { moment } from './times.ts'

/** Newest first. */
export function testResults(pages: readonly TestPage[], plans: Record<string, Plan>, nowMs: number): string {
  if (pages.length === 0)
    return 'Nobody has been tested yet: `/dr page --test` sends you a test, `/dr page --test @who` somebody else.'
  const tests = new Map<string, TestPage[]>()
  for (const page of pages) tests.set(page.id, [...(tests.get(page.id) ?? []), page])
  const results = [...tests.values()].reverse().map((test) => resultLine(test, plans, nowMs))
  return `Latest tests:\n${bullets(results, 5)}`
}

function resultLine(test: TestPage[], plans: Record<string, Plan>, nowMs: number): string {
  const { planId, person, askedMs } = test[0]!
  const name = plans[planId]?.people[person]?.name ?? person
  const ends = test.map((page) => `${MEANS_LABELS[page.means]} ${endOf(page)}`)
  return `${name}, ${moment(askedMs, nowMs)}: ${ends.join(', ')}`
}

function endOf({ end }: TestPage): string {
  if (end === undefined) return 'under way'
  return end.ok ? 'sent' : `*failed*${end.reason === undefined ? '' : `: ${end.reason.replace(/\.$/, '')}`}`
}
