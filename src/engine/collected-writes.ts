/** What a transaction on one stream has collected so far and will write when its work resolves; the same for every storage. */
import { assertFollows, type Job, type JournalRow, type PrivateText, type StreamHead } from './storage.ts'

export interface CollectedWrites {
  rows: JournalRow[]
  texts: PrivateText[]
  jobs: Job[]
  /** Absent: due time and openness stay as they are. */
  due?: { dueMs: number | null; open: boolean }
}

/** The collecting half of a StreamTransaction, and what it has collected. */
export function collectWrites(stream: string, head: StreamHead) {
  const writes: CollectedWrites = { rows: [], texts: [], jobs: [] }
  return {
    writes,
    append(rows: JournalRow[], texts: PrivateText[]) {
      if (writes.rows.length > 0) throw new Error(`${stream}: a transaction appends at most once`)
      assertFollows(stream, head, rows)
      writes.rows = rows
      writes.texts = texts
    },
    setDue(dueMs: number | null, open: boolean) {
      writes.due = { dueMs, open }
    },
    handOut(jobs: Job[]) {
      writes.jobs.push(...jobs)
    },
  }
}

/** Whether something is owed sooner than what everybody has been told of so far. */
export const isSooner = (dueMs: number | null, thanMs: number | null): boolean =>
  dueMs !== null && (thanMs === null || dueMs < thanMs)
