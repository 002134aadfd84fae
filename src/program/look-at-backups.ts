/** What of a plan's backups lies where the plan says, asked of the stores when somebody wants to know. Writes nothing, and fetches no more than the first bytes of one that should be encrypted. */
import { encryptionIn } from '../actions/archive-format.ts'
import { type Backup, listAll, storeAccessOf } from '../actions/backups.ts'
import { headOf } from '../actions/examine-backup.ts'
import type { ObjectStore } from '../actions/object-store.ts'
import type { RunContext } from '../actions/run-context.ts'
import { storeName } from '../plan/backup-schema.ts'
import type { Plan } from '../plan/schema.ts'
import { MADE_MAX, NEWEST_MAX, type SeenSet } from '../readiness/backups/seen.ts'

/** A store that has not answered by then is said not to answer. */
const ANSWER_MAX_MS = 10_000

export interface LookAtBackupsParts {
  environment: RunContext['environment']
  openStore: RunContext['openStore']
  carryOut(plan: Plan): 'real' | 'pretend' | { refuse: string }
}

export type LookAtBackups = (plan: Plan) => Promise<{ ok: true; seen: SeenSet[] } | { ok: false; why: string }>

function seenSet(id: string, { backups, empty }: Awaited<ReturnType<typeof listAll>>): SeenSet {
  const [newest] = backups
  const oldestMs = backups.at(-1)?.madeAtMs
  const verified = backups.find((one) => one.verified)
  const [hollow] = empty.filter(({ madeAtMs }) => madeAtMs > (newest?.madeAtMs ?? 0))
  return {
    set: id,
    newest: backups
      .slice(0, NEWEST_MAX)
      .map(({ key, madeAtMs, size, verified }) => ({ key, madeAtMs, size, verified })),
    ...(oldestMs !== undefined && { oldestMs, madeMs: backups.slice(0, MADE_MAX).map(({ madeAtMs }) => madeAtMs) }),
    ...(verified && { verified: { key: verified.key, madeAtMs: verified.madeAtMs } }),
    ...(hollow && { empty: { key: hollow.key, madeAtMs: hollow.madeAtMs } }),
  }
}

/** Asked only where the plan demands something that could be found wanting. */
async function protectionOf(
  plan: Plan,
  id: string,
  newest: Backup | undefined,
  store: ObjectStore,
  signal: AbortSignal,
): Promise<Pick<SeenSet, 'encryption' | 'lockedUntilMs'>> {
  const set = plan.backups[id]!
  const original = plan.backups[set.copyOf ?? '']
  const demands = { encryption: set.encryption ?? original?.encryption, locked: set.locked ?? original?.locked }
  if (!newest || (demands.encryption === undefined && !demands.locked)) return {}
  const facts = await store.head(newest.key)
  const place = plan.stores[set.store ?? '']
  const inside = demands.encryption === undefined ? undefined : encryptionIn(await headOf(newest.key, store, signal))
  const by = [facts?.encryption, inside].filter((one) => one !== undefined)
  // Amazon says of each object how it is encrypted; who speaks like it may not.
  const certain = place?.bucket !== undefined && place.endpoint === undefined
  return {
    ...(demands.encryption !== undefined && { encryption: { by, certain } }),
    ...(demands.locked && { lockedUntilMs: facts?.lock?.untilMs ?? null }),
  }
}

/** Sets without a store lie where no program of ours can look, and are left out. */
export function createLookAtBackups({ environment, openStore, carryOut }: LookAtBackupsParts): LookAtBackups {
  /** What each store told last, by plan, set and store: for as long as this process lives. */
  const told = new Map<string, SeenSet['newest']>()
  const look = async (plan: Plan, id: string): Promise<SeenSet> => {
    const set = plan.backups[id]!
    const key = `${plan.id}/${id}/${storeName(plan.stores[set.store ?? '']!)}/${set.prefix}`
    try {
      const opened = openStore(storeAccessOf(plan.stores[set.store ?? '']!, environment))
      try {
        const signal = AbortSignal.timeout(ANSWER_MAX_MS)
        const found = await listAll(set, opened, signal)
        const seen = seenSet(id, found)
        told.set(key, seen.newest)
        return { ...seen, ...(await protectionOf(plan, id, found.backups[0], opened, signal)) }
      } finally {
        opened.close()
      }
    } catch (error) {
      const before = told.get(key)
      const unread = error instanceof Error ? error.message : String(error)
      return { set: id, newest: [], unread, ...(before && before.length > 0 && { before }) }
    }
  }
  return async (plan) => {
    const how = carryOut(plan)
    if (typeof how === 'object') return { ok: false, why: how.refuse }
    if (how === 'pretend')
      return { ok: false, why: `Steps of ${plan.id} only pretend here, and so its backups are not looked at.` }
    const ids = Object.keys(plan.backups).filter((id) => plan.stores[plan.backups[id]?.store ?? ''] !== undefined)
    return { ok: true, seen: await Promise.all(ids.map((id) => look(plan, id))) }
  }
}
