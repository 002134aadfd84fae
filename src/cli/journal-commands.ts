/** `muster journal verify` and `export`, on an open storage. They write what they find and give the exit code. */
import { GENESIS } from '../engine/journal.ts'
import type { Storage, StoredRows } from '../engine/storage.ts'
import { verifyJournal } from '../engine/verify-journal.ts'
import { type Progress, SILENT } from './progress.ts'

type Write = (text: string) => void

const ROWS_PER_PAGE = 500

interface VerifyOptions {
  json: boolean
  write: Write
  /** Hears how far it is. */
  progress?: Progress
}

/** 0: every row is as it was journaled; 1: the first bad row of each damaged stream is named. */
export async function verify(storage: Storage, { json, write, progress = SILENT }: VerifyOptions): Promise<number> {
  let streams = 0
  let rows = 0
  const onStream = (_: string, sound: number) => {
    streams++
    rows += sound
    progress.at(`${streams} streams, ${rows} rows`)
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
  /** Hears how far it is. */
  progress?: Progress
}

/**
 * One JSON line a row, in order, as journaled: with its hash, so that the chain can be checked without Muster, and with its private texts
 * unless they are left out. The first line says what the first hash of a chain follows on. Waits for `write`, so that a journal of any size
 * is exported in bounded memory. 1 when there is no stream of that name.
 */
export async function exportRows(storage: Storage, options: ExportOptions): Promise<number> {
  const { stream, texts, write, complain, progress = SILENT } = options
  if (stream !== undefined && !(await storage.rows(stream, 0, 1))?.rows.length) {
    complain(`There is no stream ${stream}: \`muster journal export\` without --stream writes all there are.\n`)
    return 1
  }
  await write(`${JSON.stringify({ journal: 1, genesis: GENESIS })}\n`)
  let rows = 0
  for (const name of stream === undefined ? await streamNames(storage) : [stream]) {
    for await (const page of pagesOf(storage, name)) {
      const byRow = Map.groupBy(page.texts, (text) => text.seq)
      const lines = page.rows.map((row) => {
        const own = (byRow.get(row.seq) ?? []).map(({ id, salt, text }) => ({ id, salt, text }))
        return `${JSON.stringify(texts ? { ...row, texts: own } : row)}\n`
      })
      await write(lines.join(''))
      rows += page.rows.length
      progress.at(`${rows} rows, at ${name}`)
    }
  }
  return 0
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
