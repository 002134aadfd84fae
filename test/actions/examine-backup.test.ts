/** A backup is looked at without restoring it: what is damaged, cut off or unreadable is found, over a folder and over S3 alike. */
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listAll, listBackups } from '../../src/actions/backups.ts'
import { compareChecksum, readToEnd } from '../../src/actions/examine-backup.ts'
import { createFolderStore } from '../../src/adapters/folder/folder-store.ts'
import { backupSetSchema } from '../../src/plan/backup-schema.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const NEVER = new AbortController().signal
const set = backupSetSchema.parse({ label: 'Database', prefix: 'db/' })
const write = (name: string, content: string | Uint8Array) => {
  mkdirSync(path.join(folder, 'db'), { recursive: true })
  writeFileSync(path.join(folder, 'db', name), content)
}
const only = async () => (await listBackups(set, createFolderStore(folder)))[0]!
const read = async (content: string | Uint8Array) => {
  write('one', content)
  return readToEnd(await only(), createFolderStore(folder), NEVER)
}

/** Made by the tool itself. */
function tarOf(files: number): Buffer {
  const from = path.join(folder, 'packed')
  mkdirSync(from, { recursive: true })
  const names = Array.from({ length: files }, (_, index) => `${'long-'.repeat(40)}${index}`)
  for (const name of names) writeFileSync(path.join(from, name), randomBytes(700))
  execFileSync('tar', ['-cf', path.join(folder, 'all.tar'), '-C', from, ...names])
  return readFileSync(path.join(folder, 'all.tar'))
}

describe('reading to the end', () => {
  it('counts what is in a tar archive, packed or not', async () => {
    const tar = tarOf(7)
    expect(await read(tar)).toMatch(/^a tar archive with 7 entries, /)
    expect(await read(gzipSync(tar))).toBe('a tar archive with 7 entries, packed with gzip')
    expect(await read(zstdCompressSync(tar))).toBe('a tar archive with 7 entries, packed with zstd')
  })

  it.each([
    ['a cut tar archive', () => tarOf(7).subarray(0, 3_000), /breaks off/],
    ['a cut gzip', () => gzipSync(tarOf(7)).subarray(0, 900), /cannot be unpacked to its end/],
    ['a cut zstd', () => zstdCompressSync(tarOf(7)).subarray(0, 900), /cannot be unpacked to its end/],
    [
      'a damaged gzip',
      () => {
        const packed = gzipSync(tarOf(7))
        packed.writeUInt32LE(7, packed.length - 8)
        return packed
      },
      /cannot be unpacked to its end/,
    ],
    ['a cut archive in a whole gzip', () => gzipSync(tarOf(7).subarray(0, 3_000)), /breaks off/],
    ['a cut zip', () => 'PK\x03\x04 and no directory', /zip archive that breaks off/],
    ['a cut dump', () => '--\n-- PostgreSQL database dump\n--\nCREATE TABLE a', /dump of PostgreSQL that breaks off/],
    ['a cut snapshot', () => `REDIS0011${'x'.repeat(40)}`, /snapshot of Redis that breaks off/],
    ['what is encrypted', () => 'age-encryption.org/v1\n-> X25519', /is encrypted \(age\)/],
    ['what is encrypted for a key', () => Buffer.from([0x85, 1, 0x0c, 3, 1, 2, 3]), /is encrypted \(gpg\)/],
    ['nothing that is packed', () => gzipSync(''), /has nothing in it/],
  ])('finds %s', async (_, content, why) => {
    await expect(read(content())).rejects.toThrow(why)
  })

  it('says what it is', async () => {
    expect(await read('--\n-- PostgreSQL database dump\n--\n\n--\n-- PostgreSQL database dump complete\n--\n')).toMatch(
      /^a dump of PostgreSQL as text, /,
    )
    expect(await read(Buffer.concat([Buffer.from('REDIS0011abc'), Buffer.from([0xff]), randomBytes(8)]))).toMatch(
      /Redis/,
    )
    expect(await read('anything at all')).toMatch(/^read to its end; what it is cannot be told, 15 bytes$/)
  })
})

describe('the checksum', () => {
  const compare = async () => compareChecksum(await only(), createFolderStore(folder), NEVER)
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

  it('is compared with the file beside it', async () => {
    write('one', 'all orders')
    await expect(compare()).rejects.toThrow('has no checksum, neither in a file beside it nor in its store')
    write('one.sha256', `${sha256('all orders')}  one\n`)
    expect(await compare()).toBe(sha256('all orders'))
    write('one', 'no orders!')
    await expect(compare()).rejects.toThrow('it is damaged')
  })
})

describe('a folder', () => {
  it('lists what is in it, side files and what is empty apart', async () => {
    write('one', 'x')
    write('one.sha256', 'y')
    write('two', '')
    const { backups, empty } = await listAll(set, createFolderStore(folder))
    expect(backups.map(({ key }) => key)).toEqual(['db/one'])
    expect(empty.map(({ key }) => key)).toEqual(['db/two'])
  })

  it('is not left, neither by dots nor by a link', async () => {
    const secret = path.join(folder, 'secret')
    writeFileSync(secret, 'secret')
    write('one', 'x')
    symlinkSync(secret, path.join(folder, 'db', 'link'))
    const store = createFolderStore(path.join(folder, 'db'))
    expect((await store.list('', { max: 10 })).map(({ key }) => key)).toEqual(['one'])
    for (const key of ['../secret', 'link', '/etc/hosts'])
      await expect(store.getText(key, 100)).rejects.toThrow(/leads out of the folder/)
  })

  it('says when it is not there, and is no list of nothing then', async () => {
    const store = createFolderStore(path.join(folder, 'not-mounted'))
    await expect(store.list('', { max: 10 })).rejects.toThrow('There is no folder ')
    expect(await createFolderStore(folder).head('gone')).toBeUndefined()
  })
})
