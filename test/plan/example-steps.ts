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

/** Every combination of what can be decided. */
export function ways(steps: readonly PlanStep[]): Record<string, string>[] {
  return steps.reduce<Record<string, string>[]>(
    (all, { id, decide }) =>
      decide ? all.flatMap((way) => decide.options.map((option) => ({ ...way, [id]: option.id }))) : all,
    [{}],
  )
}

/** Steps that certainly come before another one. Who skips a step does so at once, so what that one needs does not count. */
export function orderOf(steps: readonly PlanStep[], way: Record<string, string>) {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const isDone = ({ when }: PlanStep) =>
    when.every(
      (condition) =>
        !('chosen' in condition) ||
        Object.entries(condition.chosen).every(([id, wanted]) => [wanted].flat().includes(way[id] ?? '')),
    )
  const of = (id: string, found: Set<string>): Set<string> => {
    const step = byId.get(id)
    if (!step || !isDone(step)) return found
    for (const need of [...step.needs, ...(step.branchOf === null ? [] : [step.branchOf])]) {
      if (found.has(need)) continue
      found.add(need)
      of(need, found)
    }
    return found
  }
  return { isDone, of: (id: string) => of(id, new Set()) }
}
