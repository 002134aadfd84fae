/**
 * Copies off-site what the journal has got since the last look. It promises that rows lie there only after their texts do, that doing it again changes
 * nothing, bounded memory, and that texts which were erased are written over at the next look. One replica does it at a time, but two would do no harm.
 */
import type { Claim, CopiedStream, CopyProgress, StreamToCopy } from '../../engine/copy-progress.ts'
import type { JournalRow, PrivateText, Storage } from '../../engine/storage.ts'
import { digestOf } from '../../plan/digest.ts'
import { jsonFile } from '../format.ts'
import {
  aboutKey,
  COPY_FORMAT,
  inForceKey,
  type Piece,
  pieceName,
  pieceOf,
  planKey,
  rowsFolder,
  subscribersKey,
  textsFolder,
} from './format.ts'

/** What copying wants of a bucket. */
export interface CopyBucket {
  list(prefix: string, options: { max: number; signal?: AbortSignal }): Promise<{ key: string }[]>
  put(key: string, text: string, contentType: string, options: { signal: AbortSignal }): Promise<void>
  remove(key: string): Promise<void>
}

export interface CopyParts {
  storage: Pick<Storage, 'rows'>
  progress: CopyProgress
  bucket: CopyBucket
  /** What the bucket is called in the database, so that another one begins anew. */
  bucketName: string
  /** Names this replica. */
  holder: string
  nowMs: () => number
}

export interface JournalCopy {
  /** Copies what there is; false: another replica does it. Rejects when something could not be copied; the next look goes on there. */
  look(): Promise<boolean>
  /** Lets another replica go on at once. */
  letGo(): Promise<void>
}

const ROWS_PER_PIECE = 500
/** Larger than any run's output that the journal keeps. */
const BYTES_PER_PIECE = 4 * 1024 ** 2
/** So many small pieces are made one. */
const PIECES_MAX = 50
/** Of one stream before the others have their turn. */
const PIECES_PER_TURN = 4
const STREAMS_PER_TURN = 100
const AT_ONCE = 8
/** A put that takes longer is given up well before the claim is over, so that no late one meets another replica's. */
const PUT_MAX_MS = 10_000
const CLAIM_MS = 30_000
const KEYS_MAX = 1_000_000
const LINES = 'application/x-ndjson'
const JSON_TYPE = 'application/json'

export function createJournalCopy({ storage, progress, bucket, bucketName, holder, nowMs }: CopyParts): JournalCopy {
  let claimed: Claim | undefined
  /** What was last put beside the streams, as digests. */
  let beside: { copy: string; inForce?: string; subscribers?: string } | undefined

  const put = (key: string, text: string, type: string) =>
    bucket.put(key, text, type, { signal: AbortSignal.timeout(PUT_MAX_MS) })

  /** Rows and texts of at most one piece after `afterSeq`, up to `to`. */
  const read = async (stream: string, afterSeq: number, to = Number.POSITIVE_INFINITY) => {
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

  const copyStream = async (copy: string, { erasuresNow, ...waiting }: StreamToCopy) => {
    let copied = await copyNew(copy, waiting)
    if (copied.pieces >= PIECES_MAX) copied = await joinPieces(copy, copied)
    if (erasuresNow > copied.erasures) await copyErasures(copy, copied)
  }

  const copyPlans = async (copy: string) => {
    for (;;) {
      const plans = await progress.plans(copy)
      for (const { digest, version, content } of plans) {
        // Not in the order of its keys: people are shown as they were written.
        await put(planKey(copy, digest), JSON.stringify(content), JSON_TYPE)
        await progress.notePlan(copy, digest, version)
      }
      if (plans.length === 0) return
    }
  }

  const copyBeside = async (copy: string) => {
    const [inForce, subscribers] = [await progress.currentPlans(), await progress.subscribers()]
    const known = beside?.copy === copy ? beside : undefined
    const now = { copy, inForce: digestOf(inForce), subscribers: digestOf(subscribers) }
    if (known?.inForce !== now.inForce) await put(inForceKey(copy), jsonFile(inForce), JSON_TYPE)
    if (known?.subscribers !== now.subscribers) await put(subscribersKey(copy), jsonFile(subscribers), JSON_TYPE)
    beside = now
  }

  const claim = async () => {
    claimed = await progress.claim(bucketName, holder, CLAIM_MS)
    return claimed
  }

  return {
    async look() {
      const begun = await claim()
      if (!begun) return false
      const { copy } = begun
      // A stream needs its plan: plans go first.
      await copyPlans(copy)
      for (;;) {
        const waiting = await progress.streams(copy, STREAMS_PER_TURN)
        if (waiting.length === 0) break
        await eachOf(waiting, AT_ONCE, (one) => copyStream(copy, one))
        if (!(await claim())) return false
      }
      await copyBeside(copy)
      if (begun.isNew) {
        const about = { format: COPY_FORMAT, copy, since: new Date(nowMs()).toISOString() }
        await put(aboutKey(copy), jsonFile(about), JSON_TYPE)
      }
      await progress.complete(begun)
      return true
    },
    async letGo() {
      if (claimed) await progress.letGo(claimed.copy, holder)
      claimed = undefined
    },
  }
}

/** All of them, so many at a time; the first error afterwards, so that one that fails does not hold up the rest. */
async function eachOf<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const failures: unknown[] = []
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      await work(one).catch((error) => failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  if (failures.length > 0) throw failures[0]
}

const rowOf = ({ stream, seq, atMs, type, data, hash }: JournalRow) => ({ stream, seq, atMs, type, data, hash })
const textOf = ({ id, seq, subject, salt, text }: PrivateText) => ({
  ...{ id, seq, salt, text },
  ...(subject !== undefined && { subject }),
})
const linesOf = (lines: readonly unknown[]): string => lines.map(jsonFile).join('')
