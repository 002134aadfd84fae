/**
 * How available a component was, day by day: pure sums over the spans of time in which incidents held it down. Days are UTC days. A major or a
 * partial outage counts as downtime; degraded performance does not. Of spans that overlap, each moment counts once.
 */
import { union, within } from '../../plan/stretches.ts'

export const DAY_MS = 24 * 3_600_000
/** Days that the page shows, today among them. */
export const HISTORY_DAYS = 90

/** The worse, the later. */
const GRADES = ['operational', 'degraded_performance', 'partial_outage', 'major_outage'] as const
export type Grade = (typeof GRADES)[number]

/** A time during which one incident held a component in one state. */
export interface Span {
  incident: string
  fromMs: number
  /** Null: it goes on. */
  toMs: number | null
  grade: Exclude<Grade, 'operational'>
}

interface HistoryDay {
  /** Its beginning, epoch milliseconds. */
  atMs: number
  worst: Grade
  downMs: number
  /** Ids, in the order in which they began. */
  incidents: string[]
}

export interface History {
  /** Oldest first. */
  days: HistoryDay[]
  /** Share of the time without an outage, in percent; from 0 to 100. */
  uptimePercent: number
  downMs: number
  /** The plan's availability objective in percent, and whether these days kept it; absent when the plan has none. */
  objective?: { percent: number; met: boolean }
}

const isDown = ({ grade }: Span): boolean => grade === 'partial_outage' || grade === 'major_outage'

export const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS) * DAY_MS

/** @param objectivePercent share of the time, such as 99.9. */
export function historyOf(spans: readonly Span[], nowMs: number, objectivePercent?: number): History {
  const firstMs = dayOf(nowMs) - (HISTORY_DAYS - 1) * DAY_MS
  const known = spans
    .map((span) => ({ ...span, toMs: Math.min(span.toMs ?? nowMs, nowMs) }))
    .filter(({ fromMs, toMs }) => toMs > Math.max(fromMs, firstMs))
    .toSorted((a, b) => a.fromMs - b.fromMs)
  const outages = union(known.filter(isDown))
  const days = Array.from({ length: HISTORY_DAYS }, (_, index): HistoryDay => {
    const atMs = firstMs + index * DAY_MS
    const here = known.filter(({ fromMs, toMs }) => fromMs < atMs + DAY_MS && toMs > atMs)
    const worst = Math.max(0, ...here.map(({ grade }) => GRADES.indexOf(grade)))
    return {
      atMs,
      worst: GRADES[worst]!,
      downMs: within(outages, atMs, atMs + DAY_MS),
      incidents: [...new Set(here.map(({ incident }) => incident))],
    }
  })
  const downMs = days.reduce((sum, day) => sum + day.downMs, 0)
  const uptimePercent = nowMs > firstMs ? 100 * (1 - downMs / (nowMs - firstMs)) : 100
  return {
    days,
    downMs,
    uptimePercent,
    ...(objectivePercent !== undefined && {
      objective: { percent: objectivePercent, met: uptimePercent >= objectivePercent },
    }),
  }
}
