/**
 * The ends of all streams at one moment, as they are kept off-site: every minute as they are, once a day signed. One who rewrites a stream from some row to its end
 * would have to change what lies there as well.
 */
import { createHash } from 'node:crypto'
import type { Storage } from '../engine/storage.ts'
import { canonicalJson } from '../plan/canonical-json.ts'
import {
  anchorSchema,
  DAYS_FOLDER,
  HEADS_FOLDER,
  HEADS_FORMAT,
  type Head,
  type Heads,
  headsSchema,
  jsonFile,
  readAs,
} from './format.ts'
import type { Signer } from './signing.ts'

const STREAMS_PER_PAGE = 1_000

/** Sorted by stream. Those appended to while the pages are read are a little newer than the rest, which nobody can tell from another moment. */
export async function headsOf(storage: Pick<Storage, 'streams'>): Promise<Head[]> {
  const heads: Head[] = []
  for (let after: string | undefined; ; ) {
    const page = await storage.streams({ limit: STREAMS_PER_PAGE, ...(after !== undefined && { after }) })
    heads.push(...page.map(({ stream, head: { seq, hash } }) => ({ stream, seq, hash })))
    after = page.at(-1)?.stream
    if (page.length < STREAMS_PER_PAGE) return heads
  }
}

/** By which two sets of heads are compared. */
export const digestOfHeads = (heads: readonly Head[]): string =>
  createHash('sha256').update(canonicalJson(heads)).digest('hex')

/** @param signer absent: as they are written every minute. */
export function anchorText(heads: readonly Head[], atMs: number, signer?: Signer): string {
  const content: Heads = { format: HEADS_FORMAT, at: new Date(atMs).toISOString(), heads: [...heads] }
  const payload = canonicalJson(content)
  return jsonFile({ payload, ...signer?.sign(payload) })
}

/** The text of an object of the bucket; undefined: it is none of ours. */
export function headsIn(text: string): Heads | undefined {
  const anchor = readAs(anchorSchema, text)
  return anchor && readAs(headsSchema, anchor.payload)
}

export const minuteKey = (atMs: number): string => `${HEADS_FOLDER}${new Date(atMs).toISOString().slice(0, 16)}.json`
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)
export const dayKey = (atMs: number): string => `${DAYS_FOLDER}${dayOf(atMs)}.json`
