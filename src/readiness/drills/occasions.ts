/**
 * When drills are due. One with a schedule has moments of its own, kept in its zone through changes of daylight saving; one that is due once in each week, month,
 * quarter, half-year or year may be held at any time of it. Pure.
 */
import { monthOf } from '../../plan/clock-text.ts'
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
}

/** Every occasion that is not over by the first instant and has begun, or is to begin, before the second; in order. */
export function occasionsOf(plan: Plan, drill: Drill, fromMs: number, toMs: number): Occasion[] {
  const zone = drill.zone ?? plan.zone
  const found: Span[] =
    drill.every === undefined
      ? byMoment(drill, zone, fromMs, toMs)
      : periodsOf(drill.every, zone, fromMs, toMs).map((period) => ({ ...period, startMs: null }))
  return found.map((span) => {
    const month = monthOf(span.startMs ?? span.fromMs, zone)
    const inMonth = drill.rotation[month]
    return {
      ...span,
      scenarios: inMonth !== undefined && plan.scenarios[inMonth] ? [inMonth] : drill.scenarios,
      theme: drill.themes[month] ?? null,
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

function byMoment({ schedule }: Drill, zone: string, fromMs: number, toMs: number): Span[] {
  if (!schedule) return []
  // Events have no moments: such a drill is never due by itself.
  const moments = momentsOf(schedule, zone, fromMs - LATE_MS, toMs + EARLY_MS) ?? []
  return moments
    .map((startMs, index) => {
      const nextMs = moments[index + 1] ?? Number.POSITIVE_INFINITY
      return { startMs, fromMs: startMs - EARLY_MS, untilMs: Math.min(startMs + LATE_MS, nextMs - EARLY_MS) }
    })
    .filter((span) => span.untilMs > fromMs && span.fromMs < toMs)
}
