/** How far apart the backups of something are at most, over a year of its calendars, and when that is. */
import type { BackupSet } from '../../plan/backup-schema.ts'
import { arePutBack, clockText, WEEKDAYS, weekdayOf } from '../../plan/clock-text.ts'
import { momentsOf } from '../../plan/schedule.ts'
import type { Schedule } from '../../plan/time-field.ts'

const YEAR_MS = 366 * 24 * 3_600_000
/** What is written so often has no hour of the week that is worse than the others. */
const FAST_MS = 60_000
/** After so many it is known whether the gap comes at several hours of the day. */
const CLOCKS_MAX = 20

export interface Gap {
  /** From the beginning of one backup to that of the next. */
  ms: number
  /** How long that next one takes, as far as anybody has said: until it is whole, the one before is the newest. */
  takesMs: number
  /** Index of the set that is made most often, and would have to be made more often still. */
  set: number
  /** "every day from 17:00 to 02:00 UTC", or which days of the week. */
  when: string
  /** The hour at which most is lost, such as "02:00". */
  worst: string
}

/** One backup being made. */
interface Run {
  startMs: number
  takesMs: number
  set: number
}

/**
 * The gap in the year after an instant in which most is lost; null when nothing is ever lost (it is saved all the time or at each change), undefined when no set
 * has a schedule, or one by events alone. @param zone of the plan, IANA.
 */
export function widestGap(sets: readonly BackupSet[], zone: string, fromMs: number): Gap | null | undefined {
  const schedules = sets.flatMap(({ schedule = [], zone: own = zone, takes: takesMs = 0 }, set) =>
    schedule.map((one) => ({ schedule: one, zone: own, takesMs, set })),
  )
  const fast = schedules.find(({ schedule: { time } }) => time.kind === 'interval' && time.everyMs <= FAST_MS)
  if (fast?.schedule.time.kind === 'interval') {
    const { takesMs, set } = fast
    return { ms: fast.schedule.time.everyMs, takesMs, set, when: 'all the time', worst: 'any moment' }
  }
  if (schedules.some(({ schedule }) => losesNothing(schedule))) return null
  const moments = schedules.map((one) => momentsOf(one.schedule, one.zone, fromMs, fromMs + YEAR_MS))
  // Only events, such as deployments: between two of them anything may happen.
  if (moments.every((each) => each === null)) return undefined
  const runs = useful(
    schedules.flatMap(({ takesMs, set }, index) =>
      (moments[index] ?? []).map((startMs) => ({ startMs, takesMs, set })),
    ),
  )
  return widestBetween(runs, schedules[0]?.zone ?? zone)
}

/** In their order, without those that another one makes needless that began no sooner and is whole no later. */
function useful(runs: readonly Run[]): Run[] {
  const latestFirst = runs.toSorted((a, b) => b.startMs - a.startMs || a.takesMs - b.takesMs)
  let wholeMs = Number.POSITIVE_INFINITY
  const kept = latestFirst.filter(({ startMs, takesMs }) => {
    const isSooner = startMs + takesMs < wholeMs
    wholeMs = Math.min(wholeMs, startMs + takesMs)
    return isSooner
  })
  return kept.toReversed()
}

/** @param zone in which it is told. */
function widestBetween(runs: readonly Run[], zone: string): Gap {
  const gaps = runs.slice(1).map((to, index) => ({ from: runs[index]!, to }))
  const lossOf = ({ from, to }: (typeof gaps)[number]) => to.startMs + to.takesMs - from.startMs
  const most = gaps.reduce((ms, gap) => Math.max(ms, lossOf(gap)), 0)
  const widest = gaps.filter((gap) => lossOf(gap) === most)
  const [first] = widest
  const bySet = [...Map.groupBy(runs, (run) => run.set)].toSorted(([, a], [, b]) => b.length - a.length)
  const set = bySet[0]?.[0] ?? 0
  if (!first) return { ms: YEAR_MS, takesMs: 0, set, when: 'all year', worst: 'any hour' }
  const { from, to } = first
  const days = weekdaysOf(
    widest.map((gap) => gap.from.startMs),
    zone,
  )
  const [began, next] = [clockText(from.startMs, zone), clockText(to.startMs, zone)]
  const isAlways = new Set(widest.slice(0, CLOCKS_MAX).map((gap) => clockText(gap.to.startMs, zone))).size > 1
  const clocks = began === next ? `at ${next}` : `${isAlways ? 'such as ' : ''}from ${began} to ${next}`
  const why = widest.length === 1 && arePutBack(from.startMs, to.startMs, zone) ? ', when clocks are put back' : ''
  return {
    ms: to.startMs - from.startMs,
    takesMs: to.takesMs,
    set,
    when: `${daysText(days, widest.length)}${isAlways ? ',' : ''} ${clocks} ${zone}${why}`,
    worst: clockText(to.startMs + to.takesMs, zone),
  }
}

function weekdaysOf(moments: readonly number[], zone: string): ReadonlySet<number> {
  const days = new Set<number>()
  for (const atMs of moments) if (days.size < 7) days.add(weekdayOf(atMs, zone))
  return days
}

/** Written all the time, or whenever it changes; what is saved before a deployment is saved then alone. */
const losesNothing = ({ time }: Schedule): boolean =>
  time.kind === 'continuous' || (time.kind === 'event' && time.when === 'on' && /^(?:every )?changes?$/.test(time.what))

/** The longest way a schedule stands still may come once a year only, when a clock is put back. */
function daysText(days: ReadonlySet<number>, count: number): string {
  if (count === 1) return `on one ${WEEKDAYS[[...days][0] ?? 0]} of the year`
  if (days.size === 7) return 'every day'
  return `on ${[...days]
    .sort((a, b) => a - b)
    .map((day) => `${WEEKDAYS[day]}s`)
    .join(', ')}`
}
