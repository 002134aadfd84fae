/**
 * Walks the journal and names what was tampered with: for each stream the first row that is changed, missing or cut off, or whose private
 * text is not the one that was journaled.
 *
 * It promises bounded memory, and correct answers while replicas go on appending. An erased text is fine. It does not find a stream that
 * was rewritten from some row to its end together with its head, or removed whole: only heads kept elsewhere show that.
 */
import { GENESIS, hashRow, hashText, referencesOf } from './journal.ts'
import type { JournalRow, PrivateText, Storage, StreamHead } from './storage.ts'

export interface JournalFinding {
  stream: string
  /** Row at which the chain breaks; for a cut-off stream, the first row that is not there any more. */
  seq: number
  problem: 'changed' | 'missing' | 'cut-off' | 'text'
  /** One sentence for people. */
  message: string
}

const ROWS_PER_PAGE = 500
const STREAMS_PER_PAGE = 500

/** Yields a finding for each damaged stream; `onStream` hears of every stream that was walked, with its number of sound rows. */
export async function* verifyJournal(
  storage: Storage,
  options: { prefix?: string; onStream?: (stream: string, rows: number) => void } = {},
): AsyncGenerator<JournalFinding> {
  const { prefix, onStream } = options
  let after: string | undefined
  for (;;) {
    const page = await storage.streams({
      limit: STREAMS_PER_PAGE,
      ...(prefix ? { prefix } : {}),
      ...(after ? { after } : {}),
    })
    for (const { stream } of page) {
      const { soundRows, finding } = await verifyStream(storage, stream)
      onStream?.(stream, soundRows)
      if (finding) yield finding
    }
    after = page.at(-1)?.stream
    if (page.length < STREAMS_PER_PAGE) return
  }
}

async function verifyStream(
  storage: Storage,
  stream: string,
): Promise<{ soundRows: number; finding?: JournalFinding }> {
  let seq = 0
  let hash = GENESIS
  for (;;) {
    const page = await storage.rows(stream, seq, ROWS_PER_PAGE)
    if (!page) return { soundRows: seq }
    const texts = Map.groupBy(page.texts, (text) => text.seq)
    for (const row of page.rows) {
      const finding = checkRow(row, seq + 1, hash, texts.get(row.seq) ?? [])
      if (finding) return { soundRows: seq, finding }
      seq = row.seq
      hash = row.hash
    }
    if (page.rows.length === ROWS_PER_PAGE) continue
    // The head came in the same snapshot as this last page, so what others append meanwhile cannot look like damage.
    const finding = checkEnd(stream, page.head, { seq, hash })
    return finding ? { soundRows: seq, finding } : { soundRows: seq }
  }
}

/** What is wrong with the row that follows `previousHash`, or with its private texts; undefined: nothing. */
export function checkRow(
  row: JournalRow,
  expectedSeq: number,
  previousHash: string,
  texts: PrivateText[],
): JournalFinding | undefined {
  const at = (seq: number, problem: JournalFinding['problem'], what: string): JournalFinding => ({
    stream: row.stream,
    seq,
    problem,
    message: `${row.stream}, row ${seq}: ${what}`,
  })
  if (row.seq !== expectedSeq) return at(expectedSeq, 'missing', `is missing; the next row found is ${row.seq}`)
  if (hashRow(previousHash, row) !== row.hash)
    return at(row.seq, 'changed', 'was changed, or the row before it: its hash does not match')
  const byId = new Map(texts.map((text) => [text.id, text]))
  for (const reference of referencesOf(row)) {
    const text = byId.get(reference.id)
    if (!text)
      return at(row.seq, 'text', `its private text ${reference.id} is missing; an erased text leaves an empty record`)
    if (text.text === null && text.salt === null) continue
    if (hashText(text.salt ?? '', text.text ?? '') !== reference.hash) {
      return at(row.seq, 'text', `its private text ${reference.id} is not the one that was journaled`)
    }
  }
  return undefined
}

function checkEnd(stream: string, head: StreamHead, last: { seq: number; hash: string }): JournalFinding | undefined {
  if (last.seq < head.seq) {
    const message = `${stream}, row ${last.seq + 1}: is cut off; the stream should have ${head.seq} rows and ends at ${last.seq}`
    return { stream, seq: last.seq + 1, problem: 'cut-off', message }
  }
  if (last.seq > head.seq || last.hash !== head.hash) {
    const message = `${stream}, row ${last.seq}: the stream's head says row ${head.seq} with another hash`
    return { stream, seq: last.seq, problem: 'changed', message }
  }
  return undefined
}
