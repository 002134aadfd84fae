/**
 * The storage as one replica sees it: the one that all share, behind a database that fails and calls in which the replica is killed. A transaction of somebody who
 * is killed, or whose connection breaks before the commit, leaves nothing; one that breaks after it is done, though nobody is told.
 */
import { decodeRows } from '../../../src/engine/journal.ts'
import type { Job, JournalRow, PrivateText, Storage, StreamTransaction } from '../../../src/engine/storage.ts'
import type { Entropy } from '../entropy.ts'
import type { Life } from '../world/life.ts'
import { type Database, unlessDead } from './database.ts'

/** What a transaction has appended, told once it is committed. */
export type OnCommit = (stream: string, rows: JournalRow[], texts: PrivateText[], jobs: readonly Job[]) => void

export function createReplicaStorage(parts: {
  shared: Storage
  database: Database
  life: Life
  entropy: Entropy
  /** Share of the wake-ups that are not heard. */
  deaf: number
  onCommit: OnCommit
}): Storage {
  const { shared, database, life, entropy, deaf, onCommit } = parts

  /** Reads go there once; the way back takes no time of its own. */
  const read = async <T>(work: () => Promise<T>): Promise<T> => {
    await database.reach(life)
    return work()
  }
  const inside = (tx: StreamTransaction, written: Written[]): StreamTransaction => ({
    stream: tx.stream,
    head: tx.head,
    rows: (afterSeq) => read(() => tx.rows(afterSeq)),
    append(rows, texts) {
      tx.append(rows, texts)
      written.push({ stream: tx.stream, rows, texts, jobs: [] })
    },
    setDue: tx.setDue,
    handOut(jobs) {
      tx.handOut(jobs)
      written.find(({ stream }) => stream === tx.stream)?.jobs.push(...jobs)
    },
    remember: (key) => read(() => tx.remember(key)),
    savePlan: tx.savePlan,
    plan: (digest) => read(() => tx.plan(digest)),
  })
  const transact = async <T>(begin: (written: Written[]) => Promise<T>): Promise<T> => {
    const written: Written[] = []
    const answer = await unlessDead(life, begin(written))
    for (const { stream, rows, texts, jobs } of written) onCommit(stream, rows, texts, jobs)
    if (written.length > 0) await database.back(life)
    return answer
  }
  /** Work, then the way to the commit: whoever is killed on it has done nothing. */
  const toCommit = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work
    await database.reach(life)
    return answer
  }

  return {
    ...shared,
    start: async () => {},
    stop: async () => {},
    async withStream(stream, work) {
      await database.reach(life)
      return transact((written) => shared.withStream(stream, (tx) => life.orDie(toCommit(work(inside(tx, written))))))
    },
    async withDue(nowMs, limit, work, except) {
      await database.reach(life)
      return transact((written) =>
        shared.withDue(
          nowMs,
          limit,
          (held) => life.orDie(toCommit(work(held.map((tx) => inside(tx, written))))),
          except,
        ),
      )
    },
    rows: (stream, afterSeq, limit) => read(() => shared.rows(stream, afterSeq, limit)),
    streams: (options) => read(() => shared.streams(options)),
    earliestDue: (afterMs, except) => read(() => shared.earliestDue(afterMs, except)),
    recalled: (key) => read(() => shared.recalled(key)),
    plan: (digest) => read(() => shared.plan(digest)),
    onWake: (listener) =>
      shared.onWake(() => {
        if (life.isAlive && !entropy.happens(deaf)) listener()
      }),
  }
}

interface Written {
  stream: string
  rows: JournalRow[]
  texts: PrivateText[]
  jobs: Job[]
}

/** The events of committed rows, each with its place. */
export const eventsOf = (rows: JournalRow[], texts: PrivateText[]) =>
  decodeRows(rows, texts).map((event, index) => ({ ...event, seq: rows[index]!.seq }))
