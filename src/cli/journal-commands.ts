/** `muster journal verify`, `export` and `erase`, on an open storage. They write what they find and give the exit code. */
import { GENESIS } from '../engine/journal.ts'
import type { Storage, StoredRows } from '../engine/storage.ts'
import { verifyJournal } from '../engine/verify-journal.ts'

type Write = (text: string) => void

const ROWS_PER_PAGE = 500

/** 0: every row is as it was journaled; 1: the first bad row of each damaged stream is named. */
export async function verify(storage: Storage, { json, write }: { json: boolean; write: Write }): Promise<number> {
  let streams = 0
  let rows = 0
  const onStream = (_: string, sound: number) => {
    streams++
    rows += sound
  }
  const findings = []
  for await (const finding of verifyJournal(storage, { onStream })) {
    findings.push(finding)
    if (!json) write(`${finding.message}\n`)
  }
  if (json) write(`${JSON.stringify({ streams, rows, findings })}\n`)
  else if (findings.length === 0) write(`${rows} rows of ${streams} streams are as they were journaled.\n`)
  else write(`${findings.length} of ${streams} streams are damaged.\n`)
  return findings.length === 0 ? 0 : 1
}

interface ExportOptions {
  stream?: string
  texts: boolean
  write: (text: string) => void | Promise<void>
  /** Where what went wrong is said: the export itself goes to `write`. */
  complain: Write
}

/**
 * One JSON line a row, in order, as journaled: with its hash, so that the chain can be checked without Muster, and with its private texts
 * unless they are left out. The first line says what the first hash of a chain follows on. Waits for `write`, so that a journal of any size
 * is exported in bounded memory. 1 when there is no stream of that name.
 */
export async function exportRows(storage: Storage, { stream, texts, write, complain }: ExportOptions): Promise<number> {
  if (stream !== undefined && !(await storage.rows(stream, 0, 1))?.rows.length) {
    complain(`There is no stream ${stream}: \`muster journal export\` without --stream writes all there are.\n`)
    return 1
  }
  await write(`${JSON.stringify({ journal: 1, genesis: GENESIS })}\n`)
  for (const name of stream === undefined ? await streamNames(storage) : [stream]) {
    for await (const page of pagesOf(storage, name)) {
      const byRow = Map.groupBy(page.texts, (text) => text.seq)
      const lines = page.rows.map((row) => {
        const own = (byRow.get(row.seq) ?? []).map(({ id, salt, text }) => ({ id, salt, text }))
        return `${JSON.stringify(texts ? { ...row, texts: own } : row)}\n`
      })
      await write(lines.join(''))
    }
  }
  return 0
}

interface EraseOptions {
  match: { stream?: string; subject?: string }
  /** Without it nothing is erased, and it is said what would be. */
  confirmed: boolean
  write: Write
  complain: Write
}

/** Erases the private texts of one stream or of one person, for good. The chain stays whole. 1 when nothing was erased. */
export async function erase(storage: Storage, { match, confirmed, write, complain }: EraseOptions): Promise<number> {
  const count = confirmed ? await storage.eraseTexts(match) : await countTexts(storage, match)
  if (count === 0) {
    const whose = [match.stream && `in stream ${match.stream}`, match.subject && `of ${match.subject}`]
    complain(`There are no texts ${whose.filter(Boolean).join(' ')}: nothing is erased.\n`)
    return 1
  }
  const texts = `${count} ${count === 1 ? 'text' : 'texts'}`
  if (confirmed) write(`${texts} ${count === 1 ? 'is' : 'are'} erased.\n`)
  else complain(`${texts} would be erased, for good: say --yes to do it.\n`)
  return confirmed ? 0 : 1
}

/** How many texts `eraseTexts` would erase. */
async function countTexts(storage: Storage, { stream, subject }: EraseOptions['match']): Promise<number> {
  let count = 0
  for (const name of stream === undefined ? await streamNames(storage) : [stream]) {
    for await (const { texts } of pagesOf(storage, name)) {
      count += texts.filter((one) => one.text !== null && (subject === undefined || one.subject === subject)).length
    }
  }
  return count
}

const streamNames = async (storage: Storage) => (await storage.streams()).map((one) => one.stream)

async function* pagesOf(storage: Storage, stream: string): AsyncGenerator<StoredRows> {
  for (let after = 0; ; ) {
    const page = await storage.rows(stream, after, ROWS_PER_PAGE)
    const last = page?.rows.at(-1)
    if (!page || !last) return
    yield page
    after = last.seq
  }
}
