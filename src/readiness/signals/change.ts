/** A signal that becomes bad or well again, and one that does so too often. Pure. */
import type { Plan } from '../../plan/schema.ts'
import type { Event, Fact } from '../watch/events.ts'
import type { WatchState } from '../watch/state.ts'
import { meaningOf, reactionTo } from './meaning.ts'
import type { EventDetails, Ref } from './track.ts'

const HOUR_MS = 3_600_000
/** More changes than these in an hour, and it comes and goes. */
const CHANGES_MAX = 4
/** It is steady again when it has not changed for so long. */
export const STEADY_MS = 15 * 60_000
/** Many alerts are over when some have ended and none has been heard of for so long: more than the four hours after which Alertmanager repeats those that go on. */
export const QUIET_MS = 5 * HOUR_MS

export interface Change extends EventDetails {
  ref: Ref
  bad: boolean
  firstBadMs: number | null
}

export const recent = (times: readonly number[] | undefined, atMs: number): number[] =>
  (times ?? []).filter((one) => one > atMs - HOUR_MS)

export function changed(plan: Plan, state: WatchState, fact: Fact, change: Change): Event[] {
  const { ref, bad, firstBadMs, sinceMs, ...details } = change
  const track = state.signals.tracks[ref]
  if (recent(track?.changes, fact.atMs).length >= CHANGES_MAX)
    return [{ ...fact, type: 'signal-flapping', ref, bad, evidence: details.evidence }]
  if (!bad) return [{ ...fact, type: 'signal-cleared', ref, sinceMs }]
  const meaning = meaningOf(plan, ref)
  const tells = meaning !== undefined && reactionTo(ref, meaning) === 'tell'
  const fired = { ...fact, type: 'signal-fired' as const, ref, sinceMs, firstBadMs: firstBadMs ?? sinceMs, ...details }
  return [tells ? { ...fired, tells: true } : fired]
}
