/** Who answers for backups: whoever the plan names for the set, or for what it is a copy of. Pure. */
import type { Plan } from '../../plan/schema.ts'
import { rootOf } from './standing.ts'
import type { BackupAbout } from './track.ts'

/** Role; undefined: the plan names none. */
export function backupOwner(plan: Plan, about: BackupAbout): string | undefined {
  if (about.kind === 'backups-after') return plan.commander
  if (about.kind !== 'backup') return ownerOfSet(plan, about.set)
  const [kind, id = ''] = about.subject.split('/')
  if (kind === 'set') return ownerOfSet(plan, id)
  const owners = Object.keys(plan.backups)
    .filter((set) => rootOf(plan, set)?.components.includes(id))
    .map((set) => ownerOfSet(plan, set))
  return owners.find((owner) => owner !== undefined)
}

const ownerOfSet = (plan: Plan, set: string): string | undefined => plan.backups[set]?.owner ?? rootOf(plan, set)?.owner
