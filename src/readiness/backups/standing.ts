/**
 * How the backups of a plan stand: whether each set was made when it should have been, whether it shrank, and how much would be lost if disaster struck now. Pure.
 */
import type { BackupSet } from '../../plan/backup-schema.ts'
import { momentsOf } from '../../plan/schedule.ts'
import type { Plan } from '../../plan/schema.ts'
import type { SeenSet } from './seen.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** A backup may come so much later than its schedule, besides the time that a run takes: queues, time zones of clocks, uploads. */
const GRACE_MS = 15 * MINUTE_MS
/** What should be saved all the time is late after so long. */
const CONTINUOUS_LATE_MS = 15 * MINUTE_MS
/** A backup that is smaller than this share of the usual one has most likely lost something. */
const SHRUNK_SHARE = 0.5
/** As many earlier ones have to be known to say what is usual. */
const USUAL_MIN = 3
/** A copy may follow its original so much later. */
const COPY_LATE_MS = 60 * MINUTE_MS
/** What is kept for longer than it should be by this share has been forgotten. */
const FORGOTTEN_SHARE = 0.25
/** A schedule that has not come round in so long is no schedule by which lateness can be told. */
const LOOK_BACK_MS = 400 * DAY_MS

export type BackupFault =
  | { kind: 'unread'; why: string }
  | { kind: 'none' }
  /** Should have been made by then, epoch ms. */
  | { kind: 'late'; dueMs: number }
  | { kind: 'shrunk'; size: number; usual: number }
  /** A copy: its original has had a newer one for longer than a copy may take. */
  | { kind: 'behind'; originalMs: number }
  /** Goes back less far than the plan says, ms. */
  | { kind: 'kept-short'; backMs: number; keepMs: number }
  /** Goes back further than the plan says, ms: what should be gone by law may still be there. */
  | { kind: 'kept-long'; backMs: number; keepMs: number }

export interface SetStanding {
  set: string
  /** The newest, epoch ms; null: none, or nobody can say. */
  madeAtMs: number | null
  verified: boolean
  faults: BackupFault[]
}

export interface ComponentStanding {
  component: string
  /** The newest from which it can be restored, epoch ms; null: none is known. */
  pointMs: number | null
  set: string | null
  rpoMs: number
  /** What was written since is lost if disaster strikes now, ms; null: all of it, as far as is known. */
  lostMs: number | null
  missed: boolean
}

export interface BackupsStanding {
  sets: SetStanding[]
  components: ComponentStanding[]
}

export function backupsStanding(plan: Plan, seen: readonly SeenSet[], nowMs: number): BackupsStanding {
  const sets = seen.map((one) => setStanding(plan, one, seen, nowMs))
  const known = [...new Set(seen.flatMap(({ set }) => rootOf(plan, set)?.components ?? []))]
  return { sets, components: known.map((component) => componentStanding(plan, component, sets, nowMs)) }
}

function setStanding(plan: Plan, one: SeenSet, all: readonly SeenSet[], nowMs: number): SetStanding {
  const { set: id, newest, unread } = one
  const [first] = newest
  const shown = { set: id, madeAtMs: first?.madeAtMs ?? null, verified: first?.verified ?? false }
  if (unread !== undefined) return { ...shown, faults: [{ kind: 'unread', why: unread }] }
  if (!first) return { ...shown, faults: [{ kind: 'none' }] }
  const set = rootOf(plan, id)
  const dueMs = set && dueBefore(set, plan.zone, nowMs)
  const late = dueMs !== undefined && first.madeAtMs < dueMs
  const usual = usualSize(newest.slice(1).map(({ size }) => size))
  const shrunk = usual !== undefined && first.size < usual * SHRUNK_SHARE
  return {
    ...shown,
    faults: [
      ...(late ? [{ kind: 'late' as const, dueMs }] : []),
      ...(shrunk ? [{ kind: 'shrunk' as const, size: first.size, usual }] : []),
      ...behind(plan, id, first.madeAtMs, all, nowMs),
      ...retention(set, one, nowMs),
    ],
  }
}

/** The last moment of its schedule whose backup must be there by now; undefined: it has none by which that could be told. */
function dueBefore({ schedule = [], zone, takes = 0 }: BackupSet, planZone: string, nowMs: number): number | undefined {
  const byMs = nowMs - takes - GRACE_MS
  const due = schedule.flatMap((one): number[] => {
    if (one.time.kind === 'continuous') return [nowMs - CONTINUOUS_LATE_MS]
    for (const backMs of [DAY_MS, 32 * DAY_MS, LOOK_BACK_MS]) {
      const moments = momentsOf(one, zone ?? planZone, byMs - backMs, byMs + 1)
      if (moments === null) return []
      if (moments.length > 0) return moments.slice(-1)
    }
    return []
  })
  return due.length === 0 ? undefined : Math.max(...due)
}

function behind(plan: Plan, id: string, madeAtMs: number, all: readonly SeenSet[], nowMs: number): BackupFault[] {
  const original = all.find(({ set }) => set === plan.backups[id]?.copyOf)?.newest[0]
  if (!original || original.madeAtMs <= madeAtMs || nowMs - original.madeAtMs <= COPY_LATE_MS) return []
  return [{ kind: 'behind', originalMs: original.madeAtMs }]
}

/** By the longest of its classes, such as the twelve months of the monthly ones. A set that has not existed for so long goes back less far as well, and is said to. */
function retention(set: BackupSet | undefined, { oldestMs }: SeenSet, nowMs: number): BackupFault[] {
  if (!set?.keep || oldestMs === undefined) return []
  const keepMs = Math.max(...set.keep.map((one) => one.for))
  const backMs = nowMs - oldestMs
  if (backMs > keepMs * (1 + FORGOTTEN_SHARE) + DAY_MS) return [{ kind: 'kept-long', backMs, keepMs }]
  return backMs < keepMs * (1 - FORGOTTEN_SHARE) - DAY_MS ? [{ kind: 'kept-short', backMs, keepMs }] : []
}

/** The median; undefined where too few are known. */
function usualSize(sizes: readonly number[]): number | undefined {
  if (sizes.length < USUAL_MIN) return undefined
  return sizes.toSorted((a, b) => a - b)[Math.floor(sizes.length / 2)]
}

/** Copies have the schedule and the components of what they copy. */
function rootOf(plan: Plan, id: string): BackupSet | undefined {
  const set = plan.backups[id]
  return set?.copyOf === undefined ? set : plan.backups[set.copyOf]
}

function componentStanding(
  plan: Plan,
  component: string,
  sets: readonly SetStanding[],
  nowMs: number,
): ComponentStanding {
  const own = sets.filter(({ set, madeAtMs }) => madeAtMs !== null && rootOf(plan, set)?.components.includes(component))
  const best = own.toSorted((a, b) => (b.madeAtMs ?? 0) - (a.madeAtMs ?? 0))[0]
  const pointMs = best?.madeAtMs ?? null
  const lostMs = pointMs === null ? null : Math.max(0, nowMs - pointMs)
  const rpoMs = plan.objectives.rpo
  return { component, pointMs, set: best?.set ?? null, rpoMs, lostMs, missed: lostMs === null || lostMs > rpoMs }
}
