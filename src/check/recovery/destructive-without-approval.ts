/** Steps that destroy something, and nobody has written down who agrees to it. */
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import { type Fault, once, valueAt } from '../once.ts'
import type { CheckRule } from '../rule.ts'
import { type StepOfPlan, stepsOf } from '../steps.ts'
import { plainDestruction } from './plainly-destructive.ts'

export const destructiveWithoutApproval: CheckRule = {
  name: 'destructive-without-approval',
  level: 'warning',
  judge: ({ plan, data }) =>
    once(
      data,
      stepsOf(plan).flatMap((placed): Fault[] => {
        const fault = unasked(plan, placed)
        if (!fault) return []
        const { within, path, id } = placed
        return [{ within, path, at: 'value', step: id, say: () => fault.message, remedy: fault.remedy }]
      }),
    ),
}

function unasked(plan: Plan, { id, step, path }: StepOfPlan): { message: string; remedy: string } | undefined {
  const asking = `"approval: { roles: [${plan.commander}], notRequester: true }"`
  if (step.do === undefined) return undefined
  if (step.risk === 'destructive') {
    const written = valueAt(plan, path) as { approval?: unknown } | undefined
    if (written?.approval !== undefined) return undefined
    return {
      message: `the step "${id}" destroys something and does not say who approves it: one holder of "${plan.commander}" is enough then, even the one who starts it`,
      remedy: `write who does, such as ${asking}`,
    }
  }
  const shown = step.approval === null ? destructionIn(step) : undefined
  if (shown === undefined) return undefined
  return {
    message: `nobody is asked before the step "${id}", which has "${shown}" and "risk: ${step.risk}"`,
    remedy: `write "risk: destructive" and who approves it, such as ${asking}`,
  }
}

function destructionIn({ do: actions = [], checks }: PlanStep): string | undefined {
  return [...actions, ...checks].flatMap((action) => plainDestruction(action) ?? [])[0]
}
