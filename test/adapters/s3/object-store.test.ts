import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type S3Sim, startS3Sim } from '../../../sim/s3/s3.ts'
import type { ObjectStore as WantedStore } from '../../../src/actions/object-store.ts'
import { createObjectStore, type ObjectStore, type ObjectStoreOptions } from '../../../src/adapters/s3/object-store.ts'
import { surroundings } from '../../sim/surroundings.ts'

const around = surroundings()
const opened: ObjectStore[] = []
let sim: S3Sim
let store: ObjectStore
beforeEach(async () => {
  around.faults.clear()
  sim = await startS3Sim({ ...around, bucket: 'muster' })
  store = open()
})
afterEach(async () => {
  for (const one of opened.splice(0)) one.close()
  await sim.close()
})

function open(options: Partial<ObjectStoreOptions> = {}): ObjectStore {
  const { botEndpoint: endpoint, accessKeyId, secretAccessKey, bucket } = sim
  const one = createObjectStore({ endpoint, region: 'us-east-1', bucket, accessKeyId, secretAccessKey, ...options })
  opened.push(one)
  return one
}

/** The actions' port and this adapter do not know each other. */
it('is what the actions want of a store', () => {
  const wanted: WantedStore = store
  expect(wanted).toBe(store)
})

it('puts, reads, describes, lists and removes objects', async () => {
  await store.put('a/1 ü.txt', 'Zeile ä\n', 'text/plain')
  await store.put('a/2', new Uint8Array([0, 255]), 'application/octet-stream')
  await store.put('b/3', '', 'text/plain')
  expect(await store.getText('a/1 ü.txt', 100)).toBe('Zeile ä\n')
  expect(await store.head('a/2')).toMatchObject({ key: 'a/2', size: 2 })
  expect((await store.list('a/', { max: 10 })).map(({ key, size }) => [key, size])).toEqual([
    ['a/1 ü.txt', 9],
    ['a/2', 2],
  ])
  await store.remove('a/2')
  expect(await store.head('a/2')).toBeUndefined()
  const [left] = await store.list('', { max: 10 })
  expect(Math.abs((left?.modifiedMs ?? 0) - Date.now())).toBeLessThan(24 * 3_600_000)
})

it('sends a file and reads it in pieces', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-s3-'))
  try {
    const bytes = Buffer.alloc(3_000_000, 'abcdefg')
    writeFileSync(path.join(folder, 'dump'), bytes)
    await store.put('dump', { file: path.join(folder, 'dump'), size: bytes.length }, 'application/octet-stream')
    const { body } = await store.get('dump')
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    expect(chunks.length).toBeGreaterThan(1)
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('lists over many pages, and gives an error in place of a part', async () => {
  const keys = Array.from({ length: 1_005 }, (_, index) => `many/${String(index).padStart(4, '0')}`)
  for (let at = 0; at < keys.length; at += 50) {
    await Promise.all(keys.slice(at, at + 50).map((key) => store.put(key, 'x', 'text/plain')))
  }
  expect((await store.list('many/', { max: 2_000 })).map(({ key }) => key)).toEqual(keys)
  await expect(store.list('many/', { max: 1_000 })).rejects.toThrow(
    'There are more than 1000 objects below "many/" in the bucket muster.',
  )
})

describe('says in one sentence what is wrong', () => {
  it.each([
    ['no such object', () => store.getText('gone', 10), 'There is no object gone in the bucket muster.'],
    ['no such bucket', () => open({ bucket: 'other' }).list('', { max: 1 }), 'There is no bucket other.'],
    [
      'a key that is not known',
      () => open({ accessKeyId: 'AKIASTRANGE' }).head('x'),
      /^(Our key may not do this in|The store of) the bucket muster/,
    ],
    [
      'nobody there',
      () => open({ endpoint: 'http://127.0.0.1:1' }).list('', { max: 1 }),
      'The store of the bucket muster cannot be reached (ECONNREFUSED).',
    ],
    [
      'a file that is too large',
      () => store.put('x', { file: '/dev/null', size: 6e9 }, 'x/y'),
      'x is larger than 5 GB, which is sent in one piece.',
    ],
  ])('%s', async (_, work, sentence) => {
    await expect(work()).rejects.toThrow(sentence)
  })

  it('an object that is longer than a text may be', async () => {
    await store.put('long', 'x'.repeat(11), 'text/plain')
    await expect(store.getText('long', 10)).rejects.toThrow('The object long has more than 10 bytes.')
  })

  it('a store in trouble, after a second try', async () => {
    around.faults.set({ service: 's3', fault: 'error', status: 503, count: 1 })
    await store.put('x', 'x', 'text/plain')
    around.faults.set({ service: 's3', fault: 'error', status: 503 })
    await expect(store.getText('x', 10)).rejects.toThrow(
      'The store of the bucket muster refused the request (InternalError, 503).',
    )
    around.faults.clear()
    around.faults.set({ service: 's3', fault: 'rate-limit', retryAfter: 0 })
    await expect(store.getText('x', 10)).rejects.toThrow(
      'The store of the bucket muster takes no more requests for now.',
    )
    around.faults.clear()
    around.faults.set({ service: 's3', fault: 'down' })
    await expect(store.getText('x', 10)).rejects.toThrow(
      'The store of the bucket muster cannot be reached (ECONNRESET).',
    )
  })
})

describe('an object that stops coming', () => {
  const serve = async (then: (end: () => void) => void) => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('begun')
      then(() => response.destroy())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return { endpoint, close: () => new Promise((resolve) => server.close(resolve)) }
  }

  it('is given up when somebody cancels', async () => {
    const server = await serve(() => {})
    const controller = new AbortController()
    const { size, body } = await open({ endpoint: server.endpoint }).get('x', controller.signal)
    expect(size).toBe(1_000)
    const reading = (async () => {
      for await (const _ of body) controller.abort()
    })()
    await expect(reading).rejects.toThrow('The request to the store of the bucket muster was ended.')
    await server.close()
  })

  it('is an error when its connection is cut', async () => {
    const server = await serve((end) => setImmediate(end))
    const reading = open({ endpoint: server.endpoint }).getText('x', 10_000)
    await expect(reading).rejects.toThrow('The store of the bucket muster cannot be reached (ECONNRESET).')
    await server.close()
  })
})
