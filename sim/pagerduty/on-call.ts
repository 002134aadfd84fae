/**
 * Who is on call in the simulated account, by schedule: shifts that the driver sets, each open-ended until the next one begins.
 * A schedule belongs to the account's one escalation policy, on its first level. No rotation is computed here.
 */
import type { Clock } from '../../src/engine/clock.ts'
import type { PagerDutyUser } from './incidents.ts'

export interface Shift {
  scheduleId: string
  user: PagerDutyUser
  startMs: number
  /** Epoch milliseconds; absent: goes on. */
  endMs?: number
}

export interface OnCallSchedules {
  /** From now on `user` is on call for the schedule; undefined: nobody is. */
  set(scheduleId: string, user: PagerDutyUser | undefined): void
  /** Shifts that touch the range, both ends counted, by schedule and start. */
  between(sinceMs: number, untilMs: number): Shift[]
  /** Everyone on call for any schedule at this moment, each once. */
  now(): PagerDutyUser[]
}

export function createOnCallSchedules(clock: Clock): OnCallSchedules {
  let shifts: Shift[] = []
  const between = (sinceMs: number, untilMs: number) =>
    shifts.filter((shift) => shift.startMs <= untilMs && (shift.endMs === undefined || shift.endMs > sinceMs))
  return {
    set(scheduleId, user) {
      const nowMs = clock.now()
      shifts = shifts
        .map((shift) =>
          shift.scheduleId === scheduleId && shift.endMs === undefined ? { ...shift, endMs: nowMs } : shift,
        )
        .filter((shift) => shift.endMs !== shift.startMs)
      if (user) shifts.push({ scheduleId, user, startMs: nowMs })
    },
    between,
    now: () => [...new Set(between(clock.now(), clock.now()).map((shift) => shift.user))],
  }
}
