/** Which backups were restored, and what speaks against the one that a step would restore. Pure. */
import type { BackupSet } from '../../plan/backup-schema.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import { type ProcedureNow, procedureNow } from './procedure-now.ts'
import { type CustodyEntry, lastBegun, type RestorePoint, type Run } from './state.ts'
import { currentValue, runsDry } from './work.ts'

/** The set itself, of a copy the one that it is the copy of. */
function originOf(plan: Plan, id: string): string {
  const copied = plan.backups[id]?.copyOf
  return copied === undefined ? id : originOf(plan, copied)
}

/** What a set holds: its components, else itself. Copies hold what their set holds. */
export function dataOf(plan: Plan, id: string): string {
  const origin = originOf(plan, id)
  const components = plan.backups[origin]?.components ?? []
  return components.length > 0 ? components.toSorted().join(' ') : `set ${origin}`
}

const WHOLE: readonly string[] = ['full', 'snapshot'] satisfies BackupSet['kind'][]
const kindOf = (plan: Plan, id: string) => plan.backups[originOf(plan, id)]?.kind ?? 'full'

/** Whether one is as good as the other but for its age: of one set and its copies, or both whole. A log is no newer backup than the one it is replayed over. */
function isAlike(plan: Plan, one: string, other: string): boolean {
  const isWhole = (id: string) => WHOLE.includes(kindOf(plan, id))
  if (originOf(plan, one) === originOf(plan, other)) return true
  return isWhole(one) && isWhole(other) && dataOf(plan, one) === dataOf(plan, other)
}

const REPLAYED: readonly string[] = ['incremental', 'log'] satisfies BackupSet['kind'][]

/** Increments are replayed over what was restored of the same data, logs over both, by commands of which nobody is told how far they came. */
export const isReplayedOver = (plan: Plan, restored: string, other: string): boolean =>
  REPLAYED.indexOf(kindOf(plan, other)) > REPLAYED.indexOf(kindOf(plan, restored))

/**
 * What has been restored, by what it holds the latest. What a step fetches is thrown away at its end, so it must use it as well; and only one that destroys
 * what was there is known to have put it in its place. What others unpack or load beside it is what the service came back with, once it is back.
 */
export function restoredPoints(plan: Plan, state: IncidentState): RestorePoint[] {
  const { byId } = procedureNow(plan, state)
  const lastBackMs = backMs(state)
  const done = Object.values(state.recovery.runs)
    .flatMap((run) => {
      const step = byId.get(run.step)
      return step && hasRestored(state, step, run, lastBackMs) ? [{ step, run }] : []
    })
    .toSorted((a, b) => endOf(a.run) - endOf(b.run))
  const byData = new Map<string, RestorePoint>()
  for (const { step, run } of done)
    for (const { set, key, madeAtMs, verified, fetched } of run.custody)
      if (fetched && usesBackupOf(step, set)) byData.set(dataOf(plan, set), { set, key, madeAtMs, verified })
  return [...byData.values()]
}

function hasRestored(state: IncidentState, step: PlanStep, run: Run, lastBackMs: number): boolean {
  if (run.state !== 'succeeded' || run.variant !== 'do' || run.pretended) return false
  if (step.risk === 'read' || runsDry(state, step, 'do')) return false
  const undo = lastBegun(state.recovery, step.id, 'undo')
  if (undo?.state === 'succeeded' && endOf(undo) >= endOf(run)) return false
  return step.risk === 'destructive' || endOf(run) <= lastBackMs
}

const endOf = ({ endedMs }: Run): number => endedMs ?? 0

/** When the service was back, the last time. */
function backMs({ phase, restoredMs, endedMs, respites }: IncidentState): number {
  const ended = phase === 'resolved' ? endedMs : null
  return Math.max(...respites.map(({ fromMs }) => fromMs), restoredMs ?? 0, ended ?? 0)
}

function usesBackupOf({ do: actions = [] }: PlanStep, set: string): boolean {
  return actions.some((action, at) => {
    if (!('backup' in action) || action.backup !== set || action.fetch === undefined) return false
    return JSON.stringify(actions.slice(at + 1)).includes(`{"file":"${action.fetch}"}`)
  })
}

/** Why somebody might not want to restore this very backup. */
export type BackupDoubt = { set: string } & (
  | {
      /** A newer one of the same set or a copy, or as whole, could be restored. */
      kind: 'older'
      madeAtMs: number
      newestMs: number
    }
  | {
      /** It was made while the outage went on, and may hold its damage. */ kind: 'in-outage'
      madeAtMs: number
      beganMs: number
    }
  | {
      /** Nothing has found it in its store: its key was typed, or comes from a program. */ kind: 'unknown'
      key: string
    }
)

/** Null: it takes no backup by its key, or none that speaks against it as far as is known. */
export function backupDoubt(plan: Plan, state: IncidentState, step: PlanStep): BackupDoubt | null {
  for (const { sets, key } of keysOf(plan, state, step)) {
    const found = seen(state).filter((one) => one.key === key)
    const one = sets.flatMap((set) => found.find((each) => each.set === set) ?? []).at(0) ?? sameIn(plan, sets, found)
    if (!one) {
      // In words alone nothing is ever looked for.
      if (Object.values(state.recovery.runs).some(({ pretended }) => pretended)) continue
      return { kind: 'unknown', set: labelOf(plan, sets[0]!), key }
    }
    const about = { set: labelOf(plan, one.set), madeAtMs: one.madeAtMs }
    const newestMs = newestOf(plan, state, one.set)
    if (isInOutage(state, one.madeAtMs)) return { ...about, kind: 'in-outage', beganMs: outageMs(state) }
    if (newestMs !== null && one.madeAtMs < newestMs) return { ...about, kind: 'older', newestMs }
  }
  return null
}

const labelOf = (plan: Plan, set: string): string => plan.backups[set]?.label ?? set

/** Keys of backups that a step would restore, each with the sets that it may be of. */
function keysOf(plan: Plan, state: IncidentState, step: PlanStep): { sets: string[]; key: string }[] {
  if (step.risk === 'read' || step.do === undefined) return []
  return keysWritten(procedureNow(plan, state), step).flatMap(({ sets, value }) => {
    const key = currentValue(plan, state, value)
    return key === undefined ? [] : [{ sets, key }]
  })
}

interface KeyWritten {
  sets: string[]
  value: string
}

/** By what never changes: looking through all steps for each of them would take long. */
const written = new WeakMap<readonly PlanStep[], Map<string, KeyWritten[]>>()

/** It fetches a backup by its key, or hands on a value that steps of this recovery fill in with one. */
function keysWritten({ steps }: ProcedureNow, { id }: PlanStep): KeyWritten[] {
  const known = written.get(steps) ?? allKeysWritten(steps)
  written.set(steps, known)
  return known.get(id) ?? []
}

function allKeysWritten(steps: readonly PlanStep[]): Map<string, KeyWritten[]> {
  const backups = steps.flatMap(({ do: actions = [] }) =>
    actions.flatMap((action) => ('backup' in action ? action : [])),
  )
  const filledIn = backups.flatMap(({ backup, capture }) =>
    Object.entries(capture).flatMap(([value, fact]) => (fact === 'key' ? { value, set: backup } : [])),
  )
  const setsOf = [...Map.groupBy(filledIn, ({ value }) => value)].map(([value, all]) => ({
    ...{ value, sets: [...new Set(all.map(({ set }) => set))] },
  }))
  return new Map(
    steps.map(({ id, do: actions = [] }) => {
      const fetched = actions.flatMap((action) =>
        'backup' in action && action.key ? { sets: [action.backup], value: action.key.value } : [],
      )
      const others = JSON.stringify(actions.filter((action) => !('backup' in action)))
      return [id, [...fetched, ...setsOf.filter(({ value }) => others.includes(`{"value":"${value}"}`))]]
    }),
  )
}

/** A copy has the age of what it is the copy of. */
const sameIn = (plan: Plan, sets: string[], found: Seen[]): Seen | undefined =>
  found.find((one) => sets.some((set) => originOf(plan, set) === originOf(plan, one.set)))

/** Where nobody has said when the outage began: at the declaration, as for `before: outage`. Nothing is damaged in a drill until somebody says since when. */
const outageMs = ({ mode, outageStartMs, declaredMs }: IncidentState): number =>
  outageStartMs ?? (mode === 'real' ? declaredMs : Number.POSITIVE_INFINITY)

export const isInOutage = (state: IncidentState, madeAtMs: number): boolean => madeAtMs > outageMs(state)

type Seen = Pick<CustodyEntry, 'set' | 'key' | 'madeAtMs'>

/** What runs have had in hand, and what was looked up for the recovery point. */
const seen = ({ recovery }: IncidentState): Seen[] => [
  ...Object.values(recovery.runs).flatMap((run) => run.custody),
  ...recovery.restorePoints.flatMap(({ set, key, madeAtMs }) =>
    key === null || madeAtMs === null ? [] : [{ set, key, madeAtMs }],
  ),
]

function newestOf(plan: Plan, state: IncidentState, set: string): number | null {
  const made = seen(state).filter((one) => isAlike(plan, set, one.set) && !isInOutage(state, one.madeAtMs))
  return made.length === 0 ? null : Math.max(...made.map(({ madeAtMs }) => madeAtMs))
}
