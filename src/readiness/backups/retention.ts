/** Whether backups are kept for as long as the plan says, each class of them, and no longer; and whether a run has left nothing. Pure. */
import type { BackupSet } from '../../plan/backup-schema.ts'
import { momentsOf } from '../../plan/schedule.ts'
import type { SetFault } from './faults.ts'
import type { SeenSet } from './seen.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** What is kept for longer than it should be by this share has been forgotten. */
const FORGOTTEN_SHARE = 0.25
/** So far back each run of the schedule is looked for. */
const RUNS_LOOK_MS = 7 * DAY_MS
/** A backup is dated by the clock of whoever makes it, which may be so much behind. */
const CLOCKS_MS = 2 * MINUTE_MS
const PERIOD_MS = { daily: DAY_MS, weekly: 7 * DAY_MS, monthly: 30.44 * DAY_MS }
/** A Monday, from which weeks are counted. */
const MONDAY_MS = Date.UTC(2024, 0, 1)

/** A set that has not existed for so long goes back less far as well, and is said to. */
export function retentionFaults(set: BackupSet, { oldestMs, madeMs = [] }: SeenSet, nowMs: number): SetFault[] {
  if (!set.keep || oldestMs === undefined) return []
  const keepMs = Math.max(...set.keep.map((one) => one.for))
  const backMs = nowMs - oldestMs
  if (backMs > keepMs * (1 + FORGOTTEN_SHARE) + DAY_MS) return [{ kind: 'kept-long', backMs, keepMs }]
  if (backMs < keepMs * (1 - FORGOTTEN_SHARE) - DAY_MS) return [{ kind: 'kept-short', backMs, keepMs }]
  return set.keep.flatMap((one): SetFault[] => {
    if (one.of === 'all' || madeMs.length === 0) return []
    const wanted = Math.floor(one.for / PERIOD_MS[one.of])
    const since = madeMs.filter((madeAtMs) => madeAtMs > nowMs - one.for)
    const have = new Set(since.map((madeAtMs) => periodOf(one.of as keyof typeof PERIOD_MS, madeAtMs))).size
    return have < wanted * (1 - FORGOTTEN_SHARE) - 1 ? [{ kind: 'thinned', of: one.of, have, wanted }] : []
  })
}

function periodOf(of: keyof typeof PERIOD_MS, atMs: number): number | string {
  if (of === 'monthly') return new Date(atMs).toISOString().slice(0, 7)
  return Math.floor((atMs - MONDAY_MS) / PERIOD_MS[of])
}

/**
 * Runs of the last days that have left nothing although later ones did; that none has come since is to be late.
 * @param beforeMs when the newest was made, or should have been.
 */
export function missedRuns(set: BackupSet, zone: string, seen: SeenSet, beforeMs: number, nowMs: number): SetFault[] {
  const { due, empty } = runsUntil(set, zone, seen, beforeMs, nowMs)
  const missed = empty.filter((atMs) => atMs !== due.at(-1))
  const lastMs = missed.at(-1)
  return lastMs === undefined ? [] : [{ kind: 'missed', count: missed.length, lastMs }]
}

/** How many runs of the last days were due by then, and how many of them have left a backup; null: none was due, or nobody can say. */
export interface RunsMade {
  due: number
  made: number
}

/** @param dueMs the last run whose backup must be there by now. */
export function runsMade(set: BackupSet, zone: string, seen: SeenSet, dueMs: number, nowMs: number): RunsMade | null {
  const { due, empty } = runsUntil(set, zone, seen, dueMs, nowMs)
  return due.length === 0 ? null : { due: due.length, made: due.length - empty.length }
}

/** Runs that were due in the last days up to `untilMs`, and those after which none was made before the next was due. */
function runsUntil(set: BackupSet, zone: string, seen: SeenSet, untilMs: number, nowMs: number) {
  const { madeMs = [], oldestMs } = seen
  if (oldestMs === undefined || madeMs.length === 0) return { due: [], empty: [] }
  // Whatever is thinned out later has been there before.
  const wholeMs = Math.min(RUNS_LOOK_MS, ...(set.keep ?? []).map((one) => one.for))
  const fromMs = Math.max(nowMs - wholeMs, oldestMs)
  if (fromMs >= untilMs) return { due: [], empty: [] }
  const moments = (set.schedule ?? []).flatMap((one) => momentsOf(one, zone, fromMs, untilMs + 1) ?? [])
  const due = [...new Set(moments)].sort((a, b) => a - b)
  const made = madeMs.toSorted((a, b) => a - b)
  let at = 0
  const empty = due.filter((dueMs, index) => {
    while (at < made.length && made[at]! < dueMs - CLOCKS_MS) at++
    const nextMs = (due[index + 1] ?? Number.POSITIVE_INFINITY) - CLOCKS_MS
    return at >= made.length || made[at]! >= nextMs
  })
  return { due, empty }
}
