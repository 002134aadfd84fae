/**
 * How often one address or one person may ask. Each has a bucket of tokens that fills again with time; what finds it empty is told how long to wait.
 * In memory and bounded: each replica counts by itself, and beyond `keysMax` the one unseen longest is forgotten.
 */

export interface RateLimit {
  /** 0: go on, and it is counted; else how many seconds to wait, at least 1. */
  waitSeconds(key: string, nowMs: number): number
}

export interface Rate {
  perSecond: number
  /** As many at once. */
  burst: number
}

const KEYS_MAX = 10_000

export function createRateLimit({ perSecond, burst }: Rate, keysMax = KEYS_MAX): RateLimit {
  const buckets = new Map<string, { tokens: number; atMs: number }>()
  return {
    waitSeconds(key, nowMs) {
      const before = buckets.get(key)
      // A clock that was set back gives nothing and takes nothing.
      const passedMs = before ? Math.max(0, nowMs - before.atMs) : 0
      const tokens = before ? Math.min(burst, before.tokens + (passedMs / 1000) * perSecond) : burst
      const allowed = tokens >= 1
      buckets.delete(key)
      buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, atMs: nowMs })
      const [oldest] = buckets.keys()
      if (buckets.size > keysMax && oldest !== undefined) buckets.delete(oldest)
      return allowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond))
    },
  }
}
