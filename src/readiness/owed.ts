/**
 * What the system stream owes: each test page once, at once, and the end of an attempt that nobody reported on. A test is not a page:
 * it is never tried twice, because its failure is the answer that was asked for.
 */
import type { Obligation } from '../plan/core.ts'
import type { TestPageEffect } from './commands.ts'
import type { SystemState, TestPage } from './state.ts'

/** How long one test message may take before it counts as lost, milliseconds; the same as for a page. */
export const TEST_PAGE_DEADLINE_MS = 15_000

/** `lose` is internal: the tick journals it, no adapter sees it. */
export type Effect = TestPageEffect | { kind: 'lose'; obligation: string; attempt: number }

export const obligationOf = (page: Pick<TestPage, 'id' | 'means'>): string => `test/${page.id}/${page.means}`

export const effectOf = ({ planId, person, means }: TestPage): TestPageEffect => ({
  kind: 'test-page',
  planId,
  person,
  means,
})

export function owed(state: SystemState): Obligation<Effect>[] {
  const open = state.testPages.filter((page) => page.end === undefined)
  return open.map(owedFor).sort((a, b) => a.dueMs - b.dueMs || (a.id < b.id ? -1 : 1))
}

function owedFor(page: TestPage): Obligation<Effect> {
  const id = obligationOf(page)
  const inHand = page.attemptInHand
  if (inHand === undefined) return { id, dueMs: page.askedMs, effect: effectOf(page) }
  const { attempt, deadlineMs } = inHand
  return { id: `lose/${id}/${attempt}`, dueMs: deadlineMs, effect: { kind: 'lose', obligation: id, attempt } }
}
