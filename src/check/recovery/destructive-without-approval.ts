/** Steps that destroy something, and nobody has written down who agrees to it. */
import type { Plan } from '../../plan/schema.ts'
import { type Invocation, invocations, type StepAction, stepActions } from '../commands/invocations.ts'
import { type Fault, once, valueAt } from '../once.ts'
import type { CheckRule } from '../rule.ts'
import { type StepOfPlan, stepsOf } from '../steps.ts'
import { plainDestruction } from './plainly-destructive.ts'

export const destructiveWithoutApproval: CheckRule = {
  name: 'destructive-without-approval',
  level: 'warning',
  judge: ({ plan, data }) => {
    const destruction = destructions(data)
    return once(
      data,
      stepsOf(plan).flatMap((placed): Fault[] => {
        const fault = unasked(plan, placed, destruction.get(JSON.stringify(placed.path)))
        if (!fault) return []
        const { within, path, id } = placed
        return [{ within, path, at: 'value', step: id, say: () => fault.message, remedy: fault.remedy }]
      }),
    )
  },
}

function unasked(
  plan: Plan,
  { id, step, path }: StepOfPlan,
  destruction: string | undefined,
): { message: string; remedy: string } | undefined {
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
  const shown = step.approval === null ? destruction : undefined
  if (shown === undefined) return undefined
  return {
    message: `nobody is asked before the step "${id}", which has "${shown}" and "risk: ${step.risk}"`,
    remedy: `write "risk: destructive" and who approves it, such as ${asking}`,
  }
}

/** By the path of a step: what it plainly destroys when it runs. */
function destructions(data: unknown): Map<string, string> {
  const calls = Map.groupBy(invocations(data), ({ at }) => at)
  const found = stepActions(data)
    .filter(({ list }) => list === 'do' || list === 'checks')
    .flatMap((at: StepAction): [string, string][] => {
      const own: readonly Invocation[] = calls.get(at) ?? []
      const shown = plainDestruction(at, own)
      return shown === undefined ? [] : [[JSON.stringify(at.written.path), shown]]
    })
  // Of several the first is told.
  return new Map(found.toReversed())
}
