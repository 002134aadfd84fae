/** Steps that wait for a person, and nobody is named. */
import type { PlanStep } from '../../plan/procedure.ts'
import { layouts } from '../../plan/step-places.ts'
import { once } from '../once.ts'
import type { CheckRule } from '../rule.ts'

export const stepWithoutOwner: CheckRule = {
  name: 'step-without-owner',
  level: 'warning',
  judge: ({ plan, data }) =>
    once(
      data,
      layouts(plan).flatMap(({ name, steps }) =>
        steps.flatMap(({ step, path }) => {
          const waitsFor = waitingFor(step)
          if (step.owner !== undefined || waitsFor === null) return []
          return [
            {
              within: name,
              path,
              at: 'value' as const,
              step: step.id,
              say: () => `the step "${step.id}" waits for somebody ${waitsFor}, and nobody is named`,
              remedy: `write whose it is, such as "owner: ${plan.commander}"`,
            },
          ]
        }),
      ),
    ),
}

/** What a person has to do; null: it goes on by itself. */
function waitingFor({ manual, decide, tickedBy, start }: PlanStep): string | null {
  if (decide) return 'to decide'
  if (manual !== undefined) return tickedBy ? null : 'to do it'
  return start === 'manual' ? 'to start it' : null
}
