/**
 * How ready a system is, as one number with the reasons under it: of all that should be true on a quiet day, the share that is. Nothing is weighed against anything
 * else, because a weight would hide what is missing. Pure.
 */
import { DRILL_PERIODS, type Drill } from '../plan/drill-schema.ts'
import type { Plan } from '../plan/schema.ts'
import { type BackupItem, backupItems } from './backups/items.ts'
import type { Address } from './contacts/track.ts'
import { trackOf } from './drills/live-occasions.ts'
import { type DrillStanding, drillStanding } from './drills/standing.ts'
import type { Proof } from './proof.ts'
import type { WatchState } from './watch/state.ts'

const DAY_MS = 24 * 3_600_000
/** A scenario that no drill practises counts as proven for so long: half a year, the longest that a standard of the example plans leaves between tests of a procedure. */
const PROVEN_FOR_DAYS = 184

export type Item =
  | {
      kind: 'scenario'
      id: string
      holds: boolean
      /** The last time that it was gone through to the end; null: never. */
      proof: Proof | null
      /** Proven then it counts for so long, ms. */
      forMs: number
    }
  | { kind: 'drill'; id: string; holds: boolean; standing: DrillStanding }
  | BackupItem
  /** Everybody has confirmed, by each means, that they can be reached. `lastMs` null: nobody has been asked yet. */
  | {
      kind: 'contacts'
      id: 'contacts'
      holds: boolean
      lastMs: number | null
      asked: number
      confirmed: number
      waiting: Address[]
    }
  /** What was found dead by looking. */
  | { kind: 'reach'; id: 'reach'; holds: boolean; lookedMs: number | null; troubles: number }
  /** Nothing that is left to do after incidents is overdue. */
  | { kind: 'followups'; id: 'followups'; holds: boolean; open: number; overdue: number }

export interface Readiness {
  /** Whole percent; null: the plan has nothing that could hold. */
  percent: number | null
  items: Item[]
}

/**
 * @param proofs of this plan, in any order.
 * @param watch over its system; undefined: nobody watches over it.
 */
export function readiness(plan: Plan, proofs: readonly Proof[], nowMs: number, watch?: WatchState): Readiness {
  const items: Item[] = [
    ...Object.keys(plan.scenarios).map((id) => scenarioItem(plan, id, proofs, nowMs)),
    ...Object.keys(plan.drills).map((id) => drillItem(plan, id, proofs, nowMs, watch)),
    ...(watch ? backupItems(plan, watch, nowMs) : []),
    ...(watch ? contactItems(plan, watch, nowMs) : []),
    ...(watch ? followupItems(watch, nowMs) : []),
  ]
  const holding = items.filter(({ holds }) => holds).length
  return { items, percent: items.length === 0 ? null : Math.floor((100 * holding) / items.length) }
}

function scenarioItem(plan: Plan, id: string, proofs: readonly Proof[], nowMs: number): Item {
  const own = proofs.filter(({ scenario, startedMs }) => scenario === id && startedMs <= nowMs)
  const proof = own.toSorted((a, b) => b.startedMs - a.startedMs)[0] ?? null
  const forMs = provenForDays(plan, id) * DAY_MS
  return { kind: 'scenario', id, proof, forMs, holds: proof !== null && nowMs - proof.startedMs <= forMs }
}

function drillItem(plan: Plan, id: string, proofs: readonly Proof[], nowMs: number, watch?: WatchState): Item {
  const standing = drillStanding(plan, id, proofs, nowMs, watch && trackOf(watch, id))
  const { overdueSinceMs, skippedMs, heldMs } = standing
  return { kind: 'drill', id, standing, holds: overdueSinceMs === null && skippedMs === null && heldMs !== null }
}

/** A test of so long ago says nothing of the numbers of today: somewhat more than twice a period may be. */
const CONTACTS_HOLD_SHARE = 1.25

function contactItems({ contactTests }: Plan, { contacts }: WatchState, nowMs: number): Item[] {
  const { round, lookedMs, troubles } = contacts
  const asked = round?.asked ?? []
  const confirmed = asked.filter(({ confirmedMs }) => confirmedMs !== undefined).length
  const lastMs = round?.startedMs ?? null
  const dead = Object.keys(troubles).length
  const looked: Item = { kind: 'reach', id: 'reach', holds: lookedMs !== null && dead === 0, lookedMs, troubles: dead }
  if (contactTests === 'never') return [looked]
  const isFresh = lastMs !== null && nowMs - lastMs <= DRILL_PERIODS[contactTests] * DAY_MS * CONTACTS_HOLD_SHARE
  const holds = isFresh && asked.length > 0 && confirmed === asked.length
  const waiting = asked.flatMap(({ person, means, confirmedMs }) =>
    confirmedMs === undefined ? [{ person, means }] : [],
  )
  return [{ kind: 'contacts', id: 'contacts', holds, lastMs, asked: asked.length, confirmed, waiting }, looked]
}

/** Where nothing is left to do there is nothing that could hold. */
function followupItems({ followups }: WatchState, nowMs: number): Item[] {
  const open = followups.filter(({ done }) => done === undefined)
  const overdue = open.filter(({ dueMs }) => dueMs <= nowMs).length
  return open.length === 0
    ? []
    : [{ kind: 'followups', id: 'followups', holds: overdue === 0, open: open.length, overdue }]
}

/** Until a drill of it should have come round again; in a rotation that is a year. */
function provenForDays(plan: Plan, scenario: string): number {
  const days = Object.values(plan.drills).flatMap((drill) => daysBetween(drill, scenario))
  return days.length === 0 ? PROVEN_FOR_DAYS : Math.min(...days)
}

function daysBetween({ every, scenarios, rotation }: Drill, scenario: string): number[] {
  if (scenarios.includes(scenario)) return [every === undefined ? DRILL_PERIODS.month : DRILL_PERIODS[every]]
  return Object.values(rotation).includes(scenario) ? [DRILL_PERIODS.year] : []
}
