/**
 * How many automatic replies one number gets. Two machines that answer each other would otherwise go on for ever, at our cost. Kept in
 * memory: each replica counts by itself, and a restart forgets.
 */

const REPLIES_MAX = 5
const WINDOW_MS = 15 * 60_000
/** Beyond so many numbers the oldest are forgotten. */
const NUMBERS_MAX = 10_000

export interface ReplyLimit {
  /** Whether this number may be replied to now; counts it when so. */
  allows(number: string, nowMs: number): boolean
}

export function createReplyLimit(): ReplyLimit {
  const replies = new Map<string, number[]>()
  return {
    allows(number, nowMs) {
      const recent = (replies.get(number) ?? []).filter((atMs) => atMs > nowMs - WINDOW_MS)
      const allowed = recent.length < REPLIES_MAX
      replies.delete(number)
      replies.set(number, allowed ? [...recent, nowMs] : recent)
      const oldest = replies.keys().next()
      if (replies.size > NUMBERS_MAX && !oldest.done) replies.delete(oldest.value)
      return allowed
    },
  }
}
