import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createPostgresBacking } from '../../src/engine/backing.ts'
import type { DeliveryLedger } from '../../src/engine/deliveries.ts'
import { createMemoryDeliveryLedger } from '../../src/engine/delivery-ledger.ts'
import { testDatabase } from '../postgres.ts'
import { postgresBackings } from './rig.ts'

describe.each(['memory', 'PostgreSQL'])('delivery ledger on %s', (kind) => {
  /** Two replicas' view of the same ledger. */
  let ledgers: [DeliveryLedger, DeliveryLedger]
  let close = async () => {}
  let keys = 0
  let key = ''

  beforeAll(async () => {
    if (kind === 'memory') {
      const ledger = createMemoryDeliveryLedger()
      ledgers = [ledger, ledger]
      return
    }
    const opened = await postgresBackings(2)
    ledgers = [opened.backings[0]!.deliveries, opened.backings[1]!.deliveries]
    close = opened.close
  })
  afterAll(() => close())
  beforeEach(() => {
    key = `DR-1/notify/${++keys}`
  })
  const ana = () => ({ key, recipient: 'ana' })

  test('nothing is known of a message that nobody began', async () => {
    expect(await ledgers[0].of(key)).toEqual(new Map())
  })

  test('what one replica began, another sees, and does not begin', async () => {
    expect(await ledgers[0].begin(ana(), 5)).toBe(true)
    expect(await ledgers[1].begin(ana(), 6)).toBe(false)
    expect(await ledgers[1].of(key)).toEqual(new Map([['ana', { state: 'begun', begunMs: 5 }]]))
  })

  test('of many who begin at once, one does', async () => {
    const begun = await Promise.all(Array.from({ length: 20 }, (_, n) => ledgers[n % 2 === 0 ? 0 : 1].begin(ana(), n)))
    expect(begun.filter(Boolean)).toHaveLength(1)
  })

  test('an end stays with its reference or reason, and the time of the beginning', async () => {
    await ledgers[0].begin(ana(), Date.UTC(2026, 11, 5))
    await ledgers[1].end(ana(), { state: 'sent', begunMs: 9, ref: 'SM1' })
    await ledgers[0].end(
      { key, recipient: 'bob' },
      { state: 'refused', begunMs: 7, reason: 'There is no such number.' },
    )
    expect(await ledgers[0].of(key)).toEqual(
      new Map([
        ['ana', { state: 'sent', begunMs: Date.UTC(2026, 11, 5), ref: 'SM1' }],
        ['bob', { state: 'refused', begunMs: 7, reason: 'There is no such number.' }],
      ]),
    )
  })

  test('what has certainly not gone out is as if never begun; what has ended is not cleared', async () => {
    await ledgers[0].begin(ana(), 1)
    await ledgers[0].clear(ana())
    expect(await ledgers[0].of(key)).toEqual(new Map())
    await ledgers[0].end(ana(), { state: 'sent', begunMs: 1 })
    await ledgers[1].clear(ana())
    expect(await ledgers[0].of(key)).toEqual(new Map([['ana', { state: 'sent', begunMs: 1 }]]))
  })

  test('messages do not mix', async () => {
    await ledgers[0].begin(ana(), 1)
    expect(await ledgers[0].begin({ key: `${key}/other`, recipient: 'ana' }, 2)).toBe(true)
    expect([...(await ledgers[0].of(key)).values()]).toEqual([{ state: 'begun', begunMs: 1 }])
  })
})

test('a replica that starts forgets what is older than 30 days', async () => {
  const { url, drop } = await testDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const days of [29, 31]) {
    await client.query(
      `INSERT INTO muster.delivery (key, recipient, state, begun_ms, at) VALUES ('k', $1, 'sent', 0, now() - make_interval(days => $2))`,
      [`${days}`, days],
    )
  }
  const backing = createPostgresBacking({ connectionString: url, queues: {} })
  await backing.storage.start()
  expect([...(await backing.deliveries.of('k')).keys()]).toEqual(['29'])
  await backing.stop()
  await client.end()
  await drop()
})
