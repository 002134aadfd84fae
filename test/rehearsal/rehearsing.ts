/** Rehearsals of the example plans, for tests. */
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { type Asked, readAsked } from '../../src/rehearsal/ask.ts'
import { type Rehearsed, rehearse } from '../../src/rehearsal/rehearse.ts'
import { type Report, reportOf } from '../../src/rehearsal/report.ts'

const plans = new Map<string, Plan>()

/** A plan of the folder `plans`, by its file's name. */
export async function examplePlan(name: string): Promise<Plan> {
  const known = plans.get(name) ?? (await loadPlanFiles([`plans/${name}.yaml`])).plans[0]
  if (!known) throw new Error(`plans/${name}.yaml is not whole`)
  plans.set(name, known)
  return known
}

/** One run, of an example plan by its file's name or of a plan at hand. */
export async function rehearsed(plan: string | Plan, asked: Asked): Promise<Rehearsed> {
  const read = readAsked(typeof plan === 'string' ? await examplePlan(plan) : plan, asked)
  if (!read.ok) throw new Error(read.why)
  return rehearse(read.wanted)
}

export const reported = async (plan: string | Plan, asked: Asked): Promise<Report> =>
  reportOf(await rehearsed(plan, asked))
