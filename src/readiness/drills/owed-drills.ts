/** What a watch owes for the drills of its plan: that they are announced, begun, followed up, and known to have been missed. Pure. */
import type { Obligation } from '../../plan/core.ts'
import type { Drill } from '../../plan/drill-schema.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Effect } from '../watch/effects.ts'
import { want } from '../watch/efforts.ts'
import type { WatchState } from '../watch/state.ts'
import { type LiveOccasion, liveOccasions, trackOf } from './live-occasions.ts'
import type { DrillDue, DrillItem } from './track.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Announced so long before and made ready so long, where the plan says nothing else; the next day what was learned is written down, and within a week the procedures are put right (R152). */
const ANNOUNCED_MS = DAY_MS
const PREPARED_MS = HOUR_MS
const DEBRIEF_MS = DAY_MS
/** Asked for while there is still time: within a week they are to be right. */
export const UPDATES_WITHIN_MS = 7 * DAY_MS
const UPDATES_MS = 5 * DAY_MS
/** One that may be held at any time of its period is asked for again when so much of it is over. */
const REMINDED_SHARE = 0.75

export const drillsOwed = (plan: Plan, state: WatchState): Obligation<Effect>[] => [
  ...Object.keys(plan.drills).flatMap((id) => ofDrill(plan, state, id)),
  ...overridden(state),
]

function ofDrill(plan: Plan, state: WatchState, id: string): Obligation<Effect>[] {
  const track = trackOf(state, id)
  return liveOccasions(plan, state, id).flatMap((one) => {
    const { occasion, untilMs, skipped, heldMs } = one
    const items = skipped ? [] : itemsOf(plan.drills[id]!, one)
    const asked = items
      .filter(
        ({ item, dueMs }) => !track.said.includes(`${occasion}/${item}`) && dueMs >= (track.sinceMs ?? state.sinceMs),
      )
      .map(({ item, dueMs }) => due(`${item}`, dueMs, { kind: 'remind-of-drill', drill: id, occasion, item }))
    const isOver = skipped || heldMs !== null
    const lastMs = Math.max(untilMs, ...items.map(({ dueMs }) => dueMs))
    const end = isOver
      ? due('close', lastMs, { kind: 'close-drill', drill: id, occasion, untilMs })
      : due('miss', untilMs, { kind: 'miss-drill', drill: id, occasion, untilMs })
    return [...asked, end]
  })
}

const due = (what: string, dueMs: number, effect: DrillDue): Obligation<Effect> => ({
  id: `drill/${effect.drill}/${effect.occasion}/${what}`,
  dueMs,
  effect,
})

export interface ItemDue {
  item: DrillItem
  dueMs: number
}

/** In order. What follows a drill counts from when it was really begun. */
export function itemsOf(drill: Drill, occasion: LiveOccasion): ItemDue[] {
  const { heldMs } = occasion
  return (heldMs === null ? before(drill, occasion) : after(drill, heldMs)).toSorted((a, b) => a.dueMs - b.dueMs)
}

function before({ timeline }: Drill, { startMs, fromMs, untilMs }: LiveOccasion): ItemDue[] {
  if (startMs === null) {
    return [
      { item: 'due', dueMs: fromMs },
      { item: 'reminder', dueMs: fromMs + Math.round((untilMs - fromMs) * REMINDED_SHARE) },
    ]
  }
  const own = ofTimeline('timeline', timeline, startMs, (at) => at < 0)
  const announced: ItemDue[] =
    own.length > 0
      ? own
      : [
          { item: 'announce', dueMs: startMs - ANNOUNCED_MS },
          { item: 'prepare', dueMs: startMs - PREPARED_MS },
        ]
  return [...announced, { item: 'start', dueMs: startMs }]
}

function after({ timeline }: Drill, heldMs: number): ItemDue[] {
  const own = ofTimeline('after', timeline, heldMs, (at) => at > 0)
  if (own.length > 0) return own
  return [
    { item: 'debrief', dueMs: heldMs + DEBRIEF_MS },
    { item: 'updates', dueMs: heldMs + UPDATES_MS },
  ]
}

const ofTimeline = (
  name: 'timeline' | 'after',
  timeline: Drill['timeline'],
  zeroMs: number,
  which: (at: number) => boolean,
): ItemDue[] =>
  timeline.flatMap(({ at }, index): ItemDue[] => (which(at) ? [{ item: `${name}/${index}`, dueMs: zeroMs + at }] : []))

/** Nobody practises while it is earnest: drills that go on are called off. */
function overridden(state: WatchState): Obligation<Effect>[] {
  const open = Object.entries(state.openIncidents)
  const real = open.find(([, { mode }]) => mode === 'real')
  if (!real) return []
  const [because, { startedMs }] = real
  return open
    .filter(([, { mode }]) => mode === 'drill')
    .flatMap(([incident]) =>
      want(state, `call-off/${incident}/${because}`, startedMs, { kind: 'call-off', incident, because }),
    )
}
