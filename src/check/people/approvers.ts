/** Steps whose approval is written in the plan, and who can give it. */

import type { Plan } from '../../plan/schema.ts'
import { layouts, type PlacedStep } from '../../plan/step-places.ts'
import type { Approval } from '../../plan/step-schema.ts'
import { valueAt } from '../once.ts'

export interface Approved {
  /** The scenario or card, in words. */
  within: string
  placed: PlacedStep
  approval: Approval
  /** Whoever holds one of its roles by the plan; each once. */
  approvers: string[]
}

export const approvedSteps = (plan: Plan): Approved[] =>
  layouts(plan).flatMap(({ name, steps }) =>
    steps.flatMap((placed) => {
      const written = valueAt(plan, [...placed.path, 'approval'])
      const { approval, do: actions } = placed.step
      if (written === undefined || approval === null || actions === undefined) return []
      return [{ within: name, placed, approval, approvers: holdersOf(plan, approval.roles) }]
    }),
  )

export const holdersOf = (plan: Plan, roles: readonly string[]): string[] => [
  ...new Set(roles.flatMap((role) => plan.roles[role]?.holders ?? [])),
]
