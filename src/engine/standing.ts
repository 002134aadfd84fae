/** Where streams stand after their rows have gone by, one stream after the other: by their rules, as the engine would find them. */
import type { Plan } from '../plan/schema.ts'
import type { Cores } from './any-core.ts'
import { decodeRows } from './journal.ts'
import type { JournalRow, PrivateText } from './storage.ts'

export interface Stands {
  /** When something is owed next; null: nothing. */
  dueMs: number | null
  open: boolean
  /** Why the rules could not be asked; it is due at once then, and the engine says it again. */
  trouble?: string
}

/** @param plans by digest, of all streams. */
export function createStanding(cores: Cores<unknown>, plans: ReadonlyMap<string, Plan>, nowMs: number) {
  let now: { stream: string; state: unknown; trouble?: string } | undefined

  const fold = (stream: string, rows: readonly JournalRow[], texts: readonly PrivateText[]) => {
    const core = cores(stream)
    const start = now?.stream === stream ? now : { stream, state: core.initial(stream) }
    try {
      const events = decodeRows([...rows], [...texts])
      now = { ...start, state: events.reduce((state, event) => core.evolve(state, event), start.state) }
    } catch (error) {
      now = { ...start, trouble: `${stream}: its rules failed (${(error as Error).message})` }
    }
  }

  const standing = (stream: string, state: unknown): Stands => {
    const core = cores(stream)
    const digest = core.planDigest(state)
    const plan = digest === undefined ? undefined : plans.get(digest)
    const open = !core.closed(state)
    if (digest !== undefined && !plan)
      return { dueMs: nowMs, open, trouble: `${stream}: its plan ${digest} is not there` }
    return { dueMs: core.owed(plan, state)[0]?.dueMs ?? null, open }
  }

  return {
    take: fold,
    /** After its last row. */
    of(stream: string): Stands {
      if (now?.stream !== stream) return { dueMs: null, open: false }
      if (now.trouble !== undefined) return { dueMs: nowMs, open: true, trouble: now.trouble }
      try {
        return standing(stream, now.state)
      } catch (error) {
        return { dueMs: nowMs, open: true, trouble: `${stream}: its rules failed (${(error as Error).message})` }
      }
    },
  }
}
