/**
 * Reads a copy of the journal back, stream by stream in bounded memory, and names what is wrong with it: the first row that is missing or changed, and texts that
 * are. Where pieces overlap, as after a crash, any that has the next row will do.
 */
import type { z } from 'zod'
import { GENESIS } from '../../engine/journal.ts'
import type { JournalRow, PrivateText } from '../../engine/storage.ts'
import { checkRow, type JournalFinding } from '../../engine/verify-journal.ts'
import type { Plan } from '../../plan/schema.ts'
import { readAs } from '../format.ts'
import { read, type Shelf } from '../shelf.ts'
import {
  aboutSchema,
  COPIES_FOLDER,
  copiedRowSchema,
  copiedTextSchema,
  inForceKey,
  inForceSchema,
  type Piece,
  pieceName,
  pieceOf,
  plansFolder,
  rowsFolder,
  subscribersKey,
  subscribersSchema,
  textsFolder,
} from './format.ts'

export interface FoundCopy {
  copy: string
  /** When it was complete for the first time, ISO 8601. */
  since: string
}

/** Rows that follow each other, with their texts; `last` is said once a stream. */
export type CopyPart =
  | { type: 'rows'; stream: string; rows: JournalRow[]; texts: PrivateText[] }
  /** The stream goes no further; `finding`: because of this. */
  | { type: 'end'; stream: string; seq: number; hash: string; finding?: JournalFinding }

const KEYS_MAX = 5_000_000
const COPIES_MAX = 10_000
const PLANS_MAX = 100_000
/** Pieces that are fetched before they are needed. */
const AHEAD = 12

/** Copies that have been complete, the newest first. */
export async function copiesIn(shelf: Shelf): Promise<FoundCopy[]> {
  const found: FoundCopy[] = []
  for (const { key } of await shelf.list(COPIES_FOLDER, { max: COPIES_MAX })) {
    const about = readAs(aboutSchema, (await read(shelf, key)).toString('utf8'))
    if (about) found.push({ copy: about.copy, since: about.since })
  }
  return found.sort((one, other) => other.since.localeCompare(one.since))
}

/** Plans by digest; a person who was erased is not in them. */
export async function plansIn(shelf: Shelf, copy: string): Promise<Map<string, Plan>> {
  const plans = new Map<string, Plan>()
  for (const { key } of await shelf.list(plansFolder(copy), { max: PLANS_MAX })) {
    const digest = key.slice(plansFolder(copy).length, -'.json'.length)
    plans.set(digest, JSON.parse((await read(shelf, key)).toString('utf8')) as Plan)
  }
  return plans
}

/** What lies beside the streams: the plans in force, and who gets the status page's mail. */
export async function besideIn(shelf: Shelf, copy: string) {
  const [inForce, subscribers] = await Promise.all(
    [inForceKey(copy), subscribersKey(copy)].map(async (key) => (await read(shelf, key)).toString('utf8')),
  )
  return { inForce: readAs(inForceSchema, inForce ?? ''), subscribers: readAs(subscribersSchema, subscribers ?? '') }
}

/** All streams, sorted by name. */
export async function* streamsIn(shelf: Shelf, copy: string): AsyncGenerator<CopyPart> {
  const keys = await shelf.list(rowsFolder(copy), { max: KEYS_MAX })
  const texts = new Set((await shelf.list(textsFolder(copy), { max: KEYS_MAX })).map(({ key }) => key))
  const byStream = Map.groupBy(
    keys.flatMap(({ key }) => pieceOf(key) ?? []),
    ({ stream }) => stream,
  )
  const planned = [...byStream.keys()].sort().flatMap((stream) => wayThrough(byStream.get(stream) ?? []))
  const fetched = ahead(planned, AHEAD, (step) => fetchStep(shelf, copy, step, texts))
  let walk: ReturnType<typeof createWalk> | undefined
  for await (const { step, rows, texts: own } of fetched) {
    if (walk?.stream !== step.stream) {
      if (walk) yield walk.end()
      walk = createWalk(step.stream)
    }
    const part = walk.take(step, rows, own)
    if (part) yield part
  }
  if (walk) yield walk.end()
}

/** A piece, of which the rows from `need` on are wanted. */
interface Step extends Piece {
  need: number
}

/** Pieces that lead from the first row as far as they go; after a gap the next one is kept, so that the gap is seen. */
export function wayThrough(pieces: readonly Piece[]): Step[] {
  const sorted = [...pieces].sort((one, other) => one.from - other.from || other.to - one.to)
  const way: Step[] = []
  let need = 1
  for (let at = 0; at < sorted.length; ) {
    let best: Piece | undefined
    for (; at < sorted.length && (sorted[at] as Piece).from <= need; at++) {
      const piece = sorted[at] as Piece
      if (piece.to >= need && (best === undefined || piece.to > best.to)) best = piece
    }
    const next = best ?? sorted[at]
    if (!next) break
    way.push({ ...next, need })
    if (next.from > need) break
    need = next.to + 1
  }
  return way
}

async function fetchStep(shelf: Shelf, copy: string, step: Step, withTexts: ReadonlySet<string>) {
  const { stream, need } = step
  const name = pieceName(step)
  const textsKey = `${textsFolder(copy, stream)}${name}`
  const [rows, texts] = await Promise.all([
    read(shelf, `${rowsFolder(copy, stream)}${name}`).then((body) => linesAs(copiedRowSchema, body)),
    withTexts.has(textsKey) ? read(shelf, textsKey).then((body) => linesAs(copiedTextSchema, body)) : [],
  ])
  return {
    step,
    rows: rows.filter(({ seq }) => seq >= need),
    texts: texts.flatMap(({ subject, ...text }): PrivateText[] =>
      text.seq < need ? [] : [{ ...text, stream, ...(subject !== undefined && { subject }) }],
    ),
  }
}

/** Lines that can be read; one that cannot is a row that is missing. */
function linesAs<Schema extends z.ZodType>(schema: Schema, body: Buffer): z.output<Schema>[] {
  const lines = body.toString('utf8').split('\n')
  return lines.map((line) => readAs(schema, line)).filter((one) => one !== undefined)
}

/** The way along one stream's chain. */
function createWalk(stream: string) {
  let [seq, hash] = [0, GENESIS]
  let finding: JournalFinding | undefined
  return {
    stream,
    take(step: Step, rows: readonly JournalRow[], texts: readonly PrivateText[]): CopyPart | undefined {
      if (finding) return undefined
      const bySeq = Map.groupBy(texts, (text) => text.seq)
      const sound: JournalRow[] = []
      for (const row of rows) {
        finding = row.stream === stream ? checkRow(row, seq + 1, hash, bySeq.get(row.seq) ?? []) : strayed(stream, row)
        if (finding) break
        sound.push(row)
        ;[seq, hash] = [row.seq, row.hash]
      }
      if (!finding && seq < step.to) finding = lacks(stream, seq + 1)
      return sound.length === 0
        ? undefined
        : { type: 'rows', stream, rows: sound, texts: texts.filter((text) => text.seq <= seq) }
    },
    end: (): CopyPart => ({ type: 'end', stream, seq, hash, ...(finding && { finding }) }),
  }
}

const lacks = (stream: string, seq: number): JournalFinding => ({
  ...{ stream, seq, problem: 'missing' },
  message: `${stream}, row ${seq}: is missing, and later ones are there`,
})
const strayed = (stream: string, row: JournalRow): JournalFinding => ({
  ...{ stream, seq: row.seq, problem: 'changed' },
  message: `${stream}, row ${row.seq}: belongs to the stream ${row.stream}`,
})

/** In order, with up to `count` under way. */
async function* ahead<T, R>(all: readonly T[], count: number, work: (one: T) => Promise<R>): AsyncGenerator<R> {
  const running: Promise<R>[] = []
  let next = 0
  const begin = () => {
    if (next >= all.length) return
    const one = work(all[next++] as T)
    // Whoever waits for it hears of it; until then it is no unhandled rejection.
    one.catch(() => {})
    running.push(one)
  }
  for (let n = 0; n < count; n++) begin()
  for (let one = running.shift(); one !== undefined; one = running.shift()) {
    yield await one
    begin()
  }
}
