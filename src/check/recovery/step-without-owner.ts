/** Steps that wait for a person, and nobody is named. */
import type { PlanStep } from '../../plan/procedure.ts'
import { type Fault, once } from '../once.ts'
import type { CheckRule } from '../rule.ts'
import { stepsOf } from '../steps.ts'

export const stepWithoutOwner: CheckRule = {
  name: 'step-without-owner',
  level: 'warning',
  judge: ({ plan, data }) =>
    once(
      data,
      stepsOf(plan).flatMap(({ within, id, step, path }): Fault[] => {
        const waitsFor = waitingFor(step)
        if (step.owner !== undefined || waitsFor === null) return []
        const message = `the step "${id}" waits for somebody ${waitsFor}, and nobody is named`
        const remedy = `write whose it is, such as "owner: ${plan.commander}"`
        return [{ within, path, at: 'value', step: id, say: () => message, remedy }]
      }),
    ),
}

/** What a person has to do; null: it goes on by itself. */
function waitingFor({ manual, decide, tickedBy, start }: PlanStep): string | null {
  if (decide) return 'to decide'
  if (manual !== undefined) return tickedBy ? null : 'to do it'
  return start === 'manual' ? 'to start it' : null
}
