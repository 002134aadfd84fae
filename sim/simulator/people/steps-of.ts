/** The ids of all steps and checks of a plan. */
import { procedureOf } from '../../../src/plan/procedure.ts'
import type { Plan } from '../../../src/plan/schema.ts'

export const allSteps = (plan: Plan): string[] =>
  Object.keys(plan.scenarios).flatMap((scenario) => procedureOf(plan, scenario).steps.map(({ id }) => id))
