/** What a watch owes for the backups of its plan: that each is tried when the plan says so, and when somebody asks. Pure. */
import type { Verification } from '../../plan/backup-schema.ts'
import type { Obligation } from '../../plan/core.ts'
import { momentsOf } from '../../plan/schedule.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Effect } from '../watch/effects.ts'
import { want } from '../watch/efforts.ts'
import type { WatchState } from '../watch/state.ts'
import { rootOf } from './standing.ts'
import { type VerifyEffect, type WayTrack, wayKey } from './track.ts'
import { limitOf, ownVerifications, waysByHow, zoneOf } from './verification.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Looked ahead in steps: most come round within a day, the rarest once a year. */
const AHEAD_MS = [2 * DAY_MS, 40 * DAY_MS, 400 * DAY_MS]
/** Besides: putting away what was made for it, and saying so. */
const AROUND_MS = 10 * MINUTE_MS

/** Making one may take so long; its steps have limits of their own. */
const MAKE_MS = 12 * 60 * MINUTE_MS

/** Once: one whose end nobody knows is not made again by itself. */
export const makingOwed = (state: WatchState): Obligation<Effect>[] =>
  Object.entries(state.backups.making).flatMap(([set, { atMs }]) =>
    want(state, `make/${set}/${atMs}`, atMs, { kind: 'make-backup', set, limitMs: MAKE_MS }),
  )

/** Only of what can be looked at: a draft's backups, and those of a plan that only pretends, never are. */
export const backupsOwed = (plan: Plan, state: WatchState): Obligation<Effect>[] =>
  Object.keys(plan.backups)
    .filter((set) => state.backups.looked.includes(set))
    .flatMap((set) =>
      [...waysByHow(ownVerifications(plan, set)).values()].flatMap((ways) => ofWay(plan, state, set, ways)),
    )

function ofWay(plan: Plan, state: WatchState, set: string, ways: readonly Verification[]): Obligation<Effect>[] {
  const [first] = ways as [Verification]
  const { how } = first
  const track = state.backups.ways[wayKey(set, how)] ?? { cursorMs: state.sinceMs }
  const effect: VerifyEffect = { kind: 'verify-backup', set, how, limitMs: limitOf(first) + AROUND_MS }
  const id = (what: string | number) => `verify/${set}/${how}/${what}`
  // One after the other: a second one would find the same.
  if (track.asked) return want(state, id(`asked-${track.asked.atMs}`), track.asked.atMs, effect)
  const dueMs = nextMs(plan, set, ways, track)
  return dueMs === null ? [] : want(state, id(dueMs), dueMs, effect)
}

/** After what has been dealt with: of several that were missed, as when Muster was away, one is made up for. */
function nextMs(plan: Plan, set: string, ways: readonly Verification[], { cursorMs }: WayTrack): number | null {
  const known = knownNext(plan)
  const key = `${set}/${ways[0]?.how}/${cursorMs}`
  const before = known.get(key)
  if (before !== undefined) return before
  const zone = zoneOf(plan, rootOf(plan, set) ?? {})
  const next = ways.map((way) => firstAfter(way, zone, cursorMs)).filter((one) => one !== null)
  const found = next.length === 0 ? null : Math.min(...next)
  known.set(key, found)
  return found
}

const nexts = new WeakMap<Plan, Map<string, number | null>>()
const KNOWN_MAX = 500

/** A calendar of a year is not walked through at each tick. */
function knownNext(plan: Plan): Map<string, number | null> {
  const known = nexts.get(plan) ?? new Map<string, number | null>()
  nexts.set(plan, known)
  if (known.size > KNOWN_MAX) known.clear()
  return known
}

function firstAfter({ schedule }: Verification, zone: string, afterMs: number): number | null {
  for (const aheadMs of AHEAD_MS) {
    const [next] = momentsOf(schedule, zone, afterMs + 1, afterMs + aheadMs) ?? []
    if (next !== undefined) return next
  }
  return null
}

/** Whether the plan still has what was handed out. */
export const verificationWanted = (plan: Plan | undefined, { set, how }: VerifyEffect): boolean =>
  plan !== undefined && ownVerifications(plan, set).some((one) => one.how === how)

/** When the next try of a set in one way is due, epoch ms; null: at no moment. */
export function nextTryMs(plan: Plan, state: WatchState, set: string, ways: readonly Verification[]): number | null {
  const [first] = ways
  return first
    ? nextMs(plan, set, ways, state.backups.ways[wayKey(set, first.how)] ?? { cursorMs: state.sinceMs })
    : null
}
