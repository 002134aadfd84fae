/** A replica goes on without the database, and what it took is there when the database is back. */
import { expect, test } from 'vitest'
import type { RecordLine } from '../../../src/engine/lifeboat/record.ts'
import { START_MS } from '../rig.ts'
import { createDisk } from './boats.ts'
import { ask, createWorld, damages, note } from './world.ts'

test('what is due is done without the database, and done once', async () => {
  const { database, carriedOut, open, give, later, stateOf } = createWorld()
  const replica = await open()
  await give(replica, ask('page', START_MS + 60_000))
  await give(replica, ask('later backup', START_MS + 60_000))
  await replica.watch(1)

  database.away = true
  await replica.watch(9)
  expect(replica.lifeboat.adriftSinceMs()).toBeUndefined()
  await replica.watch(2)
  expect(replica.lifeboat.adriftSinceMs()).toBe(START_MS)
  later(1)
  await replica.engine.settle()
  expect(carriedOut).toEqual(['page'])
  expect(await give(replica, note('still here'))).toMatchObject({ ok: true })
  expect(await give(replica, { type: 'pin', digest: 'x' })).toEqual({ ok: false, why: 'The database is away.' })

  database.away = false
  await replica.watch(2)
  expect(replica.lifeboat.adriftSinceMs()).toBeDefined()
  await replica.watch(1)
  expect(replica.lifeboat.adriftSinceMs()).toBeUndefined()
  await replica.engine.settle()
  expect(carriedOut).toEqual(['page', 'later backup'])
  expect(await stateOf(replica)).toMatchObject({
    notes: ['still here'],
    reminders: { page: { status: 'done', attempt: 1 } },
  })
  expect(await damages(database)).toEqual([])
  await replica.stop()
})

test('a replica that is killed while adrift goes on where it was, and loses nothing', async () => {
  const { database, carriedOut, open, give, later, stateOf } = createWorld()
  const disk = createDisk()
  const first = await open(disk)
  await first.lifeboat.storage.setCurrentPlan('shop', 'digest', { id: 'shop' } as never)
  await give(first, ask('page', START_MS + 60_000))
  await first.watch(1)
  database.away = true
  await first.watch(11)
  await give(first, note('before the kill'))
  later(1)
  await first.engine.settle()

  const second = await open(disk)
  expect(second.lifeboat.adriftSinceMs()).toBeDefined()
  expect(await stateOf(second)).toMatchObject({ notes: ['before the kill'], reminders: { page: { status: 'done' } } })
  await second.engine.settle()
  await give(second, note('after it'))
  database.away = false
  await second.watch(3)
  await second.engine.settle()
  expect(carriedOut).toEqual(['page'])
  expect((await stateOf(second))?.notes).toEqual(['before the kill', 'after it'])
  await second.watch(1)
  expect(disk.record).toEqual([])
  expect(await damages(database)).toEqual([])
})

test('killed between the merge and its mark, the merge is known and not made again', async () => {
  const { database, open, give, stateOf } = createWorld()
  const disk = createDisk()
  const dies = ({ kind }: RecordLine) => {
    if (kind === 'merged') throw new Error('killed')
  }
  const first = await open(disk, { onRecord: dies })
  await first.lifeboat.storage.setCurrentPlan('shop', 'digest', { id: 'shop' } as never)
  await give(first, note('ashore'))
  await first.watch(1)
  database.away = true
  await first.watch(11)
  await give(first, note('adrift'))
  database.away = false
  await first.watch(3)

  const second = await open(disk)
  expect((await stateOf(second))?.notes).toEqual(['ashore', 'adrift'])
  await second.watch(1)
  expect(disk.record).toEqual([])
  expect(await damages(database)).toEqual([])
})

test('two replicas adrift: what both have done is told, what one was promised and the other prevents is refused and told', async () => {
  const { database, carriedOut, voyages, open, give, later, stateOf } = createWorld()
  const [a, b] = [await open(createDisk(), { name: 'a' }), await open(createDisk(), { name: 'b' })]
  await give(a, ask('page', START_MS + 60_000))
  for (const one of [a, b]) await one.watch(1)
  database.away = true
  for (const one of [a, b]) await one.watch(11)
  await give(a, ask('tea', START_MS + 3_600_000))
  expect(await give(b, ask('tea', START_MS + 7_200_000))).toMatchObject({ ok: true })
  later(1)
  await a.engine.settle()
  await b.engine.settle()
  expect(carriedOut).toEqual(['page', 'page'])

  database.away = false
  for (const one of [a, b]) await one.watch(3)
  await a.engine.settle()
  await b.engine.settle()
  expect(carriedOut).toEqual(['page', 'page'])
  expect(voyages[0]).toMatchObject({ taken: 1, refused: [] })
  expect(voyages[1]?.refused).toMatchObject([
    { command: { type: 'ask', what: 'tea' }, why: 'tea has been asked for already' },
  ])
  const attempted = (events: { type: string }[] = []) => events.filter(({ type }) => type === 'attempted')
  expect(
    voyages.map(({ events, replayed }) => [attempted(events), attempted(replayed)].map(({ length }) => length)),
  ).toEqual([
    [1, 1],
    [1, 0],
  ])
  expect((await stateOf(b))?.reminders.tea?.dueMs).toBe(START_MS + 3_600_000)
  expect(await damages(database)).toEqual([])
})

test('a request that had got through before the database went away is not taken twice', async () => {
  const { database, open, give, stateOf } = createWorld()
  const replica = await open()
  await give(replica, note('ashore'), 'request 1')
  await replica.watch(1)
  database.away = true
  await replica.watch(11)
  expect(await give(replica, note('ashore'), 'request 1')).toMatchObject({ ok: true })
  expect(await give(replica, note('adrift'), 'request 2')).toMatchObject({ ok: true, repeated: false })
  expect(await give(replica, note('adrift'), 'request 2')).toMatchObject({ ok: true, repeated: true })
  database.away = false
  await replica.watch(3)
  expect((await stateOf(replica))?.notes).toEqual(['ashore', 'adrift'])
  expect(await give(replica, note('adrift'), 'request 2')).toMatchObject({ ok: true, repeated: true })
})
