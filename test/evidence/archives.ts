/** What tests of archives need: a journal with something in it, a bucket in memory, a key, and an archive as bytes. */
import { generateKeyPairSync } from 'node:crypto'
import type { Shelf } from '../../src/evidence/shelf.ts'
import { signerOf } from '../../src/evidence/signing.ts'
import { writeTar } from '../../src/evidence/tar.ts'
import { type Verdict, verifyArchive } from '../../src/evidence/verify-archive.ts'
import {
  type EvidenceOptions,
  type EvidenceSources,
  type Written,
  writeArchive,
} from '../../src/evidence/write-archive.ts'
import { type Desk, openDesk } from '../commands/desk.ts'
import { bank, shop } from '../commands/plans.ts'

export const newSigner = () =>
  signerOf(String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })))

/** Two incidents of the shop and a drill of the bank on 5 December 2026, with texts of Olga's. */
export async function eventfulDesk(): Promise<Desk> {
  const desk = await openDesk(shop, bank)
  await desk.type('declare shop database-corruption queries of Jane Roe fail')
  await desk.advance(60_000)
  await desk.type('ack DR-20261205-1000')
  await desk.type('note DR-20261205-1000 called Jane Roe')
  await desk.advance(20 * 60_000)
  await desk.type('declare bank drill flood we practise')
  await desk.advance(60_000)
  return desk
}

export interface MemoryShelf extends Shelf {
  objects: Map<string, string>
}

export function memoryShelf(): MemoryShelf {
  const objects = new Map<string, string>()
  return {
    objects,
    list: async (prefix) =>
      [...objects.keys()]
        .filter((key) => key.startsWith(prefix))
        .sort()
        .map((key) => ({ key, size: objects.get(key)!.length })),
    async get(key) {
      const text = objects.get(key) ?? ''
      return {
        body: (async function* () {
          yield Buffer.from(text)
        })(),
      }
    },
  }
}

export const DAY = { since: '2026-12-05', until: '2026-12-05', texts: false }

export async function archiveOf(
  sources: EvidenceSources,
  options: EvidenceOptions = DAY,
): Promise<{ bytes: Buffer; written: Written }> {
  const chunks: Uint8Array[] = []
  let written: Written | undefined
  async function* parts() {
    written = yield* writeArchive(sources, options)
  }
  for await (const chunk of writeTar(parts())) chunks.push(chunk)
  return { bytes: Buffer.concat(chunks), written: written! }
}

/** In pieces of so many bytes, as a file comes. */
export async function* pieces(bytes: Uint8Array, size = 10_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export const verdictOn = (bytes: Uint8Array, ...keys: string[]): Promise<Verdict> => verifyArchive(pieces(bytes), keys)

/** The files of an archive by their path, as plain `tar` would give them. */
export function filesOf(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>()
  for (let at = 0; bytes[at] !== 0; ) {
    const field = (from: number, length: number) =>
      bytes.toString('latin1', at + from, at + from + length).replace(/\0.*/s, '')
    const size = Number.parseInt(field(124, 12), 8)
    files.set(
      [field(345, 155), field(0, 100)].filter(Boolean).join('/'),
      bytes.toString('utf8', at + 512, at + 512 + size),
    )
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}
