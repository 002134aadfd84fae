/**
 * Keeps the page gate's history of each person where all replicas see it, and decides on one request at a time for each person. The rules
 * are in page-gate.ts.
 */
import type pg from 'pg'
import { createKeyedLocks } from './keyed-locks.ts'
import {
  type Concluded,
  conclude,
  type GateHistory,
  gate,
  NO_HISTORY,
  type PageAnswer,
  type PageRequest,
} from './page-gate.ts'
import { inTransaction } from './postgres-stream.ts'
import { retryTransient } from './retry.ts'

export interface PageGate {
  /** May this page go out now? Ask for every attempt at a page to a person. */
  admit(request: PageRequest): Promise<PageAnswer>
  /** Says whether the message that `admit` allowed went out; only then do the pages that it carries count as sent. */
  conclude(page: { person: string; stream: string; page: string; nowMs: number } & Concluded): Promise<void>
}

/** Replaces one person's history; nobody else does so meanwhile. */
type Change = <T>(person: string, next: (history: GateHistory) => { history: GateHistory; answer: T }) => Promise<T>

export function createMemoryPageGate(): PageGate {
  const histories = new Map<string, GateHistory>()
  const locks = createKeyedLocks()
  return createPageGate((person, next) =>
    locks.hold(person, async () => {
      const { history, answer } = next(histories.get(person) ?? NO_HISTORY)
      histories.set(person, history)
      return answer
    }),
  )
}

/** @param pool may be the storage's; holds one connection for two statements. */
export function createPostgresPageGate(pool: pg.Pool): PageGate {
  return createPageGate((person, next) =>
    inTransaction(pool, async (client) => {
      // The insert waits for whoever writes this person's row, and an update that changes nothing locks it.
      const { rows } = await client.query<{ history: GateHistory }>(
        `INSERT INTO muster.page_gate AS g (person, history) VALUES ($1, $2)
         ON CONFLICT (person) DO UPDATE SET history = g.history RETURNING history`,
        [person, JSON.stringify(NO_HISTORY)],
      )
      const { history, answer } = next(rows[0]?.history ?? NO_HISTORY)
      await client.query('UPDATE muster.page_gate SET history = $2 WHERE person = $1', [
        person,
        JSON.stringify(history),
      ])
      return answer
    }),
  )
}

function createPageGate(change: Change): PageGate {
  return {
    admit: (request) => retryTransient(() => change(request.person, (history) => gate(history, request))),
    conclude: ({ person, stream, page, nowMs, ...became }) =>
      retryTransient(() =>
        change(person, (history) => ({
          history: conclude(history, { stream, page }, became, nowMs),
          answer: undefined,
        })),
      ),
  }
}
