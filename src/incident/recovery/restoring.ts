/** Which backups were restored, and what speaks against the one that a step would restore. Pure. */
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import { procedureNow } from './procedure-now.ts'
import type { CustodyEntry, RestorePoint } from './state.ts'
import { runsDry, workOf } from './work.ts'

/** What a set holds: its components, else itself. Copies hold what their set holds. */
export function dataOf(plan: Plan, id: string): string {
  const set = plan.backups[id]
  if (set?.copyOf !== undefined) return dataOf(plan, set.copyOf)
  return set && set.components.length > 0 ? set.components.toSorted().join(' ') : `set ${id}`
}

/** What steps that change something have fetched and gone through with, the newest of all data last. */
export function restoredPoints(plan: Plan, state: IncidentState): RestorePoint[] {
  const { byId } = procedureNow(plan, state)
  const done = Object.values(state.recovery.runs)
    .filter(({ state: end, variant, pretended }) => end === 'succeeded' && variant === 'do' && !pretended)
    .filter(({ step }) => {
      const known = byId.get(step)
      return known !== undefined && known.risk !== 'read' && !runsDry(state, known, 'do')
    })
    .toSorted((a, b) => (a.endedMs ?? 0) - (b.endedMs ?? 0))
  const byData = new Map<string, RestorePoint>()
  for (const { set, key, madeAtMs, verified } of done.flatMap(({ custody }) =>
    custody.filter(({ fetched }) => fetched),
  ))
    byData.set(dataOf(plan, set), { set, key, madeAtMs, verified })
  return [...byData.values()]
}

/** Why somebody might not want to restore this very backup. */
export type BackupDoubt = { set: string; madeAtMs: number } & (
  | /** One of the same data that is newer could be restored. */ { kind: 'older'; newestMs: number }
  | /** It was made while the outage went on, and may hold its damage. */ { kind: 'in-outage'; beganMs: number }
)

/** Null: it fetches no backup by its name, or none that speaks against it as far as is known. */
export function backupDoubt(plan: Plan, state: IncidentState, step: PlanStep): BackupDoubt | null {
  if (step.risk === 'read' || !step.do?.some((action) => 'backup' in action && action.key)) return null
  const work = workOf(plan, state, step, 'do')
  if (!work.ok) return null
  for (const action of work.work.actions) {
    if (!('backup' in action) || typeof action.key !== 'string') continue
    const madeAtMs = seen(state).find((one) => one.set === action.backup && one.key === action.key)?.madeAtMs
    if (madeAtMs === undefined) continue
    const about = { set: plan.backups[action.backup]?.label ?? action.backup, madeAtMs }
    const newestMs = newestOf(plan, state, action.backup)
    if (isInOutage(state, madeAtMs)) return { ...about, kind: 'in-outage', beganMs: state.outageStartMs! }
    if (newestMs !== null && madeAtMs < newestMs) return { ...about, kind: 'older', newestMs }
  }
  return null
}

export const isInOutage = ({ outageStartMs }: IncidentState, madeAtMs: number): boolean =>
  outageStartMs !== null && madeAtMs > outageStartMs

const seen = ({ recovery }: IncidentState): CustodyEntry[] => Object.values(recovery.runs).flatMap((run) => run.custody)

function newestOf(plan: Plan, { recovery }: IncidentState, set: string): number | null {
  const data = dataOf(plan, set)
  const made = recovery.restorePoints.flatMap((point) =>
    dataOf(plan, point.set) === data ? (point.madeAtMs ?? []) : [],
  )
  return made.length === 0 ? null : Math.max(...made)
}
