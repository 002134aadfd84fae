/** Steps whose approval is written in the plan, and who can give it. */

import type { Plan } from '../../plan/schema.ts'
import type { Approval } from '../../plan/step-schema.ts'
import { valueAt } from '../once.ts'
import { type StepOfPlan, stepsOf } from '../steps.ts'

export interface Approved extends StepOfPlan {
  approval: Approval
  /** Whoever holds one of its roles by the plan; each once. */
  approvers: string[]
}

export const approvedSteps = (plan: Plan): Approved[] =>
  stepsOf(plan).flatMap((placed) => {
    const { approval, do: actions } = placed.step
    if (approval === null || actions === undefined) return []
    // What a plan does not say the commander approves.
    if (valueAt(plan, [...placed.path, 'approval']) === undefined) return []
    return [{ ...placed, approval, approvers: holdersOf(plan, approval.roles) }]
  })

export const holdersOf = (plan: Plan, roles: readonly string[]): string[] => [
  ...new Set(roles.flatMap((role) => plan.roles[role]?.holders ?? [])),
]
