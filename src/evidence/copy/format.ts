/** How the journal lies off-site: rows apart from the texts that can be erased, both in pieces named by the rows that they hold. docs/restore.md says the same in words. */
import { z } from 'zod'
import { rowSchema } from '../format.ts'

export const COPY_FORMAT = 'muster-copy/1'
const ROOT = 'journal/'

/** One object for each copy that has been complete. */
export const COPIES_FOLDER = `${ROOT}copies/`
export const aboutKey = (copy: string): string => `${COPIES_FOLDER}${copy}.json`

export const aboutSchema = z.strictObject({
  format: z.literal(COPY_FORMAT),
  copy: z.string(),
  /** When it was complete for the first time. */
  since: z.iso.datetime(),
})

export const rowsFolder = (copy: string, stream?: string): string => folder(copy, 'rows', stream)
export const textsFolder = (copy: string, stream?: string): string => folder(copy, 'texts', stream)
export const plansFolder = (copy: string): string => `${ROOT}${copy}/plans/`
export const planKey = (copy: string, digest: string): string => `${plansFolder(copy)}${digest}.json`
export const inForceKey = (copy: string): string => `${ROOT}${copy}/in-force.json`
export const subscribersKey = (copy: string): string => `${ROOT}${copy}/subscribers.json`

const folder = (copy: string, kind: 'rows' | 'texts', stream: string | undefined): string =>
  `${ROOT}${copy}/${kind}/${stream === undefined ? '' : `${encodeURIComponent(stream)}/`}`

/** The rows `from` to `to`, both included. */
export interface Piece {
  stream: string
  from: number
  to: number
}

const DIGITS = 10
const number = (n: number) => String(n).padStart(DIGITS, '0')

/** Sorted, they are in the order of the rows. */
export const pieceName = ({ from, to }: Pick<Piece, 'from' | 'to'>): string => `${number(from)}-${number(to)}.jsonl`

/** What a key below a folder of rows or texts is; undefined: none of ours. */
export function pieceOf(key: string): Piece | undefined {
  const [, stream, from, to] = /\/(?:rows|texts)\/([^/]+)\/(\d{10})-(\d{10})\.jsonl$/.exec(key) ?? []
  if (stream === undefined) return undefined
  return { stream: decodeURIComponent(stream), from: Number(from), to: Number(to) }
}

/** A line of a piece of rows. */
export const copiedRowSchema = rowSchema

/** A line of a piece of texts. `salt` and `text` null: it was erased. */
export const copiedTextSchema = z.strictObject({
  id: z.string(),
  seq: z.int().min(1),
  subject: z.string().optional(),
  salt: z.string().nullable(),
  text: z.string().nullable(),
})

export const inForceSchema = z.record(z.string(), z.string())

export const subscribersSchema = z.array(
  z.strictObject({
    id: z.string(),
    plan: z.string(),
    address: z.string(),
    addressKey: z.string(),
    confirmedMs: z.number(),
  }),
)

/** What a bucket is called in the database, so that another one begins anew. */
export const bucketNameOf = ({ bucket, endpoint = '' }: { bucket: string; endpoint?: string }): string =>
  `${endpoint} ${bucket}`.trim()

/** Behind by more, the copy is no help against a disaster, and somebody has to hear of it. */
export const LAG_SECONDS_MAX = 300
