/**
 * Copies what is new of one stream: its rows in pieces, their private texts beside them, and what was erased since. A piece of rows lies there only after its
 * texts do.
 */
import type { CopiedStream, CopyProgress, StreamToCopy } from '../../engine/copy-progress.ts'
import type { JournalRow, PrivateText, Storage } from '../../engine/storage.ts'
import { jsonFile } from '../format.ts'
import { rowOf } from '../journal-parts.ts'
import { type Piece, pieceName, pieceOf, rowsFolder, textsFolder } from './format.ts'

export interface StreamCopyParts {
  storage: Pick<Storage, 'rows'>
  progress: Pick<CopyProgress, 'noteStream'>
  bucket: {
    list(prefix: string, options: { max: number }): Promise<{ key: string }[]>
    remove(key: string): Promise<void>
  }
  put(key: string, text: string, contentType: string): Promise<void>
}

const ROWS_PER_PIECE = 500
/** Larger than any run's output that the journal keeps. */
const BYTES_PER_PIECE = 4 * 1024 ** 2
/** So many small pieces are made one. */
const PIECES_MAX = 50
/** Of one stream before the others have their turn. */
const PIECES_PER_TURN = 4
const KEYS_MAX = 1_000_000
const LINES = 'application/x-ndjson'

/** @returns copies one stream; what it has done is noted as it goes. */
export function createStreamCopy({ storage, progress, bucket, put }: StreamCopyParts) {
  const read = (stream: string, afterSeq: number, to?: number) => readPiece(storage, stream, afterSeq, to)
  const putTexts = async (copy: string, piece: Piece, texts: readonly PrivateText[]) => {
    if (texts.length > 0)
      await put(`${textsFolder(copy, piece.stream)}${pieceName(piece)}`, linesOf(texts.map(textOf)), LINES)
  }
  const putRows = (copy: string, piece: Piece, rows: readonly JournalRow[]) =>
    put(`${rowsFolder(copy, piece.stream)}${pieceName(piece)}`, linesOf(rows.map(rowOf)), LINES)

  const copyNew = async (copy: string, from: CopiedStream): Promise<CopiedStream> => {
    let copied = from
    for (let nth = 0; nth < PIECES_PER_TURN; nth++) {
      const { stream, seq, pieces, whole } = copied
      const { rows, texts, last, erasures } = await read(stream, seq)
      if (rows.length === 0) break
      const piece = { stream, from: seq + 1, to: last }
      await putTexts(copy, piece, texts)
      await putRows(copy, piece, rows)
      const isFull = rows.length === ROWS_PER_PIECE && pieces === 0 && whole === seq
      const next = isFull ? { pieces: 0, whole: last } : { pieces: pieces + 1, whole }
      copied = { stream, seq: last, erasures: seq === 0 ? erasures : copied.erasures, ...next }
      await progress.noteStream(copy, copied)
      if (rows.length < ROWS_PER_PIECE) break
    }
    return copied
  }

  /** The small pieces since the last whole one become as few as can be. They go only when what takes their place is there. */
  const joinPieces = async (copy: string, copied: CopiedStream): Promise<CopiedStream> => {
    const { stream, seq } = copied
    let { whole } = copied
    const joined: Piece[] = []
    while (whole < seq) {
      const { rows, texts, last } = await read(stream, whole, seq)
      if (rows.length === 0) break
      const piece = { stream, from: whole + 1, to: last }
      await putTexts(copy, piece, texts)
      await putRows(copy, piece, rows)
      joined.push(piece)
      whole = last
    }
    for (const folder of [rowsFolder(copy, stream), textsFolder(copy, stream)]) {
      for (const { key } of await bucket.list(folder, { max: KEYS_MAX })) {
        const piece = pieceOf(key)
        const isCovered = joined.some(
          ({ from, to }) => piece && from <= piece.from && piece.to <= to && (from !== piece.from || to !== piece.to),
        )
        // Where nothing may be removed, it stays, and does no harm.
        if (isCovered) await bucket.remove(key).catch(() => {})
      }
    }
    const next = { ...copied, pieces: 0, whole }
    await progress.noteStream(copy, next)
    return next
  }

  /** Writes over every piece of the stream's texts that lies there, also one that nobody has noted. */
  const copyErasures = async (copy: string, copied: CopiedStream): Promise<void> => {
    const { stream } = copied
    const erasures = (await storage.rows(stream, 0, 1))?.head.erasures ?? copied.erasures
    for (const { key } of await bucket.list(textsFolder(copy, stream), { max: KEYS_MAX })) {
      const piece = pieceOf(key)
      if (!piece) continue
      const page = await storage.rows(stream, piece.from - 1, piece.to - piece.from + 1)
      await put(key, linesOf((page?.texts ?? []).map(textOf)), LINES)
    }
    await progress.noteStream(copy, { ...copied, erasures })
  }

  return async (copy: string, { erasuresNow, ...waiting }: StreamToCopy) => {
    let copied = await copyNew(copy, waiting)
    if (copied.pieces >= PIECES_MAX) copied = await joinPieces(copy, copied)
    if (erasuresNow > copied.erasures) await copyErasures(copy, copied)
  }
}

/** Rows and texts of at most one piece after `afterSeq`, up to `to`. */
async function readPiece(
  storage: Pick<Storage, 'rows'>,
  stream: string,
  afterSeq: number,
  to = Number.POSITIVE_INFINITY,
) {
  const page = await storage.rows(stream, afterSeq, Math.min(ROWS_PER_PIECE, to - afterSeq))
  if (!page) throw new Error(`The stream ${stream} is gone from the journal: see \`muster journal verify\`.`)
  let bytes = 0
  const bySeq = Map.groupBy(page.texts, (text) => text.seq)
  const fits = page.rows.findIndex(({ data, seq }) => {
    bytes += data.length + (bySeq.get(seq) ?? []).reduce((sum, { text }) => sum + (text?.length ?? 0), 0)
    return bytes > BYTES_PER_PIECE
  })
  const rows = fits > 0 ? page.rows.slice(0, fits) : fits === 0 ? page.rows.slice(0, 1) : page.rows
  const last = rows.at(-1)?.seq ?? afterSeq
  return { rows, texts: page.texts.filter(({ seq }) => seq <= last), last, erasures: page.head.erasures }
}

const textOf = ({ id, seq, subject, salt, text }: PrivateText) => ({
  ...{ id, seq, salt, text },
  ...(subject !== undefined && { subject }),
})
const linesOf = (lines: readonly unknown[]): string => lines.map(jsonFile).join('')
