/** How far apart the backups of something are at most, over a year of its calendars, and when that is. */
import type { BackupSet } from '../../plan/backup-schema.ts'
import { clockText, WEEKDAYS, weekdayOf } from '../../plan/clock-text.ts'
import { momentsOf } from '../../plan/schedule.ts'

const YEAR_MS = 366 * 24 * 3_600_000
/** What is written so often has no hour of the week that is worse than the others. */
const FAST_MS = 60_000

export interface Gap {
  ms: number
  /** "every day from 17:00 to 02:00 UTC", or which days of the week. */
  when: string
  /** The hour at which most is lost, such as "02:00". */
  worst: string
}

/**
 * The widest gap in the year after an instant; null when nothing is ever lost (it is saved all the time or at each change), undefined when no set has a
 * schedule. @param zone of the plan, IANA.
 */
export function widestGap(sets: readonly BackupSet[], zone: string, fromMs: number): Gap | null | undefined {
  const schedules = sets.flatMap((set) =>
    (set.schedule ?? []).map((schedule) => ({ schedule, zone: set.zone ?? zone })),
  )
  if (schedules.length === 0) return undefined
  const paces = schedules.flatMap(({ schedule: { time } }) => (time.kind === 'interval' ? [time.everyMs] : []))
  const fastestMs = Math.min(...paces)
  if (fastestMs <= FAST_MS) return { ms: fastestMs, when: 'all the time', worst: 'any moment' }
  const expanded = schedules.map(({ schedule, zone: at }) => momentsOf(schedule, at, fromMs, fromMs + YEAR_MS))
  if (expanded.some((moments) => moments === null)) return null
  const moments = [...new Set(expanded.flatMap((one) => one ?? []))].sort((a, b) => a - b)
  if (moments.length < 2) return { ms: YEAR_MS, when: 'all year', worst: 'any hour' }
  const gaps = moments.slice(1).map((toMs, index) => ({ fromMs: moments[index]!, toMs }))
  const ms = gaps.reduce((most, gap) => Math.max(most, gap.toMs - gap.fromMs), 0)
  const widest = gaps.filter((gap) => gap.toMs - gap.fromMs === ms)
  const [first] = widest
  if (!first) return undefined
  const told = schedules[0]?.zone ?? zone
  const days = new Set(widest.map((gap) => weekdayOf(gap.fromMs, told)))
  const [from, to] = [clockText(first.fromMs, told), clockText(first.toMs, told)]
  const clocks = from === to ? `at ${to}` : `from ${from} to ${to}`
  return { ms, when: `${daysText(days, widest.length)} ${clocks} ${told}`, worst: to }
}

/** The longest way a schedule stands still may come once a year only, when a clock is put back. */
function daysText(days: ReadonlySet<number>, count: number): string {
  if (count === 1) return `on one ${WEEKDAYS[[...days][0] ?? 0]} of the year`
  if (days.size === 7) return 'every day'
  return `on ${[...days]
    .sort((a, b) => a - b)
    .map((day) => `${WEEKDAYS[day]}s`)
    .join(', ')}`
}
