/**
 * Tries the newest backup of a set in one way. Promises to say which one it was and what came of it, to change nothing in the store, and never to throw for
 * what the outside does wrong: that is an outcome. Only what is wrong with the backup itself counts against it; a store that does not answer says nothing of it.
 */
import { ActionFailure } from '../../actions/action-failure.ts'
import { type Backup, listBackups, storeAccessOf } from '../../actions/backups.ts'
import { compareChecksum, readToEnd } from '../../actions/examine-backup.ts'
import type { ObjectStore } from '../../actions/object-store.ts'
import { failed, refused } from '../../adapters/outcomes.ts'
import { privately } from '../../plan/actor.ts'
import { type How, storeName, type Verification } from '../../plan/backup-schema.ts'
import type { Outcome } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import type { TryDetail } from '../../readiness/backups/track.ts'
import { limitOf, ownVerifications, type Verified } from '../../readiness/backups/verification.ts'
import { type TrialParts, tryRestore } from './trial.ts'

export interface VerifyParts extends TrialParts {
  carryOut(plan: Plan): 'real' | 'pretend' | { refuse: string }
}

/** Detail of a success, which is one as soon as it is known how the backup is: a `TryDetail`. */
export type VerifyBackup = (plan: Plan, about: { set: string; how: How }, signal: AbortSignal) => Promise<Outcome>

/** All that may be said of it where it cannot be erased: what went wrong may quote what was restored. */
const COULD_NOT = 'The backup could not be tried.'

export function createVerifyBackup(parts: VerifyParts): VerifyBackup {
  return async (plan, { set, how }, signal) => {
    // Neither a draft nor what only pretends has anything to try.
    if (parts.carryOut(plan) !== 'real')
      return { ok: false, reason: 'not carried out here', detail: { withdrawn: true } }
    const verification = ownVerifications(plan, set).find((one) => one.how === how)
    if (!verification) return refused(`The plan does not say how Muster is to try "${set}" (${how}).`)
    const beganMs = parts.wall.now()
    const limit = AbortSignal.timeout(limitOf(verification))
    const found: Partial<Verified> = {}
    const took = (): TryDetail => ({ ...found, tookMs: parts.wall.now() - beganMs })
    try {
      await verify(parts, plan, set, verification, found, AbortSignal.any([signal, limit]))
      return { ok: true, detail: { ...took() } }
    } catch (error) {
      const reason = limit.aborted && !signal.aborted ? 'it took longer than it may' : reasonOf(error)
      if (isUndecided(error, found, signal)) return { ...failed(COULD_NOT), detail: { why: privately(reason) } }
      const { sha256 } = error instanceof ActionFailure ? error.facts : {}
      return { ok: true, detail: { ...took(), ...(sha256 !== undefined && { sha256 }), failed: privately(reason) } }
    }
  }
}

async function verify(
  parts: VerifyParts,
  plan: Plan,
  id: string,
  { how, trial }: Verification,
  found: Partial<Verified>,
  signal: AbortSignal,
): Promise<void> {
  const set = plan.backups[id]!
  const place = plan.stores[set.store ?? '']!
  const store = parts.openStore(storeAccessOf(place, parts.environment))
  try {
    const [backup] = await listBackups(set, store, signal)
    if (!backup) throw new ActionFailure('there is no backup to try')
    const { key, madeAtMs, size } = backup
    Object.assign(found, { key, madeAtMs, size, store: storeName(place) })
    await noteVersion(backup, store, found)
    if (trial) Object.assign(found, await tryRestore(parts, { plan, set: id, how, trial, backup }, signal))
    else if (how === 'checksum') found.sha256 = await compareChecksum(backup, store, signal)
    else found.found = await readToEnd(backup, store, signal)
  } finally {
    store.close()
  }
}

/** For the chain of custody; a store that does not tell is none the worse. */
async function noteVersion({ key }: Backup, store: ObjectStore, found: Partial<Verified>): Promise<void> {
  const facts = await store.head(key).catch(() => undefined)
  if (facts?.version !== undefined) found.version = facts.version
}

/** What we say ourselves is about the backup; anything else is about the way to it. Without a backup there is nothing that could have failed. */
const isUndecided = (error: unknown, { key }: Partial<Verified>, signal: AbortSignal): boolean =>
  signal.aborted || !(error instanceof ActionFailure) || key === undefined

/** Stores speak in whole sentences; a reason is a part of one. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .replace(/^(The|There|Our) /, (word) => word.toLowerCase())
    .replace(/\.$/, '')
