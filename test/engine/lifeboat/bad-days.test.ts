/** What a replica meets around the loss of the database that is no clean loss: newer versions at work, other errors than silence, plans that have changed, databases that are not the one. */
import { expect, test } from 'vitest'
import { isOfTheDatabase } from '../../../src/engine/database-errors.ts'
import { encodeEvent } from '../../../src/engine/journal.ts'
import type { RecordLine } from '../../../src/engine/lifeboat/record.ts'
import type { AnyEvent } from '../../../src/plan/core.ts'
import { ANA, countingRandom } from '../reminder-core.ts'
import { START_MS } from '../rig.ts'
import { createDisk, type Database } from './boats.ts'
import { ask, createWorld, note } from './world.ts'

const SHOP = { id: 'shop' } as never
const random = countingRandom()

/** Written by somebody else. */
const append = ({ backing }: Database, stream: string, event: AnyEvent) =>
  backing.storage.withStream(stream, async (tx) => {
    const { row, texts } = encodeEvent(stream, tx.head, event, random)
    tx.append([row], texts)
  })
const FROM_NEWER = { type: 'from-the-future', atMs: START_MS, by: ANA } as AnyEvent
const turnsIn = (record: object[]) =>
  (record as RecordLine[]).flatMap((line) => (line.kind === 'turn' ? (line.turn.command?.type ?? 'tick') : []))

test('streams that are left to newer replicas are left, ashore and adrift', async () => {
  const { database, open, give, later } = createWorld()
  const replica = await open()
  await give(replica, ask('page', START_MS + 60_000))
  await replica.watch(1)
  later(1)
  const due = (except: string[]) =>
    replica.lifeboat.storage.withDue(START_MS + 60_000, 10, async (held) => held.map(({ stream }) => stream), except)
  expect([await due([]), await due(['list'])]).toEqual([['list'], undefined])
  database.away = true
  await replica.watch(11)
  expect([await due([]), await due(['list'])]).toEqual([['list'], undefined])
})

test('a stream that a newer version has written to is copied like any other, and keeps none from being copied', async () => {
  const { database, open, give, stateOf } = createWorld()
  const disk = createDisk()
  const replica = await open(disk)
  await append(database, 'a newer one', FROM_NEWER)
  await append(database, 'a newer one', { type: 'noted', atMs: START_MS, by: ANA, text: { private: 'x' } } as AnyEvent)
  await give(replica, note('mine'))
  await replica.watch(1)
  expect(replica.lifeboat.copyAgeMs()).toBe(0)
  database.away = true
  await replica.watch(11)
  expect((await stateOf(replica))?.notes).toEqual(['mine'])
})

test('what was taken in the lifeboat is kept for a newer version where one has written meanwhile', async () => {
  const { database, voyages, open, give } = createWorld()
  const disk = createDisk()
  const replica = await open(disk)
  await give(replica, note('ashore'))
  await replica.watch(1)
  database.away = true
  await replica.watch(11)
  expect(await give(replica, note('adrift'))).toMatchObject({ ok: true })
  database.away = false
  await append(database, 'list', FROM_NEWER)
  await replica.watch(5)
  expect(replica.lifeboat.adriftSinceMs()).toBeUndefined()
  expect(voyages).toEqual([])
  expect(turnsIn(disk.record)).toEqual(['note'])
  expect((await database.backing.storage.rows('list', 0))?.rows.map(({ type }) => type)).toEqual([
    'noted',
    'from-the-future',
  ])
})

test('a record is not merged into a database that has never heard of its stream', async () => {
  const { database, voyages, open, give } = createWorld()
  const disk = createDisk()
  const replica = await open(disk)
  await give(replica, note('ashore'))
  await replica.watch(1)
  database.away = true
  await replica.watch(11)
  await give(replica, note('adrift'))

  const another = createWorld()
  const second = await another.open(disk)
  expect(await another.database.backing.storage.rows('list', 0)).toBeUndefined()
  expect([...voyages, ...another.voyages]).toEqual([])
  await second.watch(2)
  expect(turnsIn(disk.record)).toEqual(['note'])
})

test.each(['3D000', '58030', 'XX001'])('a database that answers nothing but %s is away', async (code) => {
  const { database, open } = createWorld()
  const replica = await open()
  await replica.watch(1)
  Object.assign(database, { away: true, code })
  await replica.watch(11)
  expect(replica.lifeboat.adriftSinceMs()).toBeDefined()
})

test('an incident goes on by its own plan though another is in force, after restarts and rewritten files', async () => {
  const { database, open, give, clock, stateOf } = createWorld()
  const disk = createDisk()
  const first = await open(disk)
  const plan = { digest: 'old', plan: SHOP }
  const pin = { type: 'pin' as const, digest: 'old', atMs: clock.now(), by: ANA }
  expect(await first.engine.submit('list', pin, { plan })).toMatchObject({ ok: true })
  await first.lifeboat.storage.setCurrentPlan('shop', 'new', SHOP)
  await give(first, note('pinned'))
  await first.watch(601)
  const second = await open(disk)
  await second.watch(601)
  database.away = true
  const third = await open(disk)
  expect(third.lifeboat.adriftSinceMs()).toBeDefined()
  expect((await stateOf(third))?.notes).toEqual(['pinned'])
})

test('a database that can be read and takes nothing is away, and is not back before it takes something', async () => {
  const { database, carriedOut, open, give, later, stateOf } = createWorld()
  const replica = await open()
  await give(replica, ask('page', START_MS + 60_000))
  await replica.watch(1)
  Object.assign(database, { takesNothing: true, code: '58030' })
  await expect(give(replica, note('refused'))).rejects.toThrow('away')
  await replica.watch(30)
  // One refusal is no proof.
  expect(replica.lifeboat.adriftSinceMs()).toBeUndefined()
  await expect(give(replica, note('refused'))).rejects.toThrow('away')
  await replica.watch(1)
  expect(replica.lifeboat.adriftSinceMs()).toBeDefined()
  expect(await give(replica, note('taken'))).toMatchObject({ ok: true })
  later(1)
  await replica.engine.settle()
  expect(carriedOut).toEqual(['page'])

  await replica.watch(10)
  expect(replica.lifeboat.adriftSinceMs()).toBeDefined()
  database.takesNothing = false
  await replica.watch(3)
  expect(replica.lifeboat.adriftSinceMs()).toBeUndefined()
  expect(await stateOf(replica)).toMatchObject({ notes: ['taken'], reminders: { page: { status: 'done' } } })
})

test('with a full disk pages go on, nothing is taken from people, and what comes once there is room is kept', async () => {
  const { database, carriedOut, voyages, open, give, later, stateOf } = createWorld()
  const disk = createDisk()
  let isFull = true
  const onRecord = () => {
    if (isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  }
  const replica = await open(disk, { onRecord })
  await give(replica, ask('page', START_MS + 60_000))
  await replica.watch(1)
  database.away = true
  await replica.watch(11)
  expect(replica.lifeboat.adriftSinceMs()).toBeDefined()
  await expect(give(replica, note('lost'))).rejects.toThrow('no space left')
  later(1)
  await replica.engine.settle()
  expect(carriedOut).toEqual(['page'])
  expect(disk.record).toEqual([])

  isFull = false
  await give(replica, note('kept'))
  expect((disk.record as RecordLine[]).map(({ kind }) => kind)).toEqual(['adrift', 'turn'])
  database.away = false
  await replica.watch(3)
  expect((await stateOf(replica))?.notes).toEqual(['kept'])
  expect(voyages).toHaveLength(1)
})

test('a replica that is started without the database says how old the copy is that it goes on from', async () => {
  const { database, open } = createWorld()
  const disk = createDisk()
  const first = await open(disk)
  await first.lifeboat.storage.setCurrentPlan('shop', 'digest', SHOP)
  await first.watch(2)
  database.away = true
  const second = await open(disk, { copyWrittenMs: START_MS - 60_000 })
  expect([second.lifeboat.adriftSinceMs(), second.lifeboat.copyAgeMs()]).toEqual([START_MS, 60_000])
})

test('an error of the database or of the disk keeps the boat out; one of the rules or of single rows does not', () => {
  const is = (code?: string) => isOfTheDatabase(Object.assign(new Error('x'), code === undefined ? {} : { code }))
  for (const code of ['08006', '25006', '3D000', '42P01', '58030', '53100', 'ENOSPC', 'EIO', 'ECONNREFUSED'])
    expect([code, is(code)]).toEqual([code, true])
  for (const code of [undefined, '22P05', '23505', 'XX001', 'ERR_INVALID_ARG_TYPE'])
    expect([code, is(code)]).toEqual([code, false])
})
