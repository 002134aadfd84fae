/**
 * How much may be lost of what belongs together: what the scenarios that restore from it allow where each of them says so, and otherwise not more than the
 * plan does.
 */
import { formatDuration } from '../../plan/length.ts'
import type { Plan } from '../../plan/schema.ts'
import { type MadeSet, type SavedTogether, savedTogether } from './sets.ts'
import { widestGap } from './widest-gap.ts'

/**
 * Whether an RPO is promised for what belongs together: for data always, for configuration and code where a scenario restores from it. A certificate that
 * is saved each week and restored in no scenario loses nothing of what the RPO speaks of.
 */
export function isPromised(plan: Plan, { sets }: SavedTogether): boolean {
  if (sets.some(({ set: { kind } }) => kind !== 'configuration' && kind !== 'code')) return true
  return restoringFrom(plan, sets).length > 0
}

const restoringFrom = (plan: Plan, sets: readonly MadeSet[]) => {
  const ids = sets.flatMap((one) => one.ids)
  return Object.entries(plan.scenarios).filter(([, { backups }]) => backups.some((id) => ids.includes(id)))
}

export interface Allowed {
  ms: number
  /** "the RPO of 1 h", or of which scenario it is. */
  words: string
}

export function allowedLoss(plan: Plan, { sets }: SavedTogether): Allowed {
  const restoring = restoringFrom(plan, sets)
  const own = restoring.flatMap(([id, { rpo }]) => (rpo === undefined ? [] : [{ id, rpo }]))
  const strictest = own.toSorted((a, b) => a.rpo - b.rpo)[0]
  const isOfEach = own.length === restoring.length
  if (!strictest || strictest.rpo === plan.objectives.rpo || (strictest.rpo > plan.objectives.rpo && !isOfEach)) {
    const rpo = plan.objectives.rpo
    return { ms: rpo, words: `the RPO of ${formatDuration(rpo)}` }
  }
  return { ms: strictest.rpo, words: `the RPO of ${formatDuration(strictest.rpo)} of "${strictest.id}"` }
}

/** Whether a scenario restores something that is saved too seldom for the plan's RPO, so that it has to have a longer one. */
export function needsOwnRpo(plan: Plan, scenario: string, nowMs: number): boolean {
  const restored = plan.scenarios[scenario]?.backups ?? []
  return savedTogether(plan).some(({ sets }) => {
    if (!sets.some(({ ids }) => ids.some((id) => restored.includes(id)))) return false
    const gap = widestGap(
      sets.map(({ set }) => set),
      plan.zone,
      nowMs,
    )
    return gap != null && gap.ms + gap.takesMs > plan.objectives.rpo
  })
}
