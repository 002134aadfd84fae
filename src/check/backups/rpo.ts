/** How much may be lost of what belongs together: the strictest objective of the scenarios that restore from it, else the plan's. */
import { formatDuration } from '../../plan/length.ts'
import type { Plan } from '../../plan/schema.ts'
import type { MadeSet, SavedTogether } from './sets.ts'

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
  const own = restoringFrom(plan, sets).flatMap(([id, { rpo }]) => (rpo === undefined ? [] : [{ id, rpo }]))
  const strictest = own.toSorted((a, b) => a.rpo - b.rpo)[0]
  if (!strictest || strictest.rpo >= plan.objectives.rpo) {
    const rpo = plan.objectives.rpo
    return { ms: rpo, words: `the RPO of ${formatDuration(rpo)}` }
  }
  return { ms: strictest.rpo, words: `the RPO of ${formatDuration(strictest.rpo)} of "${strictest.id}"` }
}
