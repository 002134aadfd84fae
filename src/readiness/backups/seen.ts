/** What was found of a backup set where it lies. */
export interface SeenSet {
  set: string
  /** Newest first, at most `NEWEST_MAX`. */
  newest: { key: string; madeAtMs: number; size: number; verified: boolean }[]
  /** When the oldest of all was made, epoch ms; absent: there is none. */
  oldestMs?: number
  /** When each of all was made, newest first, at most `MADE_MAX`. */
  madeMs?: number[]
  /** The newest that a file beside it says to have been restored. */
  verified?: { key: string; madeAtMs: number }
  /** Newer than all of these, and with nothing in it. */
  empty?: { key: string; madeAtMs: number }
  /** Of the newest, looked at where the plan demands it: by what it is encrypted; `certain`: the store would say if it were encrypted there. */
  encryption?: { by: string[]; certain: boolean }
  /** Of the newest, looked at where the plan demands it: until when nobody can change it, epoch ms; null: anybody can. */
  lockedUntilMs?: number | null
  /** Why the store could not say; absent: it said. */
  unread?: string
  /** Unread: the newest that its store told when it last answered, newest first; absent: nobody remembers. */
  before?: SeenSet['newest']
}

/** As many of each set are kept to compare sizes. */
export const NEWEST_MAX = 10
/** Of more, the oldest are only counted in `oldestMs`. */
export const MADE_MAX = 20_000
