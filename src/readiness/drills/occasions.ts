/**
 * When drills are due. One with a schedule has moments of its own, kept in its zone through changes of daylight saving; one that is due once in each week, month,
 * quarter, half-year or year may be held at any time of it. Pure.
 */

import { firstFreeDay } from '../../plan/blackouts.ts'
import { clockText, dayText, monthOf } from '../../plan/clock-text.ts'
import type { Drill } from '../../plan/drill-schema.ts'
import { periodsOf } from '../../plan/periods.ts'
import { momentsOf } from '../../plan/schedule.ts'
import type { Plan } from '../../plan/schema.ts'

const DAY_MS = 24 * 3_600_000

/** Held so long before or after its moment, it is still this one. */
const EARLY_MS = DAY_MS
const LATE_MS = 7 * DAY_MS

export interface Occasion {
  /** When it begins, epoch ms; null: at any time between the other two. */
  startMs: number | null
  /** Held from then on it counts, epoch ms. */
  fromMs: number
  /** Not held before then it has been missed, epoch ms. */
  untilMs: number
  /** What is practised, any of them where there are several; none: backups, or what its label says. */
  scenarios: string[]
  /** What the plan calls it in that month; null: nothing special. */
  theme: string | null
  /** The day for which it is planned, which stays the same when its hour is changed or somebody moves it; of several in a day the later ones with their time. */
  name: string
}

/** Every occasion that is not over by the first instant and has begun, or is to begin, before the second; in order. */
export function occasionsOf(plan: Plan, drill: Drill, fromMs: number, toMs: number): Occasion[] {
  const zone = drill.zone ?? plan.zone
  const found: (Span & { plannedMs: number })[] =
    drill.every === undefined
      ? byMoment(plan, drill, zone, fromMs, toMs)
      : periodsOf(drill.every, zone, fromMs, toMs).map((period) => ({
          ...period,
          startMs: null,
          plannedMs: period.fromMs,
        }))
  return found.map(({ plannedMs, ...span }, index) => {
    const day = dayText(plannedMs, zone)
    const before = found[index - 1]?.plannedMs
    const isSecond = before !== undefined && dayText(before, zone) === day
    // A blackout changes the day, not what is practised.
    const month = monthOf(plannedMs, zone)
    const inMonth = drill.rotation[month]
    return {
      ...span,
      scenarios: inMonth !== undefined && plan.scenarios[inMonth] ? [inMonth] : drill.scenarios,
      theme: drill.themes[month] ?? null,
      name: isSecond ? `${day}T${clockText(plannedMs, zone)}` : day,
    }
  })
}

/** As somebody has moved it; what is practised stays. @param next the one after it, which is never reached. */
export function shifted(one: Occasion, startMs: number | undefined, next: Occasion | undefined): Occasion {
  if (startMs === undefined) return one
  const untilMs = Math.min(Math.max(one.untilMs, startMs + LATE_MS), next?.fromMs ?? Number.POSITIVE_INFINITY)
  return { ...one, startMs, fromMs: Math.min(one.fromMs, startMs - DAY_MS), untilMs }
}

type Span = Pick<Occasion, 'startMs' | 'fromMs' | 'untilMs'>

/** A blackout moves a moment to a later day: so far back one may have been meant to fall. */
const MOVED_MAX_MS = 62 * DAY_MS

function byMoment(
  { blackouts }: Plan,
  { schedule }: Drill,
  zone: string,
  fromMs: number,
  toMs: number,
): (Span & { plannedMs: number })[] {
  if (!schedule) return []
  const sinceMs = fromMs - LATE_MS - (blackouts.length > 0 ? MOVED_MAX_MS : 0)
  // Events have no moments: such a drill is never due by itself.
  const planned = momentsOf(schedule, zone, sinceMs, toMs + EARLY_MS) ?? []
  const held = planned.map((plannedMs) => ({ plannedMs, startMs: firstFreeDay(plannedMs, blackouts, zone) }))
  // Two that fall on one day are held as one.
  const moments = held.filter(({ startMs }, index) => startMs !== held[index - 1]?.startMs)
  return moments
    .map(({ plannedMs, startMs }, index) => {
      const nextMs = moments[index + 1]?.startMs ?? Number.POSITIVE_INFINITY
      const untilMs = Math.min(startMs + LATE_MS, nextMs - EARLY_MS)
      return { plannedMs, startMs, fromMs: startMs - EARLY_MS, untilMs }
    })
    .filter((span) => span.untilMs > fromMs && span.fromMs < toMs)
}
