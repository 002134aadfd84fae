/** What was found of a backup set where it lies. */
export interface SeenSet {
  set: string
  /** Newest first, at most `NEWEST_MAX`. */
  newest: { key: string; madeAtMs: number; size: number; verified: boolean }[]
  /** When the oldest of all was made, epoch ms; absent: there is none. */
  oldestMs?: number
  /** Why the store could not say; absent: it said. */
  unread?: string
}

/** As many of each set are kept to compare sizes. */
export const NEWEST_MAX = 10
