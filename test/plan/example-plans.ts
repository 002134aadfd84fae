/** The shipped plans, whole, with the parts that they include. */
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import type { Plan } from '../../src/plan/schema.ts'

const { plans } = await loadPlanFiles(new URL('../../plans/', import.meta.url).pathname)

/** One's own copy, so that a test may change it. */
export function examplePlan(id: string): Plan {
  const plan = plans.find((one) => one.id === id)
  if (!plan) throw new Error(`the plan ${id} is broken`)
  return structuredClone(plan)
}
