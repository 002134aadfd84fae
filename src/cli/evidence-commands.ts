/**
 * `muster evidence export`, `verify` and `key`. They write what they find and give the exit code. An archive appears under its name only when it is whole.
 */
import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { createObjectStore } from '../adapters/s3/object-store.ts'
import { appendFact } from '../engine/append-fact.ts'
import type { Storage } from '../engine/storage.ts'
import { fingerprintOf, type Signer, signerOf } from '../evidence/signing.ts'
import { type Part, writeTar } from '../evidence/tar.ts'
import { type Verdict, verifyArchive } from '../evidence/verify-archive.ts'
import { type EvidenceOptions, type EvidenceSources, type Written, writeArchive } from '../evidence/write-archive.ts'
import type { Settings } from '../program/settings.ts'
import { SYSTEM_STREAM } from '../readiness/state.ts'
import { type Progress, SILENT } from './progress.ts'

type Write = (text: string) => void

const COMPRESSED = /\.(tgz|gz)$/

export interface ExportOptions extends EvidenceOptions {
  out: string
  /** Writes down that the archive was made, so that whoever erases texts later knows of it. */
  remember?: (manifest: string) => Promise<unknown>
  write: Write
  complain: Write
  /** Hears how far it is. */
  progress?: Progress
}

/** 0: the archive is there. 1: nothing happened in that time, or the file is there already. */
export async function exportEvidence(sources: EvidenceSources, options: ExportOptions): Promise<number> {
  const { out, write, complain, since, until, texts } = options
  if (existsSync(out)) {
    complain(`${out} is there already: name another file with --out, or remove it.\n`)
    return 1
  }
  const unfinished = `${out}.unfinished`
  let written: Written | undefined
  async function* parts(): AsyncGenerator<Part> {
    written = yield* writeArchive(sources, options)
  }
  try {
    const into = createWriteStream(unfinished, { mode: 0o600 })
    const tar = counted(writeTar(parts()), 'written', options.progress)
    await (COMPRESSED.test(out) ? pipeline(tar, createGzip(), into) : pipeline(tar, into))
    if (written === undefined || written.streams === 0) {
      complain(`The journal has nothing from ${since} to ${until}${options.planId ? ` of ${options.planId}` : ''}.\n`)
      return 1
    }
    await rename(unfinished, out)
  } finally {
    await rm(unfinished, { force: true })
  }
  const { rows, streams, files, manifest } = written
  await options.remember?.(manifest)
  write(`${out}: ${rows} rows of ${streams} streams, ${since} to ${until}, in ${files} files.\n`)
  write(`SHA-256 of its manifest: ${manifest}\n`)
  if (texts) complain('It holds what people wrote, names and addresses: keep it as you keep those.\n')
  if (!sources.signer) complain('It is not signed: set MUSTER_SIGNING_KEY, and others can tell that it is yours.\n')
  if (!sources.shelf) complain('Without MUSTER_S3_BUCKET there are no anchors and no reports in it.\n')
  return 0
}

export interface VerifyOptions {
  /** Public keys that are ours, in hex. */
  keys: readonly string[]
  json: boolean
  write: Write
  /** Hears how far it is. */
  progress?: Progress
}

/** 0: nothing is wrong; 1: each finding is named. @throws when the file cannot be read. */
export async function verifyEvidence(file: string, { keys, json, write, progress }: VerifyOptions): Promise<number> {
  const verdict = await verifyArchive(counted(await opened(file), 'read', progress), keys)
  if (json) write(`${JSON.stringify(verdict)}\n`)
  else write(report(file, verdict, keys))
  return verdict.findings.length === 0 ? 0 : 1
}

/** As it is, or as gzip has packed it. @throws Error with one sentence when it is no archive at all. */
async function opened(file: string): Promise<AsyncIterable<Uint8Array>> {
  const head = await firstBytes(file)
  if (head[0] === 0x1f && head[1] === 0x8b) return unpacked(file)
  if (head.length < 512) throw new Error(`${file} is no archive of evidence: it is too short.`)
  return createReadStream(file)
}

async function firstBytes(file: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of createReadStream(file, { end: 511 })) chunks.push(chunk as Buffer)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${code}).`, {
      cause: error,
    })
  }
  return Buffer.concat(chunks)
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  done: 'read' | 'written',
  progress: Progress = SILENT,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    progress.at(`${Math.floor(bytes / 1_000_000)} MB ${done}`)
    yield chunk
  }
}

async function* unpacked(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file).pipe(createGunzip())
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error
    // What is missing then is found as an archive that is cut off.
  }
}

function report(file: string, verdict: Verdict, keys: readonly string[]): string {
  const { findings, rows, streams, anchors, about, key, trusted } = verdict
  const signed = key === undefined ? 'It is not signed' : `It is signed by the key ${fingerprintOf(key)}`
  const whose = key !== undefined && !trusted && keys.length === 0 ? '; whether that is theirs, --key would tell' : ''
  const period = about && `, ${about.since} to ${about.until}${about.plan === null ? '' : `, of ${about.plan}`}`
  if (findings.length > 0) {
    const count = `${findings.length} ${findings.length === 1 ? 'thing is' : 'things are'} wrong with ${file}`
    return `${findings.map(({ message }) => `${message}\n`).join('')}${count}.\n`
  }
  const compared = anchors > 0 ? `, which agree with ${anchors} signed ${anchors === 1 ? 'anchor' : 'anchors'}` : ''
  return `${file}${period ?? ''}: ${rows} rows of ${streams} streams are as they were journaled${compared}.\n${signed}${whose}.\n`
}

/** What others check signatures with. */
export function showKey(signer: Signer, { json, write }: { json: boolean; write: Write }): number {
  const { publicKey, publicPem } = signer
  const fingerprint = fingerprintOf(publicKey)
  if (json) write(`${JSON.stringify({ key: publicKey, fingerprint, pem: publicPem })}\n`)
  else write(`${publicPem}key ${publicKey}\nfingerprint ${fingerprint}\n`)
  return 0
}

/** Opens what the settings name, for the length of `work`. */
export async function withSources<T>(
  { s3, anchors }: Pick<Settings, 's3' | 'anchors'>,
  work: (sources: Omit<EvidenceSources, 'storage'>) => Promise<T>,
): Promise<T> {
  const shelf = s3 && createObjectStore(s3)
  try {
    const signer = anchors?.signingKey === undefined ? undefined : signerOf(anchors.signingKey)
    return await work({ shelf, signer })
  } finally {
    shelf?.close()
  }
}

/** In the journal of the system, without texts as well: who takes what out of the house is asked for, too. */
export async function rememberExport(
  storage: Storage,
  { since, until, planId, texts, manifest, atMs }: EvidenceOptions & { manifest: string; atMs: number },
): Promise<void> {
  const by = { id: `cli:${userInfo().username}`, via: 'cli' as const }
  const random = (bytes: number) => randomBytes(bytes).toString('hex')
  await appendFact({ storage, random }, SYSTEM_STREAM, async () => {
    return { type: 'evidence-exported', atMs, by, since, until, planId: planId ?? null, manifest, texts }
  })
}
