/**
 * Makes a retried delivery act once in this process: who asks again under the same key gets the first one's result. Across replicas and
 * restarts the journal does the same, by the same key. What failed is forgotten, so that the retry tries again.
 */
import { createHash, randomUUID } from 'node:crypto'

/** Results remembered, oldest dropped first: Slack's retries end within minutes, and this many take longer. */
const REMEMBERED_MAX = 5_000

export interface Once<T> {
  /** `repeated`: the work is another call's. */
  do(key: string, work: () => Promise<T>): { result: Promise<T>; repeated: boolean }
}

/** @param keep whether a result stands for its retries; others are forgotten as failures are. */
export function createOnce<T>(keep: (result: T) => boolean): Once<T> {
  const results = new Map<string, Promise<T>>()
  return {
    do(key, work) {
      const known = results.get(key)
      if (known) return { result: known, repeated: true }
      const result = work()
      results.set(key, result)
      const forget = () => results.delete(key)
      result.then((value) => keep(value) || forget(), forget)
      for (const oldest of results.keys()) {
        if (results.size <= REMEMBERED_MAX) break
        results.delete(oldest)
      }
      return { result, repeated: false }
    },
  }
}

/**
 * The key of a request: equal for two deliveries of the same one, different for two acts that look alike.
 * @param distinct what tells acts apart (trigger id, action time stamp, view id); with none of them the request counts as new.
 * @param content what was asked, so that ids that a client reuses do not make different requests one.
 */
export function requestKey(distinct: (string | undefined)[], content: unknown[]): string {
  const known = distinct.filter((part) => part)
  if (known.length === 0) return `slack:${randomUUID()}`
  return `slack:${createHash('sha256')
    .update(JSON.stringify([known, content]))
    .digest('base64url')
    .slice(0, 32)}`
}
