/** What probes saw in the last day, in memory: each replica knows its own looks, and a restart forgets. */

/** One look that has ended. */
interface Seen {
  atMs: number
  ok: boolean
  tookMs: number
}

const KEPT_MS = 24 * 3_600_000
/** A day of looks every half minute; of a probe that is asked more often, less than a day is kept. */
const KEPT_MAX = 2_880

export interface History {
  add(seen: Seen): void
  /** Of what is kept: how often it was looked at, how often that failed, and how long half of the answers took at most. */
  summary(nowMs: number): { looks: number; failed: number; p50Ms: number | null }
}

export function createHistory(): History {
  const kept: Seen[] = []
  return {
    add(seen) {
      kept.push(seen)
      while (kept.length > KEPT_MAX || (kept[0]?.atMs ?? seen.atMs) < seen.atMs - KEPT_MS) kept.shift()
    },
    summary(nowMs) {
      const recent = kept.filter(({ atMs }) => atMs >= nowMs - KEPT_MS)
      const answered = recent.filter(({ ok }) => ok).map(({ tookMs }) => tookMs)
      answered.sort((a, b) => a - b)
      const middle = answered[Math.floor((answered.length - 1) / 2)]
      return { looks: recent.length, failed: recent.length - answered.length, p50Ms: middle ?? null }
    },
  }
}
