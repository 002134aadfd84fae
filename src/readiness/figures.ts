/** Figures of a time that only the watch over a system knows: drills that were missed, backups that can be restored, alerts that were answered in their window. Pure. */
import { SYSTEM } from '../plan/actor.ts'
import { median } from '../plan/median.ts'
import type { Plan } from '../plan/schema.ts'
import { backupItems } from './backups/items.ts'
import { PROVES } from './backups/verification.ts'
import { trackOf } from './drills/live-occasions.ts'
import type { Proposal } from './signals/track.ts'
import type { WatchState } from './watch/state.ts'

export interface WatchFigures {
  /** Occasions of the plan's calendar whose time ended in it. */
  drills: { missed: number; skipped: number }
  /** Sets whose restores are tried, those whose last try has passed in time as of now, and tries in this time. */
  backups: { sets: number; restorable: number; tries: number; failed: number }
  /** Questions whether it is an incident, of which somebody should have answered within the window of their tier. */
  alerts: { asked: number; inWindow: number; medianMs: number | null; byTier: TierFigures[] }
}

interface TierFigures {
  tier: string
  windowMs: number | null
  asked: number
  inWindow: number
}

interface Time {
  fromMs: number
  toMs: number
}

export function watchFigures(
  plan: Plan,
  watch: WatchState,
  { fromMs, toMs: untilMs }: Time,
  nowMs: number,
): WatchFigures {
  const time = { fromMs, toMs: Math.min(untilMs, nowMs) }
  return {
    drills: drillFigures(plan, watch, time),
    backups: backupFigures(plan, watch, time, nowMs),
    alerts: alertFigures(plan, watch, time, nowMs),
  }
}

/** As they were told of when their time was over. */
function drillFigures(plan: Plan, watch: WatchState, { fromMs, toMs }: Time): WatchFigures['drills'] {
  const past = Object.keys(plan.drills).flatMap((id) => trackOf(watch, id).past)
  const over = past.filter(({ untilMs }) => untilMs > fromMs && untilMs <= toMs)
  const count = (how: 'missed' | 'skipped') => over.filter((one) => one.how === how).length
  return { missed: count('missed'), skipped: count('skipped') }
}

function backupFigures(plan: Plan, watch: WatchState, { fromMs, toMs }: Time, nowMs: number): WatchFigures['backups'] {
  const tried = backupItems(plan, watch, nowMs).filter((item) => item.kind === 'backup-try' && PROVES.has(item.how))
  const sets = [...Map.groupBy(tried, ({ id }) => id).values()]
  const tries = watch.backups.handled.filter(
    ({ atMs, why, result }) => atMs >= fromMs && atMs < toMs && PROVES.has(why) && result !== 'undecided',
  )
  return {
    sets: sets.length,
    restorable: sets.filter((ways) => ways.every(({ holds }) => holds)).length,
    tries: tries.length,
    failed: tries.filter(({ result }) => result === 'failed').length,
  }
}

function alertFigures(
  plan: Plan,
  { signals: { past, proposal } }: WatchState,
  { fromMs, toMs }: Time,
  nowMs: number,
): WatchFigures['alerts'] {
  const asked = [...past, ...(proposal ? [proposal] : [])].filter(
    (one) => one.openedMs >= fromMs && one.openedMs < toMs && isOwedAnswer(one, nowMs),
  )
  const tiers = Map.groupBy(asked, ({ tier }) => tier ?? '')
  const answers = asked.flatMap((one) => answeredMs(one) ?? [])
  return {
    ...{ asked: asked.length, inWindow: asked.filter(isInWindow).length, medianMs: median(answers) },
    byTier: [...tiers].map(([tier, own]) => ({
      ...{ tier, windowMs: plan.alerts.find(({ id }) => id === tier)?.respond.toMs ?? null },
      ...{ asked: own.length, inWindow: own.filter(isInWindow).length },
    })),
  }
}

/** By a person, from when it was asked. */
const answeredMs = ({ openedMs, end }: Proposal): number | undefined =>
  isAnswered(end) ? end.atMs - openedMs : undefined

const isAnswered = (end: Proposal['end']): end is NonNullable<Proposal['end']> =>
  end !== undefined && end.by.id !== SYSTEM.id && (end.how === 'declared' || end.how === 'dismissed')

const isInWindow = (one: Proposal): boolean => one.overdueMs === null && (one.snoozes > 0 || isAnswered(one.end))

/** Nobody owed one to what was declared by itself, or went away, before its window was over. */
function isOwedAnswer({ respondByMs, overdueMs, snoozes, end }: Proposal, nowMs: number): boolean {
  if (overdueMs !== null || snoozes > 0) return true
  if (respondByMs === null) return false
  return end === undefined ? respondByMs <= nowMs : isAnswered(end)
}
