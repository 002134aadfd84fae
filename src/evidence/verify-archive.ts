/**
 * Checks an archive of evidence offline, reading it once from front to back in bounded memory. It promises that no byte can be changed, left out or added
 * without a finding that names the file, and in the journal the row; and, given the key, that nobody without the private one has made the archive. What it
 * cannot know is whether the journal was rewritten before the archive was made: anchors in it narrow that down to the time since the last one.
 */
import { createHash } from 'node:crypto'
import { createAnchorCheck } from './check-anchors.ts'
import { createJournalCheck } from './check-journal.ts'
import type { ArchiveFinding } from './finding.ts'
import {
  FORMAT,
  MANIFEST,
  type Manifest,
  type ManifestFile,
  manifestSchema,
  readAs,
  SEAL,
  type Seal,
  STREAMS,
  sealSchema,
} from './format.ts'
import { isSignedBy } from './signing.ts'
import { ContainerDamaged, readTar } from './tar.ts'

export interface Verdict {
  findings: ArchiveFinding[]
  files: number
  streams: number
  rows: number
  /** Signed anchors whose heads were compared with the rows. */
  anchors: number
  /** Days and plan that it is of; absent when the manifest could not be read. */
  about?: Pick<Manifest, 'since' | 'until' | 'plan' | 'texts'>
  /** Public key by which it is signed, well or badly; absent: it is not signed. */
  key?: string
  /** Whether that is one of the keys that were given. */
  trusted: boolean
}

/** Files that are read as a whole are not larger. */
const WHOLE_MAX = 512 * 1024 ** 2
const FINDINGS_MAX = 100
const DAY_MS = 86_400_000

/** @param keys public keys that are ours, in hex; none given: whoever made the archive may be anybody. */
export async function verifyArchive(source: AsyncIterable<Uint8Array>, keys: readonly string[] = []): Promise<Verdict> {
  const findings: ArchiveFinding[] = []
  const find = (finding: ArchiveFinding) => {
    if (findings.length < FINDINGS_MAX) findings.push(finding)
  }
  const found: ManifestFile[] = []
  const anchors = createAnchorCheck(keys, find)
  const journal = createJournalCheck(anchors, find)
  const whole = new Map<string, string>()
  try {
    for await (const { path, chunks } of readTar(source)) {
      const hash = createHash('sha256')
      let size = 0
      const read = tapped(chunks, (chunk) => {
        hash.update(chunk)
        size += chunk.length
      })
      if (path.startsWith('journal/') || path.startsWith('texts/')) await journal.read(path, read)
      else {
        const text = await asText(read, path, isKept(path))
        if (path === STREAMS) journal.expect(text)
        else if (path.startsWith('anchors/')) anchors.add(path, text)
        else if (path === MANIFEST || path === SEAL) whole.set(path, text)
      }
      found.push({ path, size, sha256: hash.digest('hex') })
    }
  } catch (error) {
    if (!(error instanceof ContainerDamaged)) throw error
    find({ ...(error.path !== undefined && { file: error.path }), problem: 'container', message: `${error.message}.` })
    return { findings, files: found.length, ...journal.counts(), anchors: 0, trusted: false }
  }
  const manifest = manifestOf(whole.get(MANIFEST), find)
  if (manifest) compare(manifest, found, find)
  for (const finding of plansAmiss(found)) find(finding)
  journal.end({ texts: manifest?.texts ?? false, untilMs: Date.parse(manifest?.until ?? '') + DAY_MS })
  const sealed = checkSeal(whole.get(SEAL), found, whole.get(MANIFEST), keys, find)
  const about = manifest && { since: manifest.since, until: manifest.until, plan: manifest.plan, texts: manifest.texts }
  return {
    ...{ findings, files: found.length, ...journal.counts(), anchors: anchors.count(), ...sealed },
    ...(about && { about }),
  }
}

const isKept = (path: string) => path === STREAMS || path === MANIFEST || path === SEAL || path.startsWith('anchors/')

async function* tapped(chunks: AsyncIterable<Uint8Array>, onChunk: (chunk: Uint8Array) => void) {
  for await (const chunk of chunks) {
    onChunk(chunk)
    yield chunk
  }
}

async function asText(chunks: AsyncIterable<Uint8Array>, path: string, kept: boolean): Promise<string> {
  const all: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (!kept) continue
    if (size > WHOLE_MAX) throw new ContainerDamaged(`${path} is larger than any such file can be`, path)
    all.push(chunk)
  }
  return Buffer.concat(all).toString('utf8')
}

type Find = (finding: ArchiveFinding) => void

function manifestOf(text: string | undefined, find: Find): Manifest | undefined {
  if (text === undefined) {
    find({ file: MANIFEST, problem: 'missing', message: `${MANIFEST} is missing: nobody can say what belongs here.` })
    return undefined
  }
  const manifest = readAs(manifestSchema, text)
  if (manifest) return manifest
  const message = `${MANIFEST} is not as it was written, or of another version: this one reads ${FORMAT}.`
  find({ file: MANIFEST, problem: 'format', message })
  return undefined
}

function compare({ files }: Manifest, found: readonly ManifestFile[], find: Find): void {
  const byPath = new Map(found.map((file) => [file.path, file]))
  const listed = new Set(files.map(({ path }) => path))
  for (const { path, size, sha256 } of files) {
    const file = byPath.get(path)
    if (!file) find({ file: path, problem: 'missing', message: `${path} is missing.` })
    else if (file.sha256 !== sha256 || file.size !== size)
      find({
        file: path,
        problem: 'changed',
        message: `${path} was changed: its SHA-256 is not the one of the manifest.`,
      })
  }
  for (const { path } of found)
    if (!listed.has(path) && path !== MANIFEST && path !== SEAL)
      find({ file: path, problem: 'added', message: `${path} was added: the manifest does not name it.` })
  const order = found.map(({ path }) => path)
  const isAsListed = [...files.map(({ path }) => path), MANIFEST, SEAL].every((path, index) => order[index] === path)
  if (!isAsListed || order.length !== files.length + 2)
    find({ problem: 'container', message: 'The files are not those of the manifest in its order.' })
}

/** A whole plan is named by its digest, which the rows name. */
const plansAmiss = (found: readonly ManifestFile[]): ArchiveFinding[] =>
  found.flatMap(({ path, sha256 }) => {
    const digest = /^plans\/([0-9a-f]{64})\.json$/.exec(path)?.[1]
    if (digest === undefined || digest === sha256) return []
    return [{ file: path, problem: 'plan' as const, message: `${path} is not the plan of that digest.` }]
  })

function checkSeal(
  text: string | undefined,
  found: readonly ManifestFile[],
  manifest: string | undefined,
  keys: readonly string[],
  find: Find,
): Pick<Verdict, 'key' | 'trusted'> {
  const complain = (message: string) => find({ file: SEAL, problem: 'seal', message })
  const seal = text === undefined ? undefined : readAs(sealSchema, text)
  if (text === undefined || seal === undefined || text !== sealText(seal)) {
    complain(`${SEAL} is missing, or not as it was written.`)
    return { trusted: false }
  }
  if (seal.manifest !== found.find(({ path }) => path === MANIFEST)?.sha256)
    complain(`${MANIFEST} was changed: its SHA-256 is not the one in ${SEAL}.`)
  const { key, signature } = seal
  if (key === undefined || signature === undefined) {
    if (keys.length > 0) complain('The archive is not signed: whoever made it may be anybody.')
    return { trusted: false }
  }
  const isGood = isSignedBy(manifest ?? '', { key, signature })
  if (!isGood) complain('The signature is not of this manifest and this key.')
  const trusted = keys.includes(key)
  if (keys.length > 0 && !trusted) complain('The archive is signed by another key than those that were given.')
  return { key, trusted: trusted && isGood }
}

/** The one way to write a seal. */
function sealText({ key, manifest, signature }: Seal): string {
  const parts = { ...(key !== undefined && { key }), manifest, ...(signature !== undefined && { signature }) }
  return `${JSON.stringify(parts)}\n`
}
