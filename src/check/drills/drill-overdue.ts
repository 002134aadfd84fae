/** Drills that were due and have not been held, or of which nobody says when they last were. */
import { dayText, endOfDate } from '../../plan/clock-text.ts'
import { DRILL_PERIODS, type Drill } from '../../plan/drill-schema.ts'
import { momentsOf } from '../../plan/schedule.ts'
import type { Plan } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { listed, quoted } from '../words.ts'

const DAY_MS = 24 * 3_600_000

export const drillOverdue: CheckRule = {
  name: 'drill-overdue',
  level: 'warning',
  judge: ({ plan, nowMs }) => [
    ...neverSaid(plan),
    ...Object.entries(plan.drills).flatMap(([id, drill]) => overdue(plan, id, drill, nowMs)),
  ],
}

function neverSaid({ drills }: Plan): Finding[] {
  const all = Object.values(drills)
  const silent = all.filter(({ last }) => last === undefined)
  if (silent.length === 0) return []
  const which =
    silent.length === all.length
      ? 'none of its drills was ever held'
      : `${listed(silent.map(({ label }) => quoted(label)))} ${silent.length === 1 ? 'was' : 'were'} never held`
  return [
    {
      path: ['drills'],
      at: 'key',
      message: `as far as the plan says, ${which}`,
      remedy: 'write "last: 2026-11-07" at each that was held, and hold the others',
    },
  ]
}

function overdue(plan: Plan, id: string, drill: Drill, nowMs: number): Finding[] {
  if (drill.last === undefined) return []
  const zone = drill.zone ?? plan.zone
  const lastMs = endOfDate(drill.last, zone)
  if (lastMs === undefined) return []
  const dueMs = dueAfter(drill, lastMs, zone, nowMs)
  if (dueMs === undefined || dueMs > nowMs) return []
  return [
    {
      path: ['drills', id, 'last'],
      at: 'value',
      message: `"${drill.label}" was last held on ${drill.last} and was due on ${dayText(dueMs, zone)}`,
      remedy: 'hold it and write the day here, or write why it was left out in its place',
    },
  ]
}

function dueAfter({ every, schedule }: Drill, lastMs: number, zone: string, nowMs: number): number | undefined {
  if (every !== undefined) return lastMs + DRILL_PERIODS[every] * DAY_MS
  return schedule && (momentsOf(schedule, zone, lastMs, nowMs) ?? [])[0]
}
