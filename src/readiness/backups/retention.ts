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
  const { madeMs = [], oldestMs } = seen
  if (oldestMs === undefined || madeMs.length === 0) return []
  // Whatever is thinned out later has been there before.
  const wholeMs = Math.min(RUNS_LOOK_MS, ...(set.keep ?? []).map((one) => one.for))
  const fromMs = Math.max(nowMs - wholeMs, oldestMs)
  if (fromMs >= beforeMs) return []
  const moments = (set.schedule ?? []).flatMap((one) => momentsOf(one, zone, fromMs, beforeMs + 1) ?? [])
  const sorted = [...new Set(moments)].sort((a, b) => a - b)
  const made = madeMs.toSorted((a, b) => a - b)
  let at = 0
  const missed = sorted.slice(0, -1).filter((dueMs, index) => {
    while (at < made.length && made[at]! < dueMs - CLOCKS_MS) at++
    const nextMs = sorted[index + 1]! - CLOCKS_MS
    return at >= made.length || made[at]! >= nextMs
  })
  const lastMs = missed.at(-1)
  return lastMs === undefined ? [] : [{ kind: 'missed', count: missed.length, lastMs }]
}
