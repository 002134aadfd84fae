/** A stream's transaction that remembers what it was about and what it will write, for the copy and for the record. */
import type { Plan } from '../../plan/schema.ts'
import type { StoredRows, StreamHead, StreamTransaction, Turn } from '../storage.ts'

export interface Watched {
  tx: StreamTransaction
  stream: string
  head: StreamHead
  seen: StoredRows & {
    turn?: Turn
    key?: string
    due?: { dueMs: number | null; open: boolean }
    plans: Map<string, Plan>
  }
}

export function watchTransaction(tx: StreamTransaction): Watched {
  const seen: Watched['seen'] = { rows: [], texts: [], plans: new Map() }
  return {
    stream: tx.stream,
    head: tx.head,
    seen,
    tx: {
      ...tx,
      append(rows, texts) {
        tx.append(rows, texts)
        seen.rows = rows
        seen.texts = texts
      },
      setDue(dueMs, open) {
        tx.setDue(dueMs, open)
        seen.due = { dueMs, open }
      },
      async remember(key) {
        seen.key = key
        return tx.remember(key)
      },
      async savePlan(digest, plan) {
        await tx.savePlan(digest, plan)
        seen.plans.set(digest, plan)
      },
      onTurn(turn) {
        seen.turn = turn
      },
    },
  }
}
