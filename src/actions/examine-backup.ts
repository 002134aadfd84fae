/**
 * Looks at one backup without restoring it: whether it is what its checksum says, and whether it can be read to its end. Promises to read it once, in bounded
 * memory, and to write nothing; rejects with an `ActionFailure` that says what is wrong with it.
 */
import { createHash } from 'node:crypto'
import { Readable, type Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { ActionFailure } from './action-failure.ts'
import { encryptionIn, type Format, formatOf, HEAD_BYTES } from './archive-format.ts'
import { checksumOf } from './backup.ts'
import type { Backup } from './backups.ts'
import type { ObjectStore } from './object-store.ts'
import { sizeText } from './output.ts'
import { walkTar } from './read-tar.ts'

type Store = Pick<ObjectStore, 'get' | 'getText' | 'head'>

/** Against its side file, else against what the store itself keeps. @returns the checksum that it has. */
export async function compareChecksum(backup: Backup, store: Store, signal: AbortSignal): Promise<string> {
  const expected = (await checksumOf(backup, store, signal)) || ((await store.head(backup.key))?.sha256 ?? '')
  if (expected === '') {
    throw new ActionFailure(`${backup.key} has no checksum, neither in a file beside it nor in its store`)
  }
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of (await store.get(backup.key, signal)).body) {
    signal.throwIfAborted()
    hash.update(chunk)
    size += chunk.length
  }
  const found = hash.digest('hex')
  if (size !== backup.size)
    throw new ActionFailure(
      `${backup.key} has ${sizeText(size)} and not the ${sizeText(backup.size)} that its store says`,
      { sha256: found },
    )
  if (found !== expected)
    throw new ActionFailure(`${backup.key} has the checksum ${found} and not ${expected}: it is damaged`, {
      sha256: found,
    })
  return found
}

/** The first bytes, fewer when it has fewer. */
export async function headOf(key: string, store: Pick<ObjectStore, 'get'>, signal?: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of (await store.get(key, signal)).body) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= HEAD_BYTES) break
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES)
}

const PACKERS: Partial<Record<Format, { name: string; unpack: () => Transform }>> = {
  gzip: { name: 'gzip', unpack: () => createGunzip() },
  zstd: { name: 'zstd', unpack: () => createZstdDecompress() },
}

/** Reads the whole of it, unpacked where it is packed. @returns what it is, in words. */
export async function readToEnd(backup: Backup, store: Store, signal: AbortSignal): Promise<string> {
  const head = await headOf(backup.key, store, signal)
  const encrypted = encryptionIn(head)
  if (encrypted !== undefined)
    // It may be as good as any: nobody can say.
    throw new Error(
      `${backup.key} is encrypted (${encrypted}) and cannot be listed from outside: list it by steps of the plan ("trial")`,
    )
  const { body } = await store.get(backup.key, signal)
  const packer = PACKERS[formatOf(head)]
  if (!packer) return `${await contentOf(body, backup.key)}, ${sizeText(backup.size)}`
  const stream = Readable.from(body).on('error', (error) => unpacked.destroy(error))
  const unpacked = packer.unpack()
  try {
    return `${await contentOf(stream.pipe(unpacked), backup.key)}, packed with ${packer.name}`
  } catch (error) {
    if (error instanceof ActionFailure || signal.aborted) throw error
    const { code = '' } = error as { code?: string }
    throw /^Z_|^ZSTD_|^ERR_ZLIB/.test(code)
      ? new ActionFailure(`${backup.key} cannot be unpacked to its end: it is damaged or breaks off`)
      : error
  } finally {
    stream.destroy()
    unpacked.destroy()
  }
}

/** Of the end; the directory of a zip stands in it unless somebody wrote a long comment. */
const TAIL_BYTES = 66_000

/** @throws ActionFailure when it breaks off, as far as its format tells. */
async function contentOf(body: AsyncIterable<Uint8Array>, key: string): Promise<string> {
  let head: Buffer = Buffer.alloc(0)
  let tail: Buffer = Buffer.alloc(0)
  let size = 0
  const tar = walkTar()
  for await (const chunk of body) {
    size += chunk.length
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk]).subarray(0, HEAD_BYTES)
    tail = Buffer.from((chunk.length >= TAIL_BYTES ? chunk : Buffer.concat([tail, chunk])).subarray(-TAIL_BYTES))
    if (size <= HEAD_BYTES || formatOf(head) === 'tar') tar.write(chunk)
  }
  const breaksOff = (what: string) => new ActionFailure(`${key} is ${what} that breaks off before its end`)
  switch (formatOf(head)) {
    case 'tar': {
      if (tar.broken()) throw new ActionFailure(`${key} is a tar archive that is damaged`)
      const entries = tar.entries()
      if (entries === undefined) throw breaksOff('a tar archive')
      return `a tar archive with ${entries} ${entries === 1 ? 'entry' : 'entries'}`
    }
    case 'zip':
      if (!tail.includes(Buffer.from('PK\x05\x06', 'latin1'))) throw breaksOff('a zip archive')
      return 'a zip archive'
    case 'pg-plain':
      if (!/PostgreSQL database (cluster )?dump complete/.test(tail.subarray(-400).toString('latin1')))
        throw breaksOff('a dump of PostgreSQL')
      return 'a dump of PostgreSQL as text'
    case 'redis':
      // Since version 5 of the format eight bytes of a checksum follow the mark of the end.
      if (tail.at(-9) !== 0xff && tail.at(-1) !== 0xff) throw breaksOff('a snapshot of Redis')
      return 'a snapshot of Redis'
    case 'pg-custom':
      return 'a dump of PostgreSQL in its own format, read to its end and not listed (pg_restore --list can, by a "trial")'
    default:
      if (size === 0) throw new ActionFailure(`${key} has nothing in it`)
      return 'read to its end; what it is cannot be told'
  }
}
