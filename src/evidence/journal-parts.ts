/** The rows of one stream as files of an archive, in parts of bounded size, with their private texts in files beside them. */
import type { JournalRow, PrivateText, Storage } from '../engine/storage.ts'
import { jsonFile } from './format.ts'
import { type Line, linesOf, type Register } from './registers.ts'
import { rowsOf, type Selected } from './select-streams.ts'
import type { Part } from './tar.ts'

/** What is gathered while the rows go by. */
export interface Taken {
  rows: number
  /** Of every plan that the rows name. */
  digests: Set<string>
  lines: Record<Register, Line[]>
}

const ROWS_PER_PART = 2_000
const BYTES_PER_PART = 8 * 1024 ** 2

export async function* journalParts(
  storage: Pick<Storage, 'streams' | 'rows'>,
  { stream, after, last, planDigest }: Selected,
  { texts, sinceMs }: { texts: boolean; sinceMs: number },
  taken: Taken,
): AsyncGenerator<Part> {
  if (planDigest !== undefined) taken.digests.add(planDigest)
  let rows: JournalRow[] = []
  let own: PrivateText[] = []
  let bytes = 0
  let nth = 0
  const flush = (): Part[] => {
    const name = `${stream}/${String(++nth).padStart(6, '0')}.jsonl`
    const parts = [linesPart(`journal/${name}`, rows.map(rowOf))]
    if (texts && own.length > 0) parts.push(linesPart(`texts/${name}`, own.map(textOf)))
    rows = []
    own = []
    bytes = 0
    return parts
  }
  for await (const page of rowsOf(storage, stream, after.seq)) {
    const bySeq = Map.groupBy(page.texts, (text) => text.seq)
    for (const row of page.rows) {
      if (row.seq > last.seq) break
      note(row, sinceMs, taken)
      rows.push(row)
      own.push(...(bySeq.get(row.seq) ?? []))
      bytes += row.data.length
      if (rows.length >= ROWS_PER_PART || bytes >= BYTES_PER_PART) yield* flush()
    }
    if ((page.rows.at(-1)?.seq ?? 0) >= last.seq) break
  }
  if (rows.length > 0) yield* flush()
}

/** An incident is told from its beginning; the registers keep to the period. */
function note(row: JournalRow, sinceMs: number, taken: Taken): void {
  taken.rows++
  if (row.type === 'declared' || row.type === 'plan-adopted') {
    const { planDigest } = JSON.parse(row.data) as { planDigest?: string }
    if (planDigest !== undefined) taken.digests.add(planDigest)
  }
  if (row.atMs < sinceMs) return
  for (const [register, line] of linesOf(row)) taken.lines[register].push(line)
}

/** As it stands in an archive and in the copy off-site. */
export const rowOf = ({ stream, seq, atMs, type, data, hash }: JournalRow) => ({ stream, seq, atMs, type, data, hash })
/** Whose it is stands in the row. */
const textOf = ({ id, seq, salt, text }: PrivateText) => ({ id, seq, salt, text })

const linesPart = (path: string, lines: readonly unknown[]): Part => ({
  path,
  body: Buffer.from(lines.map(jsonFile).join(''), 'utf8'),
})
