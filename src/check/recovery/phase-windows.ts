/** Until when the phases of a scenario are to be over. */
import { procedureOf } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'

export interface PhaseEnd {
  /** Position among the scenario's phases. */
  index: number
  id: string
  /** From the declaration; a window without an end ends when it begins, at the earliest. */
  endMs: number
}

/** Phases with a window, in their order; without those in which nothing holds up the recovery. */
export function phaseEnds(plan: Plan, scenario: string): PhaseEnd[] {
  const { steps } = procedureOf(plan, scenario)
  const phases = plan.scenarios[scenario]?.phases ?? []
  return phases.flatMap(({ id, window }, index) => {
    const holdsUp = steps.some((step) => step.phase === id && !step.openEnded)
    return window && holdsUp ? [{ index, id, endMs: window.toMs ?? window.fromMs }] : []
  })
}
