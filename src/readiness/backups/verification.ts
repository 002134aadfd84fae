/** How the backups of a set are tried, and what came of it. Pure. */
import type { BackupSet, How, Verification } from '../../plan/backup-schema.ts'
import type { Plan } from '../../plan/schema.ts'

/** What one try found; of one that failed, as far as it came. */
export interface Verified {
  /** The backup that was tried; absent: there was none. */
  key?: string
  madeAtMs?: number
  size?: number
  /** In hex. */
  sha256?: string
  /** The object's version in its store. */
  version?: string
  /** Name of the store. */
  store?: string
  /** Real time that it took, ms. */
  tookMs: number
  /** What queries of a test restore counted, in their order. */
  rows?: { what: string; count: number }[]
  /** What a listing found, in words. */
  found?: string
}

/** These have restored it; the others have only looked at it. */
export const PROVES: ReadonlySet<How> = new Set(['restore', 'data'])

/** Read by Muster without a word of the plan on how. */
const BUILT_IN: ReadonlySet<How> = new Set(['checksum', 'listing'])

/** Reading a backup without a plan for it may take so long. */
const READ_MS = 3 * 3_600_000

/** One try may take so long. */
export const limitOf = ({ trial }: Pick<Verification, 'trial'>): number => trial?.limit ?? READ_MS

/** Those of a set that Muster does itself, one for each way; what a script or a person does is theirs. */
export function ownVerifications(plan: Plan, id: string): Verification[] {
  const set = plan.backups[id]
  if (plan.stores[set?.store ?? ''] === undefined) return []
  return waysOf(plan, id).filter(({ how, by, trial }) => trial !== undefined || (by === undefined && BUILT_IN.has(how)))
}

/** A copy is looked at as its original is, but restored only when it says so itself. */
function waysOf(plan: Plan, id: string): Verification[] {
  const set = plan.backups[id]
  if (!set) return []
  if (set.copyOf === undefined || set.verification.length > 0) return set.verification
  const ofOriginal = plan.backups[set.copyOf]?.verification ?? []
  return ofOriginal.filter(({ how, trial }) => BUILT_IN.has(how) && trial === undefined)
}

/** A schedule that stands several times for one way counts as one. */
export const waysByHow = (verifications: readonly Verification[]): Map<How, Verification[]> =>
  Map.groupBy(verifications, ({ how }) => how)

export const zoneOf = (plan: Plan, { zone }: Pick<BackupSet, 'zone'>): string => zone ?? plan.zone
