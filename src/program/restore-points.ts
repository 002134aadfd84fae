/** The newest usable backup of each set that a scenario speaks of: how far back the data will go (R121). */
import { type Backup, judged, listBackups, storeAccessOf } from '../actions/backups.ts'
import type { RunContext } from '../actions/run-context.ts'
import type { Carrier } from '../adapters/carrier.ts'
import { failed } from '../adapters/outcomes.ts'
import type { RestorePoint } from '../incident/recovery/state.ts'
import type { Plan } from '../plan/schema.ts'

export interface RestorePointsParts {
  /** What is known of the tries of a plan's backups. */
  tries(planId: string): Promise<RunContext['tries']>
  environment: RunContext['environment']
  openStore: RunContext['openStore']
  carryOut(plan: Plan): 'real' | 'pretend' | { refuse: string }
}

/** Detail: `{ points: RestorePoint[] }`, also of a failure: those of the stores that do answer. What was made after the outage began does not count. Verified backups come before newer ones that nobody has tried to restore. */
export function createFindRestorePoints(parts: RestorePointsParts): Carrier<'find-restore-points'> {
  return async ({ sets, beforeMs }, { plan, signal }) => {
    if (parts.carryOut(plan) !== 'real') return { ok: true, detail: { points: [] } }
    const points: RestorePoint[] = []
    const unread: string[] = []
    for (const set of sets) {
      const best = await newest(parts, plan, set, beforeMs, signal)
      if (typeof best === 'string') unread.push(best)
      else
        points.push({
          ...{ set, key: best?.key ?? null, madeAtMs: best?.madeAtMs ?? null, verified: best?.verified ?? false },
        })
    }
    // What one store knows is worth saying although another one does not answer.
    return unread[0] === undefined ? { ok: true, detail: { points } } : { ...failed(unread[0]), detail: { points } }
  }
}

/** @returns undefined when there is none; why not, in one sentence, when the store cannot say. */
async function newest(
  { environment, openStore, tries }: RestorePointsParts,
  plan: Plan,
  id: string,
  beforeMs: number,
  signal: AbortSignal,
): Promise<Backup | undefined | string> {
  const set = plan.backups[id]
  const store = plan.stores[set?.store ?? '']
  if (!set || !store) return `the plan has no backup set ${id}`
  try {
    const opened = openStore(storeAccessOf(store, environment))
    try {
      const known = await tries(plan.id).catch(() => undefined)
      const all = judged(await listBackups(set, opened, signal), id, known)
      const usable = all.filter(({ madeAtMs }) => madeAtMs < beforeMs)
      return usable.find(({ verified }) => verified) ?? usable[0]
    } finally {
      opened.close()
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
