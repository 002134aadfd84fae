/**
 * How much of the outage that its availability objective allows a system has had (R8). The year is the 365 days before the moment in question (E28), an outage
 * lasts from its known beginning until the service was back, and drills and what turned out to be nothing do not count. Pure.
 */
import type { Plan } from '../plan/schema.ts'
import { union, within } from '../plan/stretches.ts'
import { outagesOf } from './outages.ts'
import type { IncidentState } from './state.ts'

const YEAR_MS = 365 * 24 * 3_600_000

export interface Downtime {
  /** What the objective allows in a year, ms. */
  allowedMs: number
  /** Of the year so far, this incident's included, ms. */
  usedMs: number
  /** This incident's own, ms. */
  thisMs: number
}

/** Null: the plan has no such objective, or this is a drill. @param all incidents of any plan, this one among them or not. */
export function downtime(
  plan: Plan,
  state: IncidentState,
  all: readonly IncidentState[],
  nowMs: number,
): Downtime | null {
  const { availability } = plan.objectives
  const own = outagesOf(state, nowMs)
  if (availability === undefined || own.length === 0) return null
  const others = all.filter(({ id, planId }) => planId === state.planId && id !== state.id)
  const outages = union([...own, ...others.flatMap((other) => outagesOf(other, nowMs))])
  const sinceMs = nowMs - YEAR_MS
  return {
    allowedMs: Math.round(((100 - availability) / 100) * YEAR_MS),
    usedMs: within(outages, sinceMs, nowMs),
    thisMs: within(own, sinceMs, nowMs),
  }
}
