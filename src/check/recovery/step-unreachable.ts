/** Steps that nothing can ever lead to: conditions that exclude one another, and branches of a step that cannot fail. */
import type { PlanStep } from '../../plan/procedure.ts'
import { type Fault, once } from '../once.ts'
import type { CheckRule } from '../rule.ts'
import { stepsOf } from '../steps.ts'
import { eitherOf, listed, quoted } from '../words.ts'

type ById = ReadonlyMap<string, PlanStep>

/** What must have been chosen, or be the value, for a step to be done: `decision way`, `value v` → what is left to choose from. */
type Demands = Map<string, { allowed: string[]; asked: string[][] }>

export const stepUnreachable: CheckRule = {
  name: 'step-unreachable',
  level: 'warning',
  judge: ({ plan, data }) =>
    once(
      data,
      stepsOf(plan).flatMap(({ within, id, step, path, beside }): Fault[] => {
        const why = whyNever(id, step, beside)
        return why ? [{ within, path, at: 'value', step: id, ...why }] : []
      }),
    ),
}

function whyNever(id: string, step: PlanStep, byId: ById): Pick<Fault, 'say' | 'remedy'> | undefined {
  const opener = byId.get(step.branchOf ?? '')
  if (opener?.decide) {
    return {
      say: () => `only the failure of "${opener.id}" opens the step "${id}", and a decision cannot fail`,
      remedy: `take it out of the "onFailure" of "${opener.id}", and write under "when" what has to be chosen there`,
    }
  }
  const demands: Demands = new Map()
  gather(step, byId, demands, new Set())
  const [impossible] = [...demands].filter(([, { allowed }]) => allowed.length === 0)
  if (!impossible) return undefined
  const [what, { asked }] = impossible
  const wanted = listed(asked.map((options) => eitherOf(options.map(quoted))))
  return {
    say: (within) =>
      `the step "${id}" is never done in ${within}: its conditions ask for ${wanted} in the ${what} at once`,
    remedy:
      'correct the conditions, also of what includes it and of the decisions that it depends on, or take the step away',
  }
}

/** Adds what a step asks for, what the decisions that it names ask for, and what the step asks for whose failure opens it. */
function gather(step: PlanStep, byId: ById, demands: Demands, seen: Set<string>): void {
  if (seen.has(step.id)) return
  seen.add(step.id)
  for (const condition of step.when) {
    if (!('chosen' in condition)) {
      if (condition.equals !== undefined) demand(demands, `value "${condition.value}"`, [condition.equals].flat())
      continue
    }
    for (const [decision, options] of Object.entries(condition.chosen)) {
      demand(demands, `decision "${decision}"`, [options].flat())
      const decided = byId.get(decision)
      if (decided) gather(decided, byId, demands, seen)
    }
  }
  const opener = byId.get(step.branchOf ?? '')
  if (opener) gather(opener, byId, demands, seen)
}

function demand(demands: Demands, what: string, options: string[]): void {
  const before = demands.get(what)
  const allowed = before ? before.allowed.filter((option) => options.includes(option)) : options
  demands.set(what, { allowed, asked: [...(before?.asked ?? []), options] })
}
