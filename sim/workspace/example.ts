/** What the page's example button types: a disaster from the sandbox's own plans. */
import type { Plan } from '../../src/plan/schema.ts'

/** The first plan's first scenario in which something visible breaks, like `/dr declare shop database-lost Data unavailable`. */
export function exampleOf(plans: readonly Plan[]): string {
  const [plan] = plans
  if (!plan) return '/dr declare'
  const scenarios = Object.entries(plan.scenarios)
  const [id, scenario] = scenarios.find(([, { components }]) => (components?.length ?? 0) > 0) ?? scenarios[0] ?? []
  return ['/dr declare', plan.id, id, scenario?.impact ?? scenario?.title].filter(Boolean).join(' ')
}
