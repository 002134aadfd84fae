/** A list of recipients is told whole: over several attempts when it is long, and nobody twice. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deliveryKey } from '../../src/adapters/deliver-once.ts'
import { type Sending, unsure } from '../../src/adapters/outcomes.ts'
import { createPace } from '../../src/adapters/pace.ts'
import { type Telling, tellEach } from '../../src/adapters/tell-each.ts'
import type { DeliveryLedger } from '../../src/engine/deliveries.ts'
import { createMemoryDeliveryLedger } from '../../src/engine/delivery-ledger.ts'
import type { Outcome } from '../../src/plan/core.ts'

const sent: Sending = { ok: true, detail: {} }
const later: Sending = { ok: false, reason: 'The mail server refused the mail for now (451).' }
const never: Sending = { ok: false, reason: 'The mail server refused the mail for good (550).', permanent: true }

const T0 = Date.UTC(2026, 11, 5, 10)

/** Attempts on one list, with one ledger. `time`: so many sendings, then no other is begun. */
function audience(size: number, how: Partial<Telling<string>> = {}) {
  const people = Array.from({ length: size }, (_, index) => `person-${index}`)
  const tries: string[] = []
  const ledger = createMemoryDeliveryLedger()
  const about = { incident: 'DR-1', obligation: 'notify/customers/sms/initial/0', ledger, atMs: T0 }
  let before: Record<string, unknown> | undefined
  return {
    people,
    tries,
    ledger,
    placeOf: (to: string) => ledger.placeOf(deliveryKey(about), to),
    async attempt(answer: (index: number) => Sending, time = Number.POSITIVE_INFINITY): Promise<Outcome> {
      const closing = new AbortController()
      let left = time
      const at = { ...about, closing: closing.signal, ...(before && { before }) }
      const outcome = await tellEach(people, at, {
        address: (to) => to,
        async send(to, index) {
          tries.push(to)
          if (--left <= 0) closing.abort()
          return answer(index)
        },
        ...how,
      })
      // The journal keeps it as JSON.
      if (!outcome.ok) before = JSON.parse(JSON.stringify(outcome.detail))
      return outcome
    },
  }
}

describe('a long list', () => {
  it('goes on where its time was up, and tells nobody twice', async () => {
    const list = audience(100)
    const first = await list.attempt(() => sent, 40)
    expect(first).toMatchObject({
      ok: false,
      detail: { total: 100, sent: 40, failed: 0, waiting: 60, outOfTime: true },
    })
    expect(first).not.toHaveProperty('permanent')
    expect(await list.attempt(() => sent, 40)).toMatchObject({ ok: false, detail: { sent: 80, outOfTime: true } })
    expect(await list.attempt(() => sent)).toEqual({
      ok: true,
      detail: { total: 100, sent: 100, failed: 0, failures: [] },
    })
    expect(new Set(list.tries).size).toBe(100)
    expect(list.tries).toHaveLength(100)
  })

  it('tries those whom nobody has tried before those who could not be told', async () => {
    const list = audience(20)
    await list.attempt((index) => (index === 0 ? later : sent), 10)
    list.tries.length = 0
    await list.attempt(() => sent)
    expect(list.tries[0]).toBe('person-10')
    expect(list.tries).toContain('person-0')
  })

  it('is not out of time when nobody was told, or when the provider wants us to wait', async () => {
    expect(await audience(20).attempt(() => later, 5)).not.toMatchObject({ detail: { outOfTime: true } })
    const limited = await audience(20).attempt((index) => (index === 0 ? { ...later, retryAtMs: 7 } : sent), 10)
    expect(limited).toMatchObject({ ok: false, retryAtMs: 7, detail: { waitUntilMs: 7, waitReason: later.reason } })
    expect(limited).not.toMatchObject({ detail: { outOfTime: true } })
  })
})

describe('a provider that limits us', () => {
  it('is left in peace until then: nobody else is tried', async () => {
    const list = audience(200, { concurrent: 1 })
    await list.attempt((index) => (index === 3 ? { ...later, retryAtMs: T0 + 30_000 } : sent))
    expect(list.tries).toHaveLength(4)
  })
})

describe('an attempt that died', () => {
  /** A world that keeps what it was sent, asked by `find`. */
  const world = (has: string[] = []) => ({
    has,
    find: async (to: string) => (has.includes(to) ? { ref: `ref-${to}` } : undefined),
  })

  it('with a message in hand repeats it only when the provider does not have it', async () => {
    const { has, find } = world()
    const list = audience(3, { find })
    for (const to of ['person-0', 'person-1']) await list.ledger.begin(list.placeOf(to), T0)
    has.push('person-1')
    expect(await list.attempt(() => sent)).toMatchObject({ ok: true, detail: { sent: 3 } })
    expect(list.tries.toSorted()).toEqual(['person-0', 'person-2'])
  })

  it('is not repeated while the provider cannot be asked, and is when it can never be', async () => {
    const answers = [
      unsure('Twilio did not answer in time.'),
      { ok: false as const, reason: 'no scope', permanent: true },
    ]
    const list = audience(1, { find: async () => answers.shift() })
    await list.ledger.begin(list.placeOf('person-0'), T0)
    expect(await list.attempt(() => sent)).toMatchObject({ ok: false, reason: 'Twilio did not answer in time.' })
    expect(list.tries).toEqual([])
    expect(await list.attempt(() => sent)).toMatchObject({ ok: true, detail: { sent: 1 } })
  })

  it('is found again also when only the answer was lost', async () => {
    const { has, find } = world()
    const list = audience(2, { find })
    const lost = await list.attempt((index) => {
      has.push(`person-${index}`)
      return index === 0 ? unsure('Twilio did not answer in time.') : sent
    })
    expect(lost).toMatchObject({ ok: false, detail: { sent: 1, waiting: 1 } })
    expect(await list.attempt(() => sent)).toMatchObject({ ok: true, detail: { sent: 2 } })
    expect(list.tries).toHaveLength(2)
  })

  it('and another that runs beside it do not both tell somebody', async () => {
    const list = audience(50)
    await Promise.all([list.attempt(() => sent), list.attempt(() => sent)])
    expect(list.tries).toHaveLength(50)
  })
})

it('who joins or leaves the audience between two attempts changes nothing for the others', async () => {
  const list = audience(4)
  await list.attempt((index) => (index === 3 ? later : sent))
  list.people.unshift('somebody new')
  list.people.splice(2, 1)
  expect(await list.attempt(() => sent)).toMatchObject({ ok: true, detail: { total: 4, sent: 4 } })
  expect(list.tries.toSorted()).toEqual(['person-0', 'person-1', 'person-2', 'person-3', 'person-3', 'somebody new'])
})

it('a database that cannot be told of it ends the attempt, and what went out is asked for', async () => {
  const list = audience(20, { concurrent: 1 })
  const end = list.ledger.end
  list.ledger.end = () => Promise.reject(new Error('gone'))
  expect(await list.attempt(() => sent)).toMatchObject({ ok: false, detail: { sent: 0, waiting: 20 } })
  expect(list.tries).toHaveLength(1)
  list.ledger.end = end
  expect(await list.attempt(() => sent)).toMatchObject({ ok: true, detail: { sent: 20 } })
})

describe('a pace', () => {
  /** A wall clock that stands but for those who sleep, one at a time. */
  function wall() {
    let nowMs = 1_000
    const sleepers: { atMs: number; wake: () => void }[] = []
    return {
      now: () => nowMs,
      sleep: (ms: number) => new Promise<void>((wake) => void sleepers.push({ atMs: nowMs + ms, wake })),
      /** Wakes sleepers in turn until `done`. */
      async until(done: Promise<unknown>) {
        let over = false
        const ended = done.then(() => (over = true))
        while (!over) {
          await new Promise((resolve) => setImmediate(resolve))
          const next = sleepers.toSorted((a, b) => a.atMs - b.atMs)[0]
          if (!next) continue
          sleepers.splice(sleepers.indexOf(next), 1)
          nowMs = Math.max(nowMs, next.atMs)
          next.wake()
        }
        await ended
      },
    }
  }
  const words = 'one text message a second for each sender'

  it('is kept by each sender, and they share the list in turn', async () => {
    const time = wall()
    const pace = createPace({ senders: 2, perSecond: 1, words, wall: time })
    const sentAt: [sender: number, atMs: number][] = []
    const list = audience(10, {
      pace,
      async send(_to, index) {
        sentAt.push([pace.senderOf(index), time.now()])
        return sent
      },
    })
    await time.until(list.attempt(() => sent))
    for (const sender of [0, 1]) {
      const times = sentAt.flatMap(([by, atMs]) => (by === sender ? [atMs] : []))
      expect(times).toEqual([1_000, 2_000, 3_000, 4_000, 5_000])
    }
  })

  it('says when an attempt’s time is over how many are out, how many wait and by when it will be done', async () => {
    const time = wall()
    const pace = createPace({ senders: 1, perSecond: 1, words, wall: time })
    const list = audience(200, { pace, concurrent: 1 })
    const attempt = list.attempt(() => sent, 22)
    await time.until(attempt)
    expect(await attempt).toMatchObject({
      ok: false,
      // 22 went out in 21 seconds; the next is due a second later, and the last 177 seconds after that.
      detail: { total: 200, sent: 22, waiting: 178, outOfTime: true, waitReason: words, waitUntilMs: T0 + 199_000 },
    })
  })

  it('gives a turn back that nobody used, and waits after a page that went past it', async () => {
    const time = wall()
    const pace = createPace({ senders: 1, perSecond: 1, words, wall: time })
    expect(await pace.turn(0)).toBe(true)
    expect(pace.lastsMs([0])).toBe(1_000)
    const stop = new AbortController()
    const waiting = pace.turn(1, stop.signal)
    expect(pace.lastsMs([0])).toBe(2_000)
    stop.abort()
    await time.until(waiting)
    expect(await waiting).toBe(false)
    expect(await pace.turn(2, stop.signal)).toBe(false)
    pace.spend(0)
    expect(pace.lastsMs([0, 1])).toBe(2_000)
  })
})

describe('a recipient who was refused', () => {
  it('is tried again when it may pass, and only they are', async () => {
    const list = audience(3)
    expect(await list.attempt((index) => (index === 1 ? later : sent))).toMatchObject({
      ...later,
      detail: { sent: 2, failed: 1, failures: [{ index: 1, permanent: false }] },
    })
    expect(await list.attempt(() => sent)).toEqual({ ok: true, detail: { total: 3, sent: 3, failed: 0, failures: [] } })
    expect(list.tries.toSorted()).toEqual(['person-0', 'person-1', 'person-1', 'person-2'])
  })

  it('for good is done with, and counted at the end', async () => {
    const list = audience(3)
    await list.attempt((index) => [sent, later, never][index] as Outcome)
    expect(await list.attempt(() => sent)).toEqual({
      ok: true,
      detail: { total: 3, sent: 2, failed: 1, failures: [{ index: 2, permanent: true, reason: never.reason }] },
    })
  })

  it('like everybody else makes it a failure for good', async () => {
    expect(await audience(2).attempt(() => never)).toMatchObject({ ...never, detail: { sent: 0, failed: 2 } })
  })
})

it('whatever happens, whoever is told is told once, and in the end everybody is or was refused for good', async () => {
  const fates = fc.array(fc.constantFrom('sent', 'later', 'never'), { minLength: 1, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(fates, fc.integer({ min: 1, max: 40 }), async (fate, time) => {
      const list = audience(fate.length)
      const told: number[] = []
      for (let attempt = 0; attempt < 100; attempt++) {
        const outcome = await list.attempt((index) => {
          if (fate[index] === 'never') return never
          if (fate[index] === 'later' && attempt < 3) return later
          told.push(index)
          return sent
        }, time)
        if (outcome.ok || outcome.permanent) break
      }
      const reachable = fate.flatMap((one, index) => (one === 'never' ? [] : [index]))
      expect(told.toSorted((a, b) => a - b)).toEqual(reachable)
    }),
  )
})

it('wherever a process dies, and however often, everybody is told exactly once where the provider can be asked', async () => {
  const deaths = fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(deaths, fc.integer({ min: 1, max: 12 }), async (dies, size) => {
      const real = createMemoryDeliveryLedger()
      const told: string[] = []
      const people = Array.from({ length: size }, (_, index) => `person-${index}`)
      // The last life is long enough for all of them.
      for (const life of [...dies, Number.POSITIVE_INFINITY]) {
        let left = life
        /** Each step of the process may be its last: done or not, nobody hears of it. */
        const step = async <T>(act: () => Promise<T>): Promise<T> => {
          if (left-- <= 0) throw new Error('dead')
          const result = await act()
          if (left <= 0 && life % 2 === 0) throw new Error('dead')
          return result
        }
        const ledger: DeliveryLedger = {
          placeOf: real.placeOf,
          of: real.of,
          begin: (...how) => step(() => real.begin(...how)),
          end: (...how) => step(() => real.end(...how)),
          clear: (...how) => step(() => real.clear(...how)),
        }
        const at = { incident: 'DR-1', obligation: 'one', ledger, atMs: T0 }
        const outcome = await tellEach(people, at, {
          address: (to) => to,
          send: (to) =>
            step(async () => {
              told.push(to)
              return sent
            }).catch(() => unsure('dead')),
          find: (to) => step(async () => (told.includes(to) ? { ref: to } : undefined)).catch(() => unsure('dead')),
        })
        if (life === Number.POSITIVE_INFINITY) expect(outcome).toMatchObject({ ok: true, detail: { sent: size } })
      }
      expect(told.toSorted()).toEqual(people.toSorted())
    }),
    { numRuns: 300 },
  )
})
