/** The journal's copy off-site, on real PostgreSQL and the simulated store: what lies there, what follows an erasure, two replicas, a database that was set back. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { startS3Sim } from '../../sim/s3/s3.ts'
import { createObjectStore } from '../../src/adapters/s3/object-store.ts'
import { createPostgresBacking } from '../../src/engine/backing.ts'
import { encodeEvent } from '../../src/engine/journal.ts'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { anchorText, headsOf, minuteKey } from '../../src/evidence/anchors.ts'
import { createJournalCopy } from '../../src/evidence/copy/copy-journal.ts'
import { restoreFrom } from '../../src/evidence/copy/restore.ts'
import { privately, SYSTEM } from '../../src/plan/actor.ts'
import { coreOf } from '../../src/program/cores.ts'
import { plan as samplePlan } from '../plan/sample-plan.ts'
import { emptyDatabase, testDatabase } from '../postgres.ts'
import { surroundings } from '../sim/surroundings.ts'

const ANA = { person: 'ana', id: 'slack:U1', via: 'slack' as const }
const NOW_MS = Date.parse('2026-11-28T10:04:00Z')
let counter = 0
const random = () => String(++counter).padStart(32, '0')

async function open() {
  const around = surroundings()
  const sim = await startS3Sim({ ...around, bucket: 'journal' })
  const { accessKeyId, secretAccessKey, botEndpoint, endpoint, bucket } = sim
  const driver = new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    endpoint,
    forcePathStyle: true,
  })
  const store = createObjectStore({ bucket, region: 'us-east-1', endpoint: botEndpoint, accessKeyId, secretAccessKey })
  const database = await testDatabase()
  const backing = createPostgresBacking({ connectionString: database.url, queues: {} })
  const { storage, copyProgress: progress } = backing
  const replica = (holder: string) =>
    createJournalCopy({ storage, progress, bucket: store, bucketName: bucket, holder, nowMs: () => NOW_MS })
  onTestFinished(async () => {
    await backing.stop()
    await database.drop()
    store.close()
    driver.destroy()
    await sim.close()
  })
  const append = (stream: string, texts: string[]) =>
    storage.withStream(stream, async (tx) => {
      let last: { seq: number; hash: string } = tx.head
      const encoded = texts.map((text) => {
        const event = { type: 'noted', atMs: NOW_MS, by: ANA, text: privately(text) }
        const one = encodeEvent(stream, last, event, random)
        last = one.row
        return one
      })
      tx.append(
        encoded.map(({ row }) => row),
        encoded.flatMap(({ texts }) => texts),
      )
    })
  const at = (Key: string) => ({ Bucket: bucket, Key })
  const keys = async (part = '') =>
    ((await driver.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? [])
      .map(({ Key }) => Key!)
      .filter((key) => key.includes(part))
  const textOf = async (key: string) => (await driver.send(new GetObjectCommand(at(key)))).Body!.transformToString()
  const write = (key: string, Body: string) => driver.send(new PutObjectCommand({ ...at(key), Body }))
  const remove = (key: string) => driver.send(new DeleteObjectCommand(at(key)))
  const everything = async () => (await Promise.all((await keys('journal/')).map(textOf))).join('\n')
  const restore = (into?: string, more: { damaged?: boolean; copy?: string } = {}) =>
    restoreFrom({
      ...{ shelf: store, damaged: false, cores: coreOf, nowMs: NOW_MS, by: SYSTEM, random, ...more },
      ...(into !== undefined && { into }),
    })
  return {
    ...around,
    store,
    database,
    backing,
    storage,
    progress,
    bucket,
    replica,
    append,
    keys,
    textOf,
    write,
    remove,
    everything,
    restore,
  }
}

type World = Awaited<ReturnType<typeof open>>

async function fresh(world: World) {
  const database = await emptyDatabase()
  const backing = createPostgresBacking({ connectionString: database.url, queues: {} })
  onTestFinished(async () => {
    await backing.stop()
    await database.drop()
  })
  return { url: database.url, storage: backing.storage, restore: (more = {}) => world.restore(database.url, more) }
}

test('rows go out a piece at a time, small pieces become one, and what comes back is the same journal', async () => {
  const world = await open()
  const { replica, append, keys, storage, restore } = world
  await expect(restore()).rejects.toThrow(/no copy of a journal in the bucket/)
  const copy = replica('a')
  await append(
    'system',
    Array.from({ length: 1_203 }, (_, n) => `note ${n}`),
  )
  await storage.setCurrentPlan('shop', 'digest-of-shop', samplePlan())
  for (let n = 0; n < 52; n++) {
    await append('watch/shop', [`look ${n}`])
    expect(await copy.look()).toBe(true)
  }
  expect((await keys('/rows/system/')).map((key) => key.slice(-27))).toEqual([
    ...['0000000001-0000000500.jsonl', '0000000501-0000001000.jsonl', '0000001001-0000001203.jsonl'],
  ])
  expect((await keys('/rows/watch%2Fshop/')).map((key) => key.slice(-27))).toEqual([
    ...['0000000001-0000000050.jsonl', '0000000051-0000000051.jsonl', '0000000052-0000000052.jsonl'],
  ])
  const before = (await keys()).length
  expect(await copy.look()).toBe(true)
  expect((await keys()).length).toBe(before)

  const into = await fresh(world)
  expect(await into.restore()).toMatchObject({
    streams: 2,
    rows: 1_255,
    texts: 1_255,
    erased: 0,
    plans: 1,
    damage: [],
    gaps: [],
  })
  for (const stream of ['system', 'watch/shop']) {
    const [old, anew] = await Promise.all([storage.rows(stream, 0), into.storage.rows(stream, 0)])
    expect(anew!.rows.slice(0, old!.rows.length)).toEqual(old!.rows)
    expect(anew!.texts).toEqual(old!.texts)
  }
  expect(Object.keys(await into.storage.currentPlans())).toEqual(['shop'])
  for await (const finding of verifyJournal(into.storage)) expect.unreachable(finding.message)
})

test('who is erased is erased off-site at the next look, from texts and from plans, and the chain there still holds', async () => {
  const world = await open()
  const { replica, append, everything, storage, textOf, keys, write } = world
  const copy = replica('a')
  const plan = samplePlan()
  await storage.setCurrentPlan('shop', 'old', plan)
  await storage.setCurrentPlan('shop', 'new', plan)
  await append('DR-20261128-1000', ['Jane Roe called'])
  await copy.look()
  await append('DR-20261128-1000', ['and again, Jane Roe'])
  await copy.look()
  // A piece that a replica had put when it was killed, which nobody has noted.
  const [piece] = await keys('/texts/')
  await write(piece!.replace(/\d{10}\.jsonl$/, '0000000002.jsonl'), await textOf(piece!))
  const [person] = Object.entries(plan.people)[0]!
  expect(await everything()).toContain('Jane Roe')
  await storage.eraseTexts({ subject: 'ana' })
  await storage.eraseFromPlans(person, ['new'])
  await copy.look()
  expect(await everything()).not.toContain('Jane Roe')
  const copied = (await keys('/plans/')).map(async (key) => [
    key.includes('old'),
    (await textOf(key)).includes('[erased]'),
  ])
  expect(await Promise.all(copied)).toEqual(
    expect.arrayContaining([
      [true, true],
      [false, false],
    ]),
  )
  const into = await fresh(world)
  expect(await into.restore()).toMatchObject({ texts: 2, erased: 2, damage: [] })
})

test('one replica copies; another goes on at once when it lets go, and would do no harm beside it', async () => {
  const { replica, append, progress, bucket, everything } = await open()
  const [one, two] = [replica('one'), replica('two')]
  await append('system', ['first'])
  expect(await progress.lagSeconds(bucket)).toBeUndefined()
  expect(await Promise.all([one.look(), two.look()])).toEqual(expect.arrayContaining([true]))
  const held = (await one.look()) ? one : two
  const other = held === one ? two : one
  expect(await other.look()).toBe(false)
  await append('system', ['second'])
  await held.letGo()
  expect(await other.look()).toBe(true)
  expect(await everything()).toContain('second')
  expect(await progress.lagSeconds(bucket)).toBeLessThan(10)
})

test('a store that is away is caught up with, and the lag grows meanwhile', async () => {
  const { replica, append, faults, everything, progress, bucket, restore } = await open()
  const copy = replica('a')
  await append('system', ['before'])
  await copy.look()
  faults.set({ service: 's3', fault: 'error', status: 400 })
  await append('system', ['meanwhile'])
  await expect(copy.look()).rejects.toThrow(/refused the request/)
  const behind = await progress.lagSeconds(bucket)
  await expect(copy.look()).rejects.toThrow(/refused the request/)
  expect(await progress.lagSeconds(bucket)).toBeGreaterThan(behind!)
  faults.clear('s3')
  await copy.look()
  expect(await everything()).toContain('meanwhile')
  expect(await restore()).toMatchObject({ rows: 2, written: false })
})

test('what a copy lacks by the newest anchor is named; what is damaged is refused, or restored up to there', async () => {
  const world = await open()
  const { replica, append, storage, store, keys, textOf, write, remove } = world
  const copy = replica('a')
  await append('DR-20261128-1000', ['one', 'two'])
  await append('DR-20261128-1001', ['one'])
  await copy.look()
  await append('DR-20261128-1000', ['three'])
  await copy.look()
  await append('DR-20261128-1000', ['never copied'])
  await store.putOnce(minuteKey(NOW_MS), anchorText(await headsOf(storage), NOW_MS), 'application/json')
  expect((await world.restore()).gaps).toEqual([
    {
      ...{ stream: 'DR-20261128-1000', problem: 'behind', anchored: 4, has: 3 },
      message: 'the anchor of 2026-11-28T10:04:00.000Z knows DR-20261128-1000 up to row 4, the copy ends at 3',
    },
  ])

  const [first] = await keys('/rows/DR-20261128-1000/')
  const sound = await textOf(first!)
  await write(first!, sound.replace('"atMs":', '"atMs": 1'))
  const into = await fresh(world)
  await expect(into.restore()).rejects.toThrow(/DR-20261128-1000, row 1: was changed.*\n.*nothing was restored/)
  expect(await into.storage.streams()).toEqual([])
  await write(first!, sound)
  await remove((await keys('/rows/DR-20261128-1000/'))[0]!)
  await expect(into.restore()).rejects.toThrow(/DR-20261128-1000, row 1: is missing/)
  await write(first!, sound)
  const [texts] = await keys('/texts/DR-20261128-1000/')
  const kept = await textOf(texts!)
  await write(texts!, kept.replace('two', 'tow'))
  await expect(into.restore()).rejects.toThrow(/row 2: its private text 2.1 is not the one/)
  expect(await into.restore({ damaged: true })).toMatchObject({ streams: 2, rows: 2, damage: [{ seq: 2 }] })
  const rows = (await into.storage.rows('system', 0))!.rows
  expect(JSON.parse(rows[0]!.data)).toMatchObject({
    ...{ type: 'journal-restored', rows: 2, lacking: [{ stream: 'DR-20261128-1000', has: 1, anchored: 4 }] },
    damaged: [{ stream: 'DR-20261128-1000', seq: 2 }],
  })
})

test('a journal that was made anew is a copy of its own, and the newest is taken', async () => {
  const world = await open()
  await world.append('system', ['of the old one'])
  await world.replica('a').look()
  const into = await fresh(world)
  await into.restore()
  const client = new Client({ connectionString: into.url })
  await client.connect()
  onTestFinished(() => client.end())
  const backing = createPostgresBacking({ connectionString: into.url, queues: {} })
  onTestFinished(() => backing.stop())
  const next = createJournalCopy({
    ...{ storage: backing.storage, progress: backing.copyProgress, bucket: world.store, bucketName: world.bucket },
    ...{ holder: 'b', nowMs: () => NOW_MS + 60_000 },
  })
  await next.look()
  const found = await world.restore()
  expect(found).toMatchObject({ rows: 2, others: [{ since: new Date(NOW_MS).toISOString() }] })
  expect((await world.restore(undefined, { copy: found.others[0]!.copy })).rows).toBe(1)
  await expect(world.restore(undefined, { copy: 'nothing' })).rejects.toThrow(
    /There is no copy nothing; the bucket has /,
  )
})
