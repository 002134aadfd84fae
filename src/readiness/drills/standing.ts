/** How a drill stands: when it was last held, when it is next due, and whether one has been missed. Pure. */
import type { Drill } from '../../plan/drill-schema.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Proof } from '../proof.ts'
import { type Occasion, occasionsOf, shifted } from './occasions.ts'
import type { DrillTrack } from './track.ts'

const DAY_MS = 24 * 3_600_000
/** The rarest drill is due once a year; what was missed before that is told no more. */
const YEARS_BACK_MS = 2 * 366 * DAY_MS
const YEAR_AHEAD_MS = 366 * DAY_MS

export interface DrillStanding {
  /** When it was last held, epoch ms; null: never, as far as anybody knows. */
  heldMs: number | null
  /** The incident of it; null: it was held outside Muster. */
  incident: string | null
  /** The next that has not been held yet; null: it is due at no moment. */
  next: Occasion | null
  /** Since when it is owed because the last one was missed, epoch ms; null: it is not. */
  overdueSinceMs: number | null
  /** When somebody left out the one that is at hand, epoch ms; null: nobody has. */
  skippedMs: number | null
}

/** @param track what people have made of its occasions; undefined: nobody watches over it. */
export function drillStanding(
  plan: Plan,
  id: string,
  proofs: readonly Proof[],
  nowMs: number,
  track?: Pick<DrillTrack, 'skipped' | 'moved' | 'recorded' | 'sinceMs'>,
): DrillStanding {
  const drill = plan.drills[id]!
  const held = heldOf(drill, id, [...proofs, ...recordedOf(id, track)], nowMs)
  const last = held.at(-1)
  const planned = occasionsOf(plan, drill, nowMs - YEARS_BACK_MS, nowMs + YEAR_AHEAD_MS)
  const all = planned.map((one, index) => ({
    ...shifted(one, track?.moved[one.name], planned[index + 1]),
    skippedMs: track?.skipped[one.name]?.atMs ?? null,
  }))
  const wasHeld = ({ fromMs, untilMs }: Occasion) => held.some(({ atMs }) => atMs >= fromMs && atMs < untilMs)
  const lastDue = all.findLast(({ untilMs }) => untilMs <= nowMs)
  // Held late is held.
  // Never held, and the plan came into force after it: nobody has missed it.
  const isBefore = last === undefined && (lastDue?.untilMs ?? 0) <= (track?.sinceMs ?? 0)
  const missed = lastDue !== undefined && !isBefore && (last === undefined || last.atMs < lastDue.fromMs)
  const toCome = all.filter((one) => one.untilMs > nowMs && !wasHeld(one))
  return {
    heldMs: last?.atMs ?? null,
    incident: last?.incident ?? null,
    next: toCome.find(({ skippedMs }) => skippedMs === null) ?? null,
    overdueSinceMs: missed ? lastDue.untilMs : null,
    skippedMs: toCome[0]?.skippedMs ?? null,
  }
}

const recordedOf = (drill: string, track: Pick<DrillTrack, 'recorded'> | undefined): Proof[] =>
  (track?.recorded ?? []).map(({ startedMs }) => ({
    ...{ incident: '', scenario: null, mode: 'drill', drill, startedMs, tookMs: 0, rtoMs: 0 },
  }))

/** All that it ever practises; sets of backups may be among them. */
export const scenariosOf = ({ scenarios, rotation }: Drill): string[] => [
  ...new Set([...scenarios, ...Object.values(rotation)]),
]

/** What may be practised now: this month's scenario, else any that the drill names. */
export const practised = (drill: Drill, { next }: DrillStanding): string[] =>
  next && next.scenarios.length > 0 ? next.scenarios : scenariosOf(drill)

/** Those of one drill of the plan; one that nobody has named counts for each that practises its scenario. */
export const proofsOfDrill = (plan: Plan, id: string, proofs: readonly Proof[]): Proof[] => {
  const drill = plan.drills[id]
  return drill ? ofDrill(drill, id, proofs) : []
}

function ofDrill(drill: Drill, id: string, proofs: readonly Proof[]): Proof[] {
  const itsOwn = new Set(scenariosOf(drill))
  return proofs
    .filter(({ mode }) => mode === 'drill')
    .filter(({ scenario, drill: named }) => (named === null ? itsOwn.has(scenario ?? '') : named === id))
}

interface Held {
  atMs: number
  incident: string | null
}

/** Drills in Muster of what it practises, those that somebody has recorded, and the day that the plan names; oldest first. */
function heldOf(drill: Drill, id: string, proofs: readonly Proof[], nowMs: number): Held[] {
  const inMuster = ofDrill(drill, id, proofs).map(
    ({ startedMs, incident }): Held => ({ atMs: startedMs, incident: incident || null }),
  )
  const elsewhere = heldElsewhere(drill).map(({ startedMs }): Held => ({ atMs: startedMs, incident: null }))
  return [...inMuster, ...elsewhere].filter(({ atMs }) => atMs <= nowMs).toSorted((a, b) => a.atMs - b.atMs)
}

/** On the day that the plan names. */
export const heldElsewhere = ({ last }: Drill): { startedMs: number }[] =>
  last === undefined ? [] : [{ startedMs: Date.parse(`${last}T12:00:00Z`) }]
