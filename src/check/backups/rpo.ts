/** How much may be lost of what belongs together: the strictest objective of the scenarios that restore from it, else the plan's. */
import { formatDuration } from '../../plan/length.ts'
import type { Plan } from '../../plan/schema.ts'
import type { SavedTogether } from './sets.ts'

export interface Allowed {
  ms: number
  /** "the RPO of 1 h", or of which scenario it is. */
  words: string
}

export function allowedLoss(plan: Plan, { sets }: SavedTogether): Allowed {
  const ids = sets.flatMap((one) => one.ids)
  const restoring = Object.entries(plan.scenarios).filter(([, { backups }]) => backups.some((id) => ids.includes(id)))
  const own = restoring.flatMap(([id, { rpo }]) => (rpo === undefined ? [] : [{ id, rpo }]))
  const strictest = own.toSorted((a, b) => a.rpo - b.rpo)[0]
  if (!strictest || strictest.rpo >= plan.objectives.rpo) {
    const rpo = plan.objectives.rpo
    return { ms: rpo, words: `the RPO of ${formatDuration(rpo)}` }
  }
  return { ms: strictest.rpo, words: `the RPO of ${formatDuration(strictest.rpo)} of "${strictest.id}"` }
}
