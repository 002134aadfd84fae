/**
 * The local copy: open streams whole, and the plans that they go by. It is told in lines, which a file keeps, and it is the sum of these. A stream's rows are taken
 * only when they follow by the chain.
 */
import type { Plan } from '../../plan/schema.ts'
import { EMPTY_HEAD, hashRow } from '../journal.ts'
import type { Kept, MemoryContents } from '../memory-storage.ts'
import type { JournalRow, StoredRows, StreamHead } from '../storage.ts'

export type CopyLine =
  | (StoredRows & {
      kind: 'rows'
      stream: string
      /** They are all there are, in place of what was known; otherwise they follow. */
      whole?: true
      erasures: number
      dueMs: number | null
      open: boolean
    })
  | { kind: 'forget'; stream: string }
  | { kind: 'plan'; digest: string; plan: Plan }
  /** Digests of the plans in force, by the plan's id. */
  | { kind: 'current'; plans: Record<string, string> }

export interface Copy {
  contents(): MemoryContents
  /** Takes a line; false when its rows do not follow what is there, and it changes nothing. */
  take(line: CopyLine): boolean
  /** The fewest lines that say all of it. */
  lines(): CopyLine[]
}

export function createCopy(): Copy {
  const streams = new Map<string, Kept>()
  const plans = new Map<string, Plan>()
  const current = new Map<string, string>()

  const takeRows = ({ stream, whole, rows, texts, erasures, dueMs, open }: CopyLine & { kind: 'rows' }): boolean => {
    const before: Kept = (!whole && streams.get(stream)) || { head: EMPTY_HEAD, rows: [], texts: [], dueMs: null, open }
    if (!follows(before.head, rows)) return false
    const { seq, hash } = rows.at(-1) ?? before.head
    const head: StreamHead = { seq, hash, erasures }
    streams.set(stream, { head, rows: [...before.rows, ...rows], texts: [...before.texts, ...texts], dueMs, open })
    return true
  }

  return {
    contents: () => ({ streams, plans, current }),
    take(line) {
      switch (line.kind) {
        case 'rows':
          return takeRows(line)
        case 'forget':
          return streams.delete(line.stream)
        case 'plan':
          plans.set(line.digest, line.plan)
          return true
        case 'current':
          current.clear()
          for (const [id, digest] of Object.entries(line.plans)) current.set(id, digest)
          return true
      }
    },
    lines: () => [
      ...[...plans].map(([digest, plan]) => ({ kind: 'plan' as const, digest, plan })),
      { kind: 'current' as const, plans: Object.fromEntries(current) },
      ...[...streams].map(([stream, { head, rows, texts, dueMs, open }]) => {
        return {
          kind: 'rows' as const,
          stream,
          whole: true as const,
          erasures: head.erasures,
          dueMs,
          open,
          rows,
          texts,
        }
      }),
    ],
  }
}

/** Whether rows go on from `head` by the chain; none do. */
export function follows(head: Pick<StreamHead, 'seq' | 'hash'>, rows: readonly JournalRow[]): boolean {
  let last = head
  return rows.every((row) => {
    const does = row.seq === last.seq + 1 && row.hash === hashRow(last.hash, row)
    last = row
    return does
  })
}
