/** What an archive of evidence consists of; docs/evidence.md says the same in words, so that others can check one without us. */
import { z } from 'zod'
import { canonicalJson } from '../plan/canonical-json.ts'

export const FORMAT = 'muster-evidence/1'
export const HEADS_FORMAT = 'muster-heads/1'

export const MANIFEST = 'MANIFEST.json'
export const SEAL = 'SEAL.json'
export const STREAMS = 'streams.json'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const day = z.iso.date()
const seq = z.int().min(0)
const link = z.strictObject({ seq, hash: sha256 })

const manifestFile = z.strictObject({ path: z.string(), size: z.int().min(0), sha256 })
export type ManifestFile = z.output<typeof manifestFile>

export const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** First and last day, UTC, both included. */
  since: day,
  until: day,
  /** null: all. */
  plan: z.string().nullable(),
  /** Whether private texts, addresses and reports are in it. */
  texts: z.boolean(),
  /** What the first row of a stream follows on. */
  genesis: sha256,
  /** In the order of the archive; all but the manifest itself and the seal. */
  files: z.array(manifestFile),
})
export type Manifest = z.output<typeof manifestSchema>

/** The last file; `manifest` is the SHA-256 of the manifest. Without a signature it shows accidents only. */
export const sealSchema = z.strictObject({
  key: z.string().optional(),
  manifest: sha256,
  signature: z.string().optional(),
})
export type Seal = z.output<typeof sealSchema>

const head = z.strictObject({ stream: z.string(), seq, hash: sha256 })
export type Head = z.output<typeof head>

/** What the archive has of each stream: the rows after `after`, up to `last`. */
export const rangesSchema = z.array(z.strictObject({ stream: z.string(), after: link, last: link }))
export type StreamRange = z.output<typeof rangesSchema>[number]

/** A line of `journal/`: a row of the journal. */
export const rowSchema = z.strictObject({
  stream: z.string(),
  seq,
  atMs: z.int(),
  type: z.string(),
  /** JSON of the event. */
  data: z.string(),
  hash: sha256,
})

/** A line of `texts/`; both null: it was erased. */
export const textSchema = z.strictObject({
  id: z.string(),
  seq,
  salt: z.string().nullable(),
  text: z.string().nullable(),
})

/** What lies off-site: the heads of all streams at one moment, as text that is signed as it is. `payload`: JSON of `Heads`. */
export const anchorSchema = z.strictObject({
  key: z.string().optional(),
  payload: z.string(),
  signature: z.string().optional(),
})

export const headsSchema = z.strictObject({
  format: z.literal(HEADS_FORMAT),
  at: z.iso.datetime(),
  /** Sorted by stream. */
  heads: z.array(head),
})
export type Heads = z.output<typeof headsSchema>

/** What a text says, if it is JSON of this shape. */
export function readAs<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

export const HEADS_FOLDER = 'anchors/heads/'
export const DAYS_FOLDER = 'anchors/days/'

/** A file of JSON as it stands in an archive and in the bucket. */
export const jsonFile = (value: unknown): string => `${canonicalJson(value)}\n`

export const README = `Evidence from the journal of Muster, which runs disaster-recovery plans.

MANIFEST.json names every file with its SHA-256, and SEAL.json has the SHA-256 of the
manifest, mostly with a signature of it. To check the archive, without any connection:

  muster evidence verify ARCHIVE --key KEY

The format is described in docs/evidence.md of Muster's sources, for checking it with
other tools. Begin to read at mapping.md: it says what shows which demand. The tables
are in registers/, and each of their lines names its row in journal/.
`
