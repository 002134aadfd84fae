/** The way through a scenario that takes longest by the budgets of its steps, whatever is decided on it. Promises to count what the plan says and no more. */
import { longestWay } from '../plan/longest-way.ts'
import type { PlanStep } from '../plan/procedure.ts'

export interface PlannedWay {
  /** In order; empty when no step has a budget. */
  steps: PlanStep[]
  ms: number
  /** Steps on it that have no budget and are no decision. */
  unbudgeted: number
}

/** What has no budget counts nothing, approvals are given at once, nothing fails. @param steps of a scenario. */
export function plannedWay(steps: readonly PlanStep[]): PlannedWay {
  const counts = ({ branchOf, openEnded }: PlanStep) => branchOf === null && !openEnded
  const way = longestWay(steps, (step) => (counts(step) ? (step.budget ?? 0) : 0))
  const onIt = way.weight === 0 ? [] : way.steps.filter(counts)
  const unbudgeted = onIt.filter(({ budget, decide }) => budget === undefined && !decide).length
  return { steps: onIt, ms: way.weight, unbudgeted }
}
