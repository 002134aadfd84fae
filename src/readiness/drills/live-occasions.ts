/** The occasions of a drill that a watch still has to do with: at hand or next, as people have moved or skipped them, and held or not. Pure. */
import type { Plan } from '../../plan/schema.ts'
import type { WatchState } from '../watch/state.ts'
import { type Occasion, occasionsOf, shifted } from './occasions.ts'
import { heldElsewhere, scenariosOf } from './standing.ts'
import type { DrillTrack } from './track.ts'

const DAY_MS = 24 * 3_600_000
/** Looked ahead in steps: most drills come round within some weeks, the rarest once a year. */
const AHEAD_MS = [70 * DAY_MS, 400 * DAY_MS, 800 * DAY_MS]
/** What follows a drill may reach into the time of the next one. */
const LIVE_MAX = 2

export interface LiveOccasion extends Occasion {
  /** Names it, whenever it begins. */
  occasion: string
  skipped: boolean
  /** When it was begun, epoch ms; null: not yet. */
  heldMs: number | null
}

/** Nothing has happened to it yet. */
export const NO_TRACK: Omit<DrillTrack, 'cursorMs'> = { said: [], skipped: {}, moved: {}, recorded: [], past: [] }

export const trackOf = (state: WatchState, drill: string): DrillTrack =>
  state.drills[drill] ?? { ...NO_TRACK, cursorMs: state.sinceMs }

/** In order; at most two. */
export function liveOccasions(plan: Plan, state: WatchState, id: string): LiveOccasion[] {
  const track = trackOf(state, id)
  // What should have begun before it was watched over is not to be asked for.
  const found = occasionsFrom(plan, id, track.cursorMs).filter(
    ({ startMs }) => startMs === null || startMs >= (track.sinceMs ?? state.sinceMs),
  )
  return found.slice(0, LIVE_MAX).map((one, index) => {
    const moved = shifted(one, track.moved[one.name], found[index + 1])
    return {
      ...moved,
      occasion: one.name,
      skipped: track.skipped[one.name] !== undefined,
      heldMs: heldWithin(plan, state, id, moved),
    }
  })
}

const known = new WeakMap<Plan, Map<string, Occasion[]>>()
const KNOWN_MAX = 200

/** A calendar of years is not walked through at each tick. */
function occasionsFrom(plan: Plan, id: string, fromMs: number): Occasion[] {
  const ofPlan = known.get(plan) ?? new Map<string, Occasion[]>()
  known.set(plan, ofPlan)
  const key = `${id}/${fromMs}`
  const before = ofPlan.get(key)
  if (before) return before
  if (ofPlan.size >= KNOWN_MAX) ofPlan.clear()
  const found = lookAhead(plan, id, fromMs)
  ofPlan.set(key, found)
  return found
}

function lookAhead(plan: Plan, id: string, fromMs: number): Occasion[] {
  for (const aheadMs of AHEAD_MS) {
    const found = occasionsOf(plan, plan.drills[id]!, fromMs, fromMs + aheadMs)
    // One more than is asked for: a moved one may come as late as the next.
    if (found.length > LIVE_MAX) return found.slice(0, LIVE_MAX + 1)
  }
  return occasionsOf(plan, plan.drills[id]!, fromMs, fromMs + AHEAD_MS.at(-1)!)
}

function heldWithin(plan: Plan, state: WatchState, id: string, { fromMs, untilMs }: Occasion): number | null {
  const practises = new Set(scenariosOf(plan.drills[id]!))
  const isThis = ({ drill, scenario }: { drill: string | null; scenario: string | null }) =>
    drill === null ? practises.has(scenario ?? '') : drill === id
  const inMuster = [...state.proofs, ...Object.values(state.openIncidents)].filter(
    (one) => one.mode === 'drill' && isThis(one),
  )
  const held = [...inMuster, ...trackOf(state, id).recorded, ...heldElsewhere(plan.drills[id]!)]
    .map(({ startedMs }) => startedMs)
    .filter((startedMs) => startedMs >= fromMs && startedMs < untilMs)
  return held.length === 0 ? null : Math.min(...held)
}
