/** Who gets the status page's updates: one contract for both stores. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemorySubscribers, type SubscriberStore } from '../../src/engine/subscriber-store.ts'
import { postgresBackings } from './rig.ts'

const NOW = 1_000_000
const UNTIL = NOW + 1_000

describe.each(['memory', 'PostgreSQL'])('subscribers on %s', (kind) => {
  /** Of two replicas. */
  let stores: [SubscriberStore, SubscriberStore]
  let close = async () => {}
  let made = 0

  beforeAll(async () => {
    if (kind === 'memory') {
      const store = createMemorySubscribers()
      stores = [store, store]
      return
    }
    const opened = await postgresBackings(2)
    stores = [opened.backings[0]!.subscribers, opened.backings[1]!.subscribers]
    close = opened.close
  })
  afterAll(() => close())

  const someone = () => `ana-${++made}@example.com`
  const ask = async (address: string, plan: string | null, nowMs = NOW) => {
    const token = `token-${++made}`
    const untilMs = nowMs + 1_000
    const asked = await stores[0].ask({ id: `id-${++made}`, plan, address, tokenHash: token, untilMs, nowMs })
    return { asked, token }
  }
  const subscribe = async (address: string, plan: string | null) => {
    const { token } = await ask(address, plan)
    expect(await stores[1].confirm(token, NOW)).toBe(true)
  }
  /** The subscriptions of this address for a plan. */
  const told = async (address: string, plan: string) =>
    (await stores[1].confirmedFor(plan)).filter((one) => one.address.toLowerCase() === address.toLowerCase())

  test('nothing is sent before the confirmation, and a token is good once', async () => {
    const ana = someone()
    const { asked, token } = await ask(ana, 'shop')
    expect(asked).toBe(true)
    expect(await told(ana, 'shop')).toEqual([])
    expect(await stores[1].pending(token, NOW)).toEqual({ plan: 'shop' })
    expect(await stores[1].confirm(token, NOW)).toBe(true)
    expect(await told(ana, 'shop')).toMatchObject([{ address: ana }])
    expect(await told(ana, 'bank')).toEqual([])
    expect(await stores[0].pending(token, NOW)).toBeUndefined()
    expect(await stores[0].confirm(token, NOW)).toBe(false)
  })

  test('a token runs out, and only the newest is good', async () => {
    const ana = someone()
    const first = await ask(ana, 'shop')
    expect(await stores[0].pending(first.token, UNTIL)).toBeUndefined()
    expect(await stores[0].confirm(first.token, UNTIL)).toBe(false)
    const second = await ask(ana, 'shop')
    expect(await stores[0].confirm(first.token, NOW)).toBe(false)
    expect(await stores[0].confirm(second.token, NOW)).toBe(true)
  })

  test('who is subscribed has nothing to confirm, however the address is written', async () => {
    const ana = someone()
    await subscribe(ana, 'shop')
    expect((await ask(ana.toUpperCase(), 'shop')).asked).toBe(false)
    expect(await told(ana, 'shop')).toHaveLength(1)
    expect((await ask(ana, 'bank')).asked).toBe(true)
  })

  test('all plans take the place of single ones, so that one link ends all', async () => {
    const ana = someone()
    await subscribe(ana, 'shop')
    const bank = await ask(ana, 'bank')
    await subscribe(ana, null)
    expect(await told(ana, 'shop')).toHaveLength(1)
    expect(await told(ana, 'anything')).toHaveLength(1)
    expect((await ask(ana, 'shop')).asked).toBe(false)
    expect(await stores[0].confirm(bank.token, NOW)).toBe(false)
    await stores[0].end((await told(ana, 'shop'))[0]!.id)
    expect(await told(ana, 'shop')).toEqual([])
  })

  test('ends, also twice; and can begin anew', async () => {
    const ana = someone()
    await subscribe(ana, 'shop')
    const [{ id } = { id: '' }] = await told(ana, 'shop')
    await stores[0].end(id)
    await stores[1].end(id)
    expect(await told(ana, 'shop')).toEqual([])
    await subscribe(ana, 'shop')
    expect(await told(ana, 'shop')).toHaveLength(1)
  })

  test('everything about an address can be erased', async () => {
    const ana = someone()
    await subscribe(ana, 'shop')
    const { token } = await ask(ana, 'bank')
    expect(await stores[0].erase(ana.toUpperCase())).toBe(2)
    expect(await told(ana, 'shop')).toEqual([])
    expect(await stores[0].confirm(token, NOW)).toBe(false)
    expect(await stores[0].erase(ana)).toBe(0)
  })

  test('one confirmation pressed twice at once is one subscription', async () => {
    const ana = someone()
    const { token } = await ask(ana, 'shop')
    const answers = await Promise.all(stores.map((store) => store.confirm(token, NOW)))
    expect(answers.sort()).toEqual([false, true])
    expect(await told(ana, 'shop')).toHaveLength(1)
  })

  test('counts in windows, over all replicas', async () => {
    const key = `key-${++made}`
    const counts = []
    for (const [store, atMs] of [
      [stores[0], 0],
      [stores[1], 500],
      [stores[0], 999],
      [stores[1], 1_000],
      [stores[0], 1_999],
    ] as const) {
      counts.push(await store.count(key, NOW + atMs, 1_000))
    }
    expect(counts).toEqual([1, 2, 3, 1, 2])
    expect(await stores[0].count(`${key}-other`, NOW, 1_000)).toBe(1)
  })
})
