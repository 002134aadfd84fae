/** What an archive of evidence consists of; docs/evidence.md says the same in words, so that others can check one without us. */
import { canonicalJson } from '../plan/canonical-json.ts'
import type { Signed } from './signing.ts'

export const FORMAT = 'muster-evidence/1'
export const HEADS_FORMAT = 'muster-heads/1'

export const MANIFEST = 'MANIFEST.json'
export const SEAL = 'SEAL.json'
export const STREAMS = 'streams.json'

export interface ManifestFile {
  path: string
  size: number
  sha256: string
}

export interface Manifest {
  format: string
  /** First and last day, UTC, both included. */
  since: string
  until: string
  /** null: all. */
  plan: string | null
  /** Whether private texts, addresses and reports are in it. */
  texts: boolean
  /** What the first row of a stream follows on. */
  genesis: string
  /** In the order of the archive; all but the manifest itself and the seal. */
  files: ManifestFile[]
}

/** The last file. Without a signature it shows accidents only. */
export interface Seal extends Partial<Signed> {
  /** SHA-256 of the manifest. */
  manifest: string
}

export interface Head {
  stream: string
  seq: number
  hash: string
}

/** What the archive has of one stream: the rows after `after`, up to `last`. */
export interface StreamRange {
  stream: string
  after: { seq: number; hash: string }
  last: { seq: number; hash: string }
}

/** What lies off-site: the heads of all streams at one moment, as text that is signed as it is. */
export interface AnchorFile extends Partial<Signed> {
  /** JSON of `Heads`. */
  payload: string
}

export interface Heads {
  format: string
  /** ISO 8601, UTC. */
  at: string
  /** Sorted by stream. */
  heads: Head[]
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
