/** The chain of every stream in an archive, and the texts beside it, row by row as they come. */
import { z } from 'zod'
import { hashRow, hashText, referencesOf } from '../engine/journal.ts'
import type { JournalRow } from '../engine/storage.ts'
import type { AnchorCheck } from './check-anchors.ts'
import type { ArchiveFinding } from './finding.ts'
import { rangesSchema, readAs, rowSchema, STREAMS, type StreamRange, textSchema } from './format.ts'

interface Progress {
  seq: number
  hash: string
  /** One finding for a stream is enough: what follows a broken link is broken as well. */
  broken: boolean
}

export function createJournalCheck(anchors: AnchorCheck, find: (finding: ArchiveFinding) => void) {
  const ranges = new Map<string, StreamRange>()
  const progress = new Map<string, Progress>()
  /** Texts that the rows of the last file refer to, and that have not been seen. */
  let awaited = new Map<string, { hash: string; file: string; seq: number }>()
  /** The same of all files before. */
  const unseen: { id: string; file: string; seq: number }[] = []
  let rows = 0
  let hasTexts = false

  const setAside = () => {
    for (const [id, { file, seq }] of awaited) unseen.push({ id, file, seq })
    awaited = new Map()
  }

  const readRow = (file: string, stream: string, line: string) => {
    const range = ranges.get(stream)
    const last = progress.get(stream) ?? { ...(range?.after ?? { seq: 0, hash: '' }), broken: false }
    progress.set(stream, last)
    if (last.broken) return
    const row = rowFrom(line)
    const expected = last.seq + 1
    const problem = problemOf(row, { stream, expected, hash: last.hash, isListed: range !== undefined })
    if (row === undefined || problem !== undefined) {
      last.broken = true
      find({ file, problem: 'row', message: `${stream}, row ${expected}: ${problem ?? 'cannot be read'}.` })
      return
    }
    rows++
    Object.assign(last, { seq: row.seq, hash: row.hash })
    anchors.meet(row)
    for (const { id, hash } of referencesOf(row)) awaited.set(id, { hash, file, seq: row.seq })
  }

  const readText = (file: string, stream: string, line: string) => {
    hasTexts = true
    if (progress.get(stream)?.broken) return
    const text = readAs(textSchema, line)
    const reference = text && awaited.get(text.id)
    if (!text || !reference) {
      find({ file, problem: 'text', message: `${stream}: ${text?.id ?? 'a line'} is no text of the rows before it.` })
      return
    }
    awaited.delete(text.id)
    // Erased.
    if (text.salt === null && text.text === null) return
    if (hashText(text.salt ?? '', text.text ?? '') === reference.hash) return
    const message = `${stream}, row ${reference.seq}: the text ${text.id} is not the one that was journaled.`
    find({ file, problem: 'text', message })
  }

  return {
    /** What `streams.json` says is here. */
    expect(text: string) {
      const read = readAs(rangesSchema, text)
      if (!read) find({ file: STREAMS, problem: 'format', message: `${STREAMS} cannot be read.` })
      for (const range of read ?? []) {
        ranges.set(range.stream, range)
        anchors.meet({ stream: range.stream, ...range.after })
      }
    },
    async read(path: string, chunks: AsyncIterable<Uint8Array>) {
      const [kind, stream = ''] = path.split('/')
      if (kind === 'journal') setAside()
      for await (const line of linesOf(chunks)) (kind === 'journal' ? readRow : readText)(path, stream, line)
    },
    /** @param untilMs when the period ends, which the manifest says; NaN: nobody knows. */
    end({ texts, untilMs }: { texts: boolean; untilMs: number }) {
      setAside()
      for (const { stream, last } of ranges.values()) {
        const reached = progress.get(stream)
        if (reached?.broken || (reached?.seq === last.seq && reached.hash === last.hash)) continue
        const message = `${stream}, row ${(reached?.seq ?? 0) + 1}: is cut off; ${STREAMS} says that the stream goes to row ${last.seq}.`
        find({ file: STREAMS, problem: 'row', message })
      }
      for (const { file, id, seq } of texts || hasTexts ? unseen : []) {
        const message = `${file}, row ${seq}: its text ${id} is missing; an erased text leaves an empty record.`
        find({ file, problem: 'text', message })
      }
      anchors.end([...ranges.values()], untilMs)
    },
    counts: () => ({ streams: progress.size, rows }),
  }
}

function problemOf(
  row: JournalRow | undefined,
  { stream, expected, hash, isListed }: { stream: string; expected: number; hash: string; isListed: boolean },
): string | undefined {
  if (!isListed) return `${STREAMS} does not name its stream`
  if (row === undefined) return 'cannot be read'
  if (row.stream !== stream) return `is of another stream, ${row.stream}`
  if (row.seq !== expected) return `is missing; the next row found is ${row.seq}`
  if (hashRow(hash, row) !== row.hash) return 'was changed, or the row before it: its hash does not match'
  return undefined
}

function rowFrom(line: string): JournalRow | undefined {
  const row = readAs(rowSchema, line)
  return row && readAs(z.looseObject({}), row.data) ? row : undefined
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Uint8Array[] = []
  for await (const chunk of chunks) {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at)]).toString('utf8')
      rest = []
      from = at + 1
    }
    if (from < chunk.length) rest.push(chunk.subarray(from))
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString('utf8')
}
