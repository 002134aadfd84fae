/** Whether anybody looks at the backups of a set before they are needed: by its verification, that of its copies, or in a drill. */
import type { BackupSet } from '../../plan/backup-schema.ts'
import type { Plan } from '../../plan/schema.ts'
import type { MadeSet } from './sets.ts'

/** How a set and its copies are tried. */
export const triesOf = (plan: Plan, { ids }: MadeSet): BackupSet['verification'] =>
  ids.flatMap((id) => plan.backups[id]?.verification ?? [])

export const isDrilled = ({ drills }: Plan, { ids }: MadeSet): boolean =>
  Object.values(drills).some(({ backups }) => backups.some((id) => ids.includes(id)))

/** Code is looked at by whoever works on it. */
export const isLookedAt = (plan: Plan, made: MadeSet): boolean =>
  made.set.kind === 'code' || triesOf(plan, made).length > 0 || isDrilled(plan, made)
