/** Reads journal rows with their texts and the stream's head, all of one snapshot. */
import type pg from 'pg'
import { READ_ROWS } from './sql/journal-sql.ts'
import type { JournalRow, PrivateText, StoredRows, StreamHead } from './storage.ts'

interface ReadRow {
  head_seq: number
  head_hash: string
  erasures: number
  /** Null when the stream has no row after the one asked for; the rest is null with it. */
  seq: number | null
  at_ms: number
  type: string
  data: string
  hash: string
  /** Of all rows, with the first. */
  texts: { seq: number; id: string; subject: string | null; salt: string | null; text: string | null }[] | null
}

/** @param limit at most so many rows; absent: all. */
export async function readRows(
  queryable: Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>,
  stream: string,
  afterSeq: number,
  limit?: number,
): Promise<(StoredRows & { head: StreamHead }) | undefined> {
  const found: pg.QueryResult<ReadRow> = await queryable.query({
    name: 'read-rows',
    text: READ_ROWS,
    values: [stream, afterSeq, limit ?? null],
  })
  const [first] = found.rows
  if (!first) return undefined
  const rows: JournalRow[] = []
  for (const { seq, at_ms, type, data, hash } of found.rows)
    if (seq !== null) rows.push({ stream, seq, atMs: at_ms, type, data, hash })
  const texts = (first.texts ?? []).map(({ id, seq, subject, salt, text }): PrivateText => {
    return { id, stream, seq, ...(subject === null ? {} : { subject }), salt, text }
  })
  return { rows, texts, head: { seq: first.head_seq, hash: first.head_hash, erasures: first.erasures } }
}
