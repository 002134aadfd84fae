/**
 * One replica's word against another's. Each looks for itself, and the watch knows one verdict: that of whoever has changed their mind last. A replica that has seen
 * another all along doubts it; whoever still sees what is known says so, and if nobody does (they are gone, or have their own troubles) the doubt was right. Pure.
 */
import type { Event, Fact } from '../watch/events.ts'
import type { Ref, SignalTrack } from './track.ts'

/** Others have so long to say that it is as it is known, and at least some looks. */
const DOUBT_MS = 3 * 60_000
const LOOKS = 3
/** What has been confirmed, or comes and goes for somebody, is doubted no more for so long. */
const PATIENCE_MS = 60 * 60_000

interface Seen {
  ref: Ref
  /** Since when the replica has seen it so. */
  sinceMs: number
  /** How often it looks. */
  everyMs: number
}

/** Somebody sees what is known. */
export const agreement = (fact: Fact, { ref }: Seen, track: SignalTrack | undefined): Event[] =>
  track && track.doubtedMs !== null ? [{ ...fact, type: 'signal-confirmed', ref }] : []

/** Undefined: what a replica sees differently is so, because it has just changed there, or nobody has said otherwise. */
export function disagreement(fact: Fact, seen: Seen, track: SignalTrack | undefined): Event[] | undefined {
  if (!track || seen.sinceMs >= track.sinceMs) return undefined
  const { doubtedMs, confirmedMs } = track
  if (doubtedMs !== null) return fact.atMs - doubtedMs >= Math.max(DOUBT_MS, LOOKS * seen.everyMs) ? undefined : []
  if (confirmedMs !== null && fact.atMs - confirmedMs < PATIENCE_MS) return []
  return [{ ...fact, type: 'signal-doubted', ref: seen.ref }]
}

/** It came and went, and a replica sees it standing still: at once when it has seen it come and go, later when it has seen nothing of that. */
export const isSteadyFor = (
  { flappingSinceMs }: SignalTrack,
  { atMs, sinceMs, steadyMs }: { atMs: number; sinceMs: number; steadyMs: number },
): boolean => {
  const flappedMs = flappingSinceMs ?? sinceMs
  const hasSeenIt = flappedMs - sinceMs < steadyMs
  return atMs - sinceMs >= steadyMs && (hasSeenIt || atMs - flappedMs >= PATIENCE_MS)
}
