/** Who answers for backups: whoever the plan names for the set, or for what it is a copy of. Pure. */
import type { Plan } from '../../plan/schema.ts'
import { rootOf } from './standing.ts'
import type { BackupAbout, Subject } from './track.ts'

/** Role; undefined: the plan names none. */
export function backupOwner(plan: Plan, about: BackupAbout): string | undefined {
  if (about.kind === 'backups-after') return plan.commander
  return about.kind === 'backup' ? (about.owner ?? undefined) : ownerOfSet(plan, about.set)
}

/** Role; undefined: the plan names none. */
export function ownerOfSubject(plan: Plan, subject: Subject): string | undefined {
  const [kind, id = ''] = subject.split('/')
  if (kind === 'set') return ownerOfSet(plan, id)
  const owners = Object.keys(plan.backups)
    .filter((set) => rootOf(plan, set)?.components.includes(id))
    .map((set) => ownerOfSet(plan, set))
  return owners.find((owner) => owner !== undefined)
}

const ownerOfSet = (plan: Plan, set: string): string | undefined => plan.backups[set]?.owner ?? rootOf(plan, set)?.owner
