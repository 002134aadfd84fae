/** How ready a system is, in a line, with what is worst about it. */

import type { Plan } from '../../src/plan/schema.ts'
import type { Item, Readiness } from '../../src/readiness/readiness.ts'

/** `*Shop is 62 % ready*: 5 of 8 that should hold do.` */
export const readinessLine = (plan: Plan, { percent, items }: Readiness): string =>
  percent === null
    ? `*${plan.system.name}*: its plan has neither scenarios nor drills, so there is nothing to be ready for.`
    : `*${plan.system.name} is ${percent} % ready*: ${items.filter(({ holds }) => holds).length} of ${items.length} that should hold do.`

/** What does not hold, the worst first: what was never proven before what is only old, and drills that are overdue longest first. */
export const worstFirst = (items: readonly Item[]): Item[] =>
  items.filter(({ holds }) => !holds).toSorted((a, b) => sinceMs(a) - sinceMs(b))

/** The longer ago, the worse; never is longest. Kinds of items that have no such moment keep their places behind. */
function sinceMs(item: Item): number {
  switch (item.kind) {
    case 'scenario':
      return item.proof?.startedMs ?? Number.NEGATIVE_INFINITY
    case 'drill':
      return item.standing.overdueSinceMs ?? item.standing.heldMs ?? Number.MAX_SAFE_INTEGER
    default:
      return Number.MAX_SAFE_INTEGER
  }
}
