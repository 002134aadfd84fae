/**
 * Makes a retried delivery act once in this process: who asks again under the same key gets the first one's result. Across replicas and
 * restarts the journal does the same, by the same key. What failed is forgotten, so that the retry tries again, and so is what is older than
 * any retry: whoever asks the same thing later wants a new answer, also from a client that uses its trigger id again.
 */
import { createHash, randomUUID } from 'node:crypto'

/** Slack retries at once, after 1 minute and after 5 (docs.slack.dev, "The Events API", "Error handling"). */
const REMEMBERED_MS = 10 * 60_000
/** Results remembered at once, oldest dropped first. */
const REMEMBERED_MAX = 5_000

export interface Once<T> {
  /** `repeated`: the work is another call's. */
  do(key: string, work: () => Promise<T>): { result: Promise<T>; repeated: boolean }
}

/**
 * @param keep whether a result stands for its retries; others are forgotten as failures are.
 * @param now the program's clock, epoch ms.
 */
export function createOnce<T>(keep: (result: T) => boolean, now: () => number): Once<T> {
  const results = new Map<string, { result: Promise<T>; atMs: number }>()
  const dropOld = (atMs: number) => {
    for (const [key, oldest] of results) {
      if (results.size <= REMEMBERED_MAX && atMs - oldest.atMs < REMEMBERED_MS) break
      results.delete(key)
    }
  }
  return {
    do(key, work) {
      const atMs = now()
      dropOld(atMs)
      const known = results.get(key)
      if (known) return { result: known.result, repeated: true }
      const entry = { result: work(), atMs }
      results.set(key, entry)
      const forget = () => results.get(key) === entry && results.delete(key)
      entry.result.then((value) => keep(value) || forget(), forget)
      return { result: entry.result, repeated: false }
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
