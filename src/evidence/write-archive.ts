/**
 * Makes an archive of evidence for a period, part by part in bounded memory. It promises the same bytes for the same period, journal and bucket: nothing in
 * it says when or where it was made. Without `texts` it holds nothing that a person wrote, no name and no address.
 */
import { createHash } from 'node:crypto'
import { GENESIS } from '../engine/journal.ts'
import type { Storage } from '../engine/storage.ts'
import { planDigest } from '../plan/digest.ts'
import type { Plan } from '../plan/schema.ts'
import { anchorParts } from './anchor-parts.ts'
import { FORMAT, jsonFile, MANIFEST, type Manifest, type ManifestFile, README, SEAL, STREAMS } from './format.ts'
import { journalParts, type Taken } from './journal-parts.ts'
import { mappingAsMarkdown, mappingOf } from './mapping.ts'
import { withoutAddresses } from './plan-copy.ts'
import { asCsv, REGISTER_NAMES } from './registers.ts'
import { reportParts } from './report-parts.ts'
import { selectStreams } from './select-streams.ts'
import type { Shelf } from './shelf.ts'
import type { Signer } from './signing.ts'
import type { Part } from './tar.ts'

export interface EvidenceSources {
  storage: Pick<Storage, 'streams' | 'rows' | 'plan'>
  /** The bucket with anchors and reports; absent: they are left out. */
  shelf?: Shelf | undefined
  /** Absent: the archive is not signed. */
  signer?: Signer | undefined
}

export interface EvidenceOptions {
  /** First and last day, UTC, both included: `2026-11-28`. */
  since: string
  until: string
  planId?: string
  texts: boolean
}

export interface Written {
  files: number
  streams: number
  rows: number
  /** SHA-256 of the manifest, by which this archive is named. */
  manifest: string
}

const DAY_MS = 86_400_000

export async function* writeArchive(
  sources: EvidenceSources,
  options: EvidenceOptions,
): AsyncGenerator<Part, Written, undefined> {
  const files: ManifestFile[] = []
  const taken: Taken = { rows: 0, digests: new Set(), lines: emptyRegisters() }
  let streams = 0
  for await (const part of contents(sources, options, taken, files, (count) => {
    streams = count
  })) {
    const sha256 = createHash('sha256').update(part.body).digest('hex')
    files.push({ path: part.path, size: part.body.length, sha256 })
    yield part
  }
  const { since, until, planId = null, texts } = options
  const manifest: Manifest = { format: FORMAT, since, until, plan: planId, texts, genesis: GENESIS, files }
  const text = jsonFile(manifest)
  const sha256 = createHash('sha256').update(text).digest('hex')
  yield asPart(MANIFEST, text)
  yield asPart(SEAL, jsonFile({ manifest: sha256, ...sources.signer?.sign(text) }))
  return { files: files.length + 2, streams, rows: taken.rows, manifest: sha256 }
}

async function* contents(
  { storage, shelf }: EvidenceSources,
  { since, until, planId, texts }: EvidenceOptions,
  taken: Taken,
  written: readonly ManifestFile[],
  onStreams: (count: number) => void,
): AsyncGenerator<Part> {
  const [sinceMs, untilMs] = [Date.parse(since), Date.parse(until) + DAY_MS]
  const period = { sinceMs, untilMs, ...(planId !== undefined && { planId }) }
  const selected = await selectStreams(storage, period)
  onStreams(selected.length)
  yield asPart('README.txt', README)
  yield asPart(STREAMS, jsonFile(selected.map(({ stream, after, last }) => ({ stream, after, last }))))
  // Before the rows: whoever reads the archive once from front to back knows then which hashes to look for.
  if (shelf) yield* anchorParts(shelf, period)
  for (const one of selected) yield* journalParts(storage, one, { texts, sinceMs }, taken)
  const plans = await plansOf(storage, taken.digests)
  for (const { digest, plan } of plans) yield planPart(digest, plan, texts)
  if (shelf) yield* reportParts(shelf, selected, texts)
  for (const name of REGISTER_NAMES) {
    yield asPart(`registers/${name}.json`, jsonFile(taken.lines[name]))
    yield asPart(`registers/${name}.csv`, asCsv(taken.lines[name]))
  }
  const paths = written.map(({ path }) => path)
  const planOf = new Map(selected.flatMap(({ stream, planId: of }) => (of === undefined ? [] : [[stream, of]])))
  const mapped = mappingOf(plans, { paths, lines: taken.lines, planOf })
  yield asPart('mapping.json', jsonFile(mapped))
  yield asPart('mapping.md', mappingAsMarkdown(mapped))
}

const asPart = (path: string, text: string): Part => ({ path, body: Buffer.from(text, 'utf8') })

const emptyRegisters = (): Taken['lines'] =>
  Object.fromEntries(REGISTER_NAMES.map((name) => [name, []])) as unknown as Taken['lines']

/** By digest; one that the database does not have any more is left out, and the journal still names it. */
async function plansOf(storage: Pick<Storage, 'plan'>, digests: ReadonlySet<string>) {
  const found: { digest: string; plan: Plan }[] = []
  for (const digest of [...digests].sort()) {
    const plan = await storage.plan(digest)
    if (plan) found.push({ digest, plan })
  }
  return found
}

/** Whole it has its digest for a name and for a SHA-256; otherwise its name says what it lacks. */
function planPart(digest: string, plan: Plan, whole: boolean): Part {
  const isWhole = whole && planDigest(plan) === digest
  if (isWhole) return asPart(`plans/${digest}.json`, jsonFile(plan).trimEnd())
  return asPart(`plans/${digest}.without-addresses.json`, jsonFile(withoutAddresses(plan)))
}
