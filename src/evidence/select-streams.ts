/**
 * Which rows of the journal belong to a period: of incidents everything from their beginning, of streams that never end what is of the period, with the hash
 * that comes before. All up to the end of the period, so that the same question has the same answer whenever it is asked afterwards.
 */
import { GENESIS } from '../engine/journal.ts'
import type { JournalRow, Storage } from '../engine/storage.ts'
import { SYSTEM_STREAM } from '../readiness/state.ts'
import { isWatchStream, watchStream } from '../readiness/watch/state.ts'
import type { StreamRange } from './format.ts'

export interface Period {
  /** Epoch milliseconds; `untilMs` is outside. */
  sinceMs: number
  untilMs: number
  /** Only what belongs to this plan. */
  planId?: string
}

export interface Selected extends StreamRange {
  /** Of an incident and of a watch. */
  planId?: string
  /** Plan that a watch went by when the period began. */
  planDigest?: string
}

export type Journal = Pick<Storage, 'streams' | 'rows'>

const ROWS_PER_PAGE = 500
const STREAMS_PER_PAGE = 500

export async function selectStreams(journal: Journal, period: Period): Promise<Selected[]> {
  const selected: Selected[] = []
  for (let after: string | undefined; ; ) {
    const page = await journal.streams({ limit: STREAMS_PER_PAGE, ...(after !== undefined && { after }) })
    for (const { stream } of page) {
      const found = await select(journal, stream, period)
      if (found) selected.push(found)
    }
    after = page.at(-1)?.stream
    if (page.length < STREAMS_PER_PAGE) return selected
  }
}

/** Rows of a stream, oldest first, a page at a time. */
export async function* rowsOf(journal: Pick<Journal, 'rows'>, stream: string, afterSeq = 0) {
  for (let after = afterSeq; ; ) {
    const page = await journal.rows(stream, after, ROWS_PER_PAGE)
    const last = page?.rows.at(-1)
    if (!page || !last) return
    yield page
    after = last.seq
  }
}

async function select(journal: Journal, stream: string, period: Period): Promise<Selected | undefined> {
  const { sinceMs, untilMs, planId } = period
  if (isWatchStream(stream) && planId !== undefined && stream !== watchStream(planId)) return undefined
  const endless = stream === SYSTEM_STREAM || isWatchStream(stream)
  let after = { seq: 0, hash: GENESIS }
  let last: JournalRow | undefined
  let about: Pick<Selected, 'planId' | 'planDigest'> = {}
  let isOver = false
  for await (const { rows } of rowsOf(journal, stream)) {
    for (const row of rows) {
      isOver ||= row.atMs >= untilMs
      if (isOver) break
      if (row.type === 'declared' || (row.type === 'plan-adopted' && row.atMs < sinceMs)) about = planOf(row)
      if (endless && last === undefined && row.atMs < sinceMs) after = { seq: row.seq, hash: row.hash }
      else last = row
    }
    if (isOver) break
  }
  if (isWatchStream(stream)) about = { ...about, planId: stream.slice(watchStream('').length) }
  const isFromAnotherPlan = !endless && planId !== undefined && about.planId !== planId
  if (last === undefined || last.atMs < sinceMs || isFromAnotherPlan) return undefined
  return { stream, ...about, after, last: { seq: last.seq, hash: last.hash } }
}

function planOf({ data }: JournalRow): Pick<Selected, 'planId' | 'planDigest'> {
  const { planId, planDigest } = JSON.parse(data) as { planId?: string; planDigest?: string }
  return { ...(planId !== undefined && { planId }), ...(planDigest !== undefined && { planDigest }) }
}
