/** The newest usable backup of each set that a scenario speaks of: how far back the data will go (R121). */
import { type Backup, listBackups, storeAccessOf } from '../actions/backups.ts'
import type { RunContext } from '../actions/run-context.ts'
import type { Carrier } from '../adapters/carrier.ts'
import { failed } from '../adapters/outcomes.ts'
import type { RestorePoint } from '../incident/recovery/state.ts'
import type { Plan } from '../plan/schema.ts'

export interface RestorePointsParts {
  environment: RunContext['environment']
  openStore: RunContext['openStore']
  carryOut(plan: Plan): 'real' | 'pretend' | { refuse: string }
}

/** Detail: `{ points: RestorePoint[] }`. Verified backups come before newer ones that nobody has tried to restore. */
export function createFindRestorePoints(parts: RestorePointsParts): Carrier<'find-restore-points'> {
  return async ({ sets }, { plan, signal }) => {
    if (parts.carryOut(plan) !== 'real') return { ok: true, detail: { points: [] } }
    const points: RestorePoint[] = []
    for (const set of sets) {
      const best = await newest(parts, plan, set, signal)
      if (typeof best === 'string') return failed(best)
      points.push({ set, key: best?.key ?? null, madeAtMs: best?.madeAtMs ?? null, verified: best?.verified ?? false })
    }
    return { ok: true, detail: { points } }
  }
}

/** @returns undefined when there is none; why not, in one sentence, when the store cannot say. */
async function newest(
  { environment, openStore }: RestorePointsParts,
  plan: Plan,
  id: string,
  signal: AbortSignal,
): Promise<Backup | undefined | string> {
  const set = plan.backups[id]
  const store = set && plan.stores[set.store]
  if (!set || !store) return `the plan has no backup set ${id}`
  try {
    const opened = openStore(storeAccessOf(store, environment))
    try {
      const usable = await listBackups(set, opened, signal)
      return usable.find(({ verified }) => verified) ?? usable[0]
    } finally {
      opened.close()
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
