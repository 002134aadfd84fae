/** `muster journal verify`, `export` and `erase`, on an open storage. They write what they find and give the exit code. */
import { GENESIS } from '../engine/journal.ts'
import type { Storage } from '../engine/storage.ts'
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

/**
 * One JSON line a row, in order, as journaled: with its hash, so that the chain can be checked without Muster, and with its private texts
 * unless they are left out. The first line says what the first hash of a chain follows on. Waits for `write`, so that a journal of any size
 * is exported in bounded memory.
 */
export async function exportRows(
  storage: Storage,
  { stream, texts, write }: { stream?: string; texts: boolean; write: (text: string) => void | Promise<void> },
): Promise<number> {
  await write(`${JSON.stringify({ journal: 1, genesis: GENESIS })}\n`)
  const all = stream === undefined ? (await storage.streams()).map((one) => one.stream) : [stream]
  for (const name of all) {
    for (let after = 0; ; ) {
      const page = await storage.rows(name, after, ROWS_PER_PAGE)
      const last = page?.rows.at(-1)
      if (!page || !last) break
      const byRow = Map.groupBy(page.texts, (text) => text.seq)
      const lines = page.rows.map((row) => {
        const own = (byRow.get(row.seq) ?? []).map(({ id, salt, text }) => ({ id, salt, text }))
        return `${JSON.stringify(texts ? { ...row, texts: own } : row)}\n`
      })
      await write(lines.join(''))
      after = last.seq
    }
  }
  return 0
}

/** Erases the private texts of one stream or of one person, for good. The chain stays whole. */
export async function erase(
  storage: Storage,
  { match, write }: { match: { stream?: string; subject?: string }; write: Write },
): Promise<number> {
  const count = await storage.eraseTexts(match)
  write(`${count} ${count === 1 ? 'text is' : 'texts are'} erased.\n`)
  return 0
}
