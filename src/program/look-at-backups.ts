/** What of a plan's backups lies where the plan says, asked of the stores when somebody wants to know. Writes nothing and fetches nothing. */
import { listBackups, storeAccessOf } from '../actions/backups.ts'
import type { RunContext } from '../actions/run-context.ts'
import type { Plan } from '../plan/schema.ts'
import { NEWEST_MAX, type SeenSet } from '../readiness/backups/seen.ts'

/** A store that has not answered by then is said not to answer. */
const ANSWER_MAX_MS = 10_000

export interface LookAtBackupsParts {
  environment: RunContext['environment']
  openStore: RunContext['openStore']
  carryOut(plan: Plan): 'real' | 'pretend' | { refuse: string }
}

export type LookAtBackups = (plan: Plan) => Promise<{ ok: true; seen: SeenSet[] } | { ok: false; why: string }>

/** Sets without a store lie where no program of ours can look, and are left out. */
export function createLookAtBackups({ environment, openStore, carryOut }: LookAtBackupsParts): LookAtBackups {
  const look = async (plan: Plan, id: string): Promise<SeenSet> => {
    const set = plan.backups[id]!
    try {
      const opened = openStore(storeAccessOf(plan.stores[set.store ?? '']!, environment))
      try {
        const found = await listBackups(set, opened, AbortSignal.timeout(ANSWER_MAX_MS))
        const newest = found.slice(0, NEWEST_MAX)
        const oldestMs = found.at(-1)?.madeAtMs
        return {
          set: id,
          newest: newest.map(({ key, madeAtMs, size, verified }) => ({ key, madeAtMs, size, verified })),
          ...(oldestMs !== undefined && { oldestMs }),
        }
      } finally {
        opened.close()
      }
    } catch (error) {
      return { set: id, newest: [], unread: error instanceof Error ? error.message : String(error) }
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
