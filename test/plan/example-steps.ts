/** The steps of the shipped plans, for tests that hold them against the figures of the documents. */
import { type PlanStep, procedureOf } from '../../src/plan/procedure.ts'
import type { Plan } from '../../src/plan/schema.ts'

export const stepsOf = (plan: Plan, scenario: string) => procedureOf(plan, scenario).steps
export const stepOf = (plan: Plan, scenario: string, id: string) => procedureOf(plan, scenario).byId.get(id)!
export const allSteps = (plan: Plan) => Object.keys(plan.scenarios).flatMap((scenario) => stepsOf(plan, scenario))

/** How many people approve each destructive step, of whatever scenario has it. */
export function approvals(plan: Plan) {
  const destructive = allSteps(plan).filter(({ risk }) => risk === 'destructive')
  return Object.fromEntries(destructive.map(({ id, approval }) => [id, approval?.count]))
}

/** All that a step does, as text to look for a command in. */
export const doing = (step: PlanStep) => JSON.stringify(step.do)
