/** Steps that destroy something, and nobody has written down who agrees to it. */
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import { layouts, type PlacedStep } from '../../plan/step-places.ts'
import { once, valueAt } from '../once.ts'
import type { CheckRule } from '../rule.ts'
import { plainDestruction } from './plainly-destructive.ts'

export const destructiveWithoutApproval: CheckRule = {
  name: 'destructive-without-approval',
  level: 'warning',
  judge: ({ plan, data }) =>
    once(
      data,
      layouts(plan).flatMap(({ name, steps }) =>
        steps.flatMap((placed) => {
          const fault = unasked(plan, placed)
          if (!fault) return []
          const { message, remedy } = fault
          const { path, step } = placed
          return [{ within: name, path, at: 'value' as const, step: step.id, say: () => message, remedy }]
        }),
      ),
    ),
}

function unasked(plan: Plan, { step, path }: PlacedStep): { message: string; remedy: string } | undefined {
  const asking = `"approval: { roles: [${plan.commander}], notRequester: true }"`
  if (step.do === undefined) return undefined
  if (step.risk === 'destructive') {
    const written = valueAt(plan, path) as { approval?: unknown } | undefined
    if (written?.approval !== undefined) return undefined
    return {
      message: `the step "${step.id}" destroys something and does not say who approves it: one holder of "${plan.commander}" is enough then, even the one who starts it`,
      remedy: `write who does, such as ${asking}`,
    }
  }
  const shown = step.approval === null ? destructionIn(step) : undefined
  if (shown === undefined) return undefined
  return {
    message: `nobody is asked before the step "${step.id}", which has "${shown}" and "risk: ${step.risk}"`,
    remedy: `write "risk: destructive" and who approves it, such as ${asking}`,
  }
}

function destructionIn({ do: actions = [], checks }: PlanStep): string | undefined {
  return [...actions, ...checks].flatMap((action) => plainDestruction(action) ?? [])[0]
}
