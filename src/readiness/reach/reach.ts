/**
 * Whether a service is away, judged from what its calls come to. Two signs: our own calls, and what the service says of itself. One failed call is no loss, and neither is
 * a word of the service alone while it answers us. Pure; every replica judges for itself.
 */

export interface Reach {
  verdict: 'unknown' | 'reachable' | 'away'
  /** When the first of the failed calls in a row was made; null: the last one worked. */
  failingSinceMs: number | null
  failures: number
  /** In a row, since it was away. */
  successes: number
  /** When the last call was made that counted. */
  countedMs: number | null
  /** Why the last one failed. */
  why: string
  /** What the service says of itself; null: nothing, or that all is well. */
  says: string | null
}

export const noReach = (): Reach => ({
  ...{ verdict: 'unknown', failingSinceMs: null, failures: 0, successes: 0, countedMs: null },
  ...{ why: '', says: null },
})

/** When nothing else is sent, so often is asked whether it answers. */
export const LOOK_MS = 20_000
/** While it is not clear how it is. */
export const LOOK_CLOSELY_MS = 10_000
/** While it is away, and has not answered again. */
const LOOK_AWAY_MS = 30_000
/** Calls that fail within this time of each other are one sign: what fails together failed for one reason. */
const SAME_SIGN_MS = 5_000
/** With calls that take 5 s to fail: lost at 0, seen at 20, 30 and 40 s at the latest. */
const FAILURES_MIN = 3
/** When the service says itself that something is wrong. */
const FAILURES_WITH_WORD_MIN = 2
const SUCCESSES_MIN = 2

export type Answer = { ok: true } | { ok: false; why: string }

/** @param atMs when the call was made. */
export function heard(before: Reach, answer: Answer, atMs: number): Reach {
  if (answer.ok) return worked(before, atMs)
  const known = { ...before, why: answer.why, successes: 0, failingSinceMs: before.failingSinceMs ?? atMs }
  if (isSameSign(before, atMs) && before.failingSinceMs !== null) return known
  return judged({ ...known, failures: before.failures + 1, countedMs: atMs })
}

function worked(before: Reach, atMs: number): Reach {
  const well = { ...before, failures: 0, failingSinceMs: null }
  if (before.verdict !== 'away') return { ...well, verdict: 'reachable', countedMs: atMs }
  if (before.successes > 0 && isSameSign(before, atMs)) return before
  const successes = before.successes + 1
  if (successes < SUCCESSES_MIN) return { ...before, successes, countedMs: atMs }
  return { ...well, verdict: 'reachable', successes: 0, countedMs: atMs }
}

const isSameSign = ({ countedMs }: Reach, atMs: number) => countedMs !== null && atMs - countedMs < SAME_SIGN_MS

/** @param says in one line; null: nothing is wrong, or it could not be asked. */
export const heardWord = (before: Reach, says: string | null): Reach => judged({ ...before, says })

function judged(reach: Reach): Reach {
  const min = reach.says === null ? FAILURES_MIN : FAILURES_WITH_WORD_MIN
  return reach.failures >= min ? { ...reach, verdict: 'away' } : reach
}

/** When it has to be asked again; a call that something else makes meanwhile puts it off. */
export function nextLookMs(reach: Reach): number {
  if (reach.countedMs === null) return 0
  if (isSteady(reach)) return reach.countedMs + LOOK_MS
  const isLost = reach.verdict === 'away' && reach.successes === 0
  return reach.countedMs + (isLost ? LOOK_AWAY_MS : LOOK_CLOSELY_MS)
}

/** Nothing points to a change. */
export const isSteady = (reach: Reach): boolean => reach.verdict === 'reachable' && reach.failingSinceMs === null
