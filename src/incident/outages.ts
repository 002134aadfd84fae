/**
 * When the service was away because of an incident: from its beginning until it was back, and, where the incident was opened again, from then until it was back once
 * more. What lies between counts for nothing: people had their service. Every figure of an outage is taken from here. Pure.
 */
import type { Stretch } from '../plan/stretches.ts'
import type { IncidentState } from './state.ts'

/** In order. A drill and what turned out to be nothing have them too. @param untilMs where one ends that is not over. */
export function awayOf(state: IncidentState, untilMs: number): Stretch[] {
  const { outageStartMs, declaredMs, restoredMs, endedMs, respites } = state
  const first = respites[0]
  // Said of what came back, it says nothing of the first time.
  const isOfFirst = outageStartMs !== null && (first === undefined || outageStartMs <= first.fromMs)
  const again = respites.map(({ toMs }, index) =>
    index === respites.length - 1 ? Math.max(toMs, outageStartMs ?? 0) : toMs,
  )
  const starts = [isOfFirst ? outageStartMs : declaredMs, ...again]
  const ends = [...respites.map(({ fromMs }) => fromMs), restoredMs ?? endedMs ?? untilMs]
  return starts.map((fromMs, index) => ({ fromMs, toMs: Math.max(fromMs, index === 0 ? declaredMs : 0, ends[index]!) }))
}

/** What counts against availability: nothing of a drill, or of what turned out to be nothing. */
export function outagesOf(state: IncidentState, nowMs: number): Stretch[] {
  const { mode, phase } = state
  return mode === 'drill' || (phase !== 'open' && phase !== 'resolved') ? [] : awayOf(state, nowMs)
}

/** How long recovering took: one that was opened again is as slow as its slowest time. Null: it is not back, or it was none. */
export function recoveryMs(state: IncidentState): number | null {
  const { phase, restoredMs, endedMs } = state
  // What was called off, or is another incident, came back only if somebody said so.
  const backMs = phase === 'open' || phase === 'resolved' ? (restoredMs ?? endedMs) : restoredMs
  return backMs === null ? null : longestMs(awayOf(state, backMs))
}

/** The slowest of those times that are over; 0: none is. */
export const slowestBeforeMs = (state: IncidentState): number =>
  longestMs(awayOf(state, Number.NEGATIVE_INFINITY).slice(0, -1))

const longestMs = (stretches: readonly Stretch[]): number =>
  Math.max(0, ...stretches.map(({ fromMs, toMs }) => toMs - fromMs))
