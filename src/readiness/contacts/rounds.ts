/** When everybody is asked to confirm that they can be reached, and by which means. Pure. */
import { timeOfDay } from '../../plan/clock-text.ts'
import { personOrder } from '../../plan/people.ts'
import { periodsOf } from '../../plan/periods.ts'
import { momentsOf } from '../../plan/schedule.ts'
import type { Plan } from '../../plan/schema.ts'
import { type Address, ASKED_MEANS } from './track.ts'

const DAY_MS = 24 * 3_600_000
/** On the second Tuesday of the period: not in its first days, when people are away, and never near a weekend. */
const TUESDAY = {
  written: 'second Tuesday',
  time: { kind: 'calendar', rule: { every: 'month', nth: 2, weekday: 2, at: { hour: 0, minute: 0 } }, zone: null },
} as const
const ASKED_HOUR = 10
const DAY_FROM_HOUR = 8
const DAY_TO_HOUR = 20
/** Whoever has not confirmed by then is told of. */
export const CONFIRM_WITHIN_MS = 7 * DAY_MS

/** The first day of the next round after an instant, as midnight in the plan's zone, epoch ms; undefined: the plan wants none. */
export function nextRound({ contactTests, zone }: Plan, afterMs: number): number | undefined {
  if (contactTests === 'never') return undefined
  const periods = periodsOf(contactTests, zone, afterMs - 31 * DAY_MS, afterMs + 800 * DAY_MS)
  const tuesdays = periods.flatMap(({ fromMs }) => momentsOf(TUESDAY, zone, fromMs, fromMs + 20 * DAY_MS)?.[0] ?? [])
  return tuesdays.find((atMs) => atMs > afterMs)
}

/** At ten in the morning where the person is. @param dayMs an instant of that day in the plan's zone. */
export const askedMs = (plan: Plan, person: string, dayMs: number): number =>
  timeOfDay(dayMs, plan.zone, plan.people[person]?.zone ?? plan.zone, ASKED_HOUR)

/** At once where it is day, else at ten in the morning: nobody is woken for a test. */
export function inDaytime(plan: Plan, person: string, atMs: number): number {
  const zone = plan.people[person]?.zone ?? plan.zone
  const [dayMs, nightMs] = [DAY_FROM_HOUR, DAY_TO_HOUR].map((hour) => timeOfDay(atMs, zone, zone, hour)) as [
    number,
    number,
  ]
  if (dayMs <= atMs && atMs < nightMs) return atMs
  return timeOfDay(atMs < dayMs ? atMs : atMs + DAY_MS, zone, zone, ASKED_HOUR)
}

/** Every address of everybody of the plan, also those that a person's own order leaves out. */
export const addressesOf = (plan: Plan): Address[] =>
  Object.entries(plan.people).flatMap(([person, { means: _order, ...known }]) => {
    const usable = personOrder({ ...plan, people: { [person]: known } }, person, { means: [...ASKED_MEANS] })
    return ASKED_MEANS.filter((means) => usable.includes(means)).map((means) => ({ person, means }))
  })
