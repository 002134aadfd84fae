import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryPageGate, type PageGate } from '../../src/engine/page-gate-store.ts'
import { postgresBackings } from './rig.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** A means that can name other incidents, such as Slack; a phone call; PagerDuty. */
const MESSAGE = { canCarry: true, canRide: true }
const CALL = { canCarry: false, canRide: true }
const PAGER = { canCarry: false, canRide: false }

describe.each(['memory', 'PostgreSQL'])('page gate on %s', (kind) => {
  let gates: [PageGate, PageGate]
  let close = async () => {}
  let people = 0
  let person = ''

  beforeAll(async () => {
    if (kind === 'memory') {
      const gate = createMemoryPageGate()
      gates = [gate, gate]
      return
    }
    const opened = await postgresBackings(2)
    gates = [opened.backings[0]!.pageGate, opened.backings[1]!.pageGate]
    close = opened.close
  })
  afterAll(() => close())

  const ask = (stream: string, page: string, nowMs: number, perHourMax = 30, bundling = {}) =>
    gates[0].admit({ person, stream, page, nowMs, perHourMax, ...MESSAGE, ...bundling })
  const delivered = (stream: string, page: string, nowMs: number) =>
    gates[1].conclude({ person, stream, page, delivered: true, awaitsReport: false, nowMs })
  const failed = (stream: string, page: string, nowMs: number) =>
    gates[1].conclude({ person, stream, page, delivered: false, awaitsReport: false, nowMs })
  const someoneNew = () => {
    person = `person-${++people}`
  }

  test('the first page goes at once, and so do the next means of the same incident', async () => {
    someoneNew()
    expect(await ask('a', 'p1', 0)).toEqual({ send: true, alsoFor: [] })
    await delivered('a', 'p1', 1)
    expect(await ask('a', 'p2', 2)).toEqual({ send: true, alsoFor: [] })
  })

  test('other incidents within a minute wait for its end and go as one message', async () => {
    someoneNew()
    await ask('a', 'p', 0)
    await delivered('a', 'p', 1)
    expect(await ask('b', 'p', 10 * SECOND_MS)).toMatchObject({ send: false, untilMs: MINUTE_MS })
    expect(await ask('c', 'p', 50 * SECOND_MS)).toMatchObject({ send: false, untilMs: MINUTE_MS })
    expect(await ask('c', 'p', MINUTE_MS)).toEqual({ send: true, alsoFor: [{ stream: 'b', page: 'p' }] })
    await delivered('c', 'p', MINUTE_MS + 1)
    expect(await ask('b', 'p', MINUTE_MS + 2)).toEqual({ sentWith: 'c', awaitsReport: false })
  })

  test('what rode with a message that may yet fail is told so', async () => {
    someoneNew()
    await ask('a', 'p', 0)
    await delivered('a', 'p', 1)
    await ask('b', 'p', 10 * SECOND_MS)
    await ask('c', 'p', MINUTE_MS)
    const sms = { person, stream: 'c', page: 'p', nowMs: MINUTE_MS + 1 }
    await gates[1].conclude({ ...sms, delivered: true, awaitsReport: true })
    expect(await ask('b', 'p', MINUTE_MS + 2)).toEqual({ sentWith: 'c', awaitsReport: true })
  })

  test('the waiting incident’s minute is not lengthened by what the first one sends meanwhile', async () => {
    someoneNew()
    await ask('a', 'p1', 0)
    await ask('b', 'p', 10 * SECOND_MS)
    expect(await ask('a', 'p2', 50 * SECOND_MS)).toEqual({ send: true, alsoFor: [] })
    expect(await ask('b', 'p', MINUTE_MS)).toEqual({ send: true, alsoFor: [] })
  })

  test('nobody is told of a message before it is known to have gone out; one that failed carries nothing', async () => {
    someoneNew()
    await ask('a', 'p', 0)
    await ask('b', 'p', 1)
    await ask('c', 'p', 2)
    await ask('b', 'p', MINUTE_MS)
    expect(await ask('c', 'p', MINUTE_MS + 1)).toMatchObject({ send: false, untilMs: MINUTE_MS + 1 + 2 * SECOND_MS })
    await failed('b', 'p', MINUTE_MS + 2)
    expect(await ask('c', 'p', MINUTE_MS + 30 * SECOND_MS)).toEqual({ send: true, alsoFor: [] })
  })

  test('a sender that died with the message holds it up for half a minute', async () => {
    someoneNew()
    await ask('a', 'p', 0)
    await ask('b', 'p', 1)
    await ask('c', 'p', 2)
    await ask('b', 'p', MINUTE_MS)
    expect(await ask('c', 'p', MINUTE_MS + 30 * SECOND_MS)).toEqual({ send: true, alsoFor: [] })
  })

  test('above the cap of an hour pages wait until the oldest leaves it, and go together', async () => {
    someoneNew()
    for (const [index, page] of ['p1', 'p2', 'p3'].entries()) {
      expect(await ask('a', page, index * MINUTE_MS, 3)).toMatchObject({ send: true })
      await delivered('a', page, index * MINUTE_MS)
    }
    expect(await ask('a', 'p4', 10 * MINUTE_MS, 3)).toMatchObject({ send: false, untilMs: HOUR_MS })
    expect(await ask('b', 'p', 20 * MINUTE_MS, 3)).toMatchObject({ send: false, untilMs: HOUR_MS })
    expect(await ask('b', 'p', HOUR_MS, 3)).toEqual({ send: true, alsoFor: [{ stream: 'a', page: 'p4' }] })
    await delivered('b', 'p', HOUR_MS)
    expect(await ask('a', 'p4', HOUR_MS, 3)).toEqual({ sentWith: 'b', awaitsReport: false })
  })

  test('a call carries nobody, and what waits goes with the next message that can name it', async () => {
    someoneNew()
    await ask('a', 'slack', 0)
    await ask('b', 'slack', 10 * SECOND_MS)
    expect(await ask('a', 'voice', MINUTE_MS, 30, CALL)).toEqual({ send: true, alsoFor: [] })
    expect(await ask('a', 'email', MINUTE_MS)).toEqual({ send: true, alsoFor: [{ stream: 'b', page: 'slack' }] })
    await delivered('a', 'email', MINUTE_MS)
    expect(await ask('b', 'slack', MINUTE_MS)).toEqual({ sentWith: 'a', awaitsReport: false })
    expect(await ask('b', 'sms', 2 * MINUTE_MS)).toEqual({ send: true, alsoFor: [] })
  })

  test('a pager of its own waits for no minute, begins none and stands for nothing else; but it counts', async () => {
    someoneNew()
    await ask('a', 'pagerduty', 0, 2, PAGER)
    expect(await ask('b', 'slack', 1, 2)).toEqual({ send: true, alsoFor: [] })
    expect(await ask('c', 'pagerduty', 2, 30, PAGER)).toEqual({ send: true, alsoFor: [] })
    expect(await ask('d', 'pagerduty', 3, 3, PAGER)).toMatchObject({ send: false, untilMs: HOUR_MS })
    expect(await ask('a', 'sms', HOUR_MS, 3)).toEqual({ send: true, alsoFor: [] })
  })

  test('what failed does not count towards the cap', async () => {
    someoneNew()
    for (let tried = 0; tried < 10; tried++) {
      expect(await ask('a', 'p', tried * SECOND_MS, 2)).toMatchObject({ send: true })
      await failed('a', 'p', tried * SECOND_MS)
    }
  })

  test('two replicas that ask at once are not both let through', async () => {
    someoneNew()
    const asked = Array.from({ length: 20 }, (_, i) =>
      gates[i % 2 === 0 ? 0 : 1].admit({ ...MESSAGE, person, stream: `s${i}`, page: 'p', nowMs: 0, perHourMax: 30 }),
    )
    const answers = await Promise.all(asked)
    expect(answers.filter((answer) => 'send' in answer && answer.send)).toHaveLength(1)
  })
})

test('for any arrivals, failures and deaths: never more than the cap in an hour, no page lost, none told without its message', async () => {
  const arrival = fc.record({
    stream: fc.integer({ min: 1, max: 6 }),
    atS: fc.integer({ min: 0, max: 5_400 }),
    bundling: fc.constantFrom(MESSAGE, MESSAGE, CALL, PAGER),
  })
  /** What becomes of the nth message that is let through. */
  const fates = fc.array(fc.constantFrom('sent', 'sent', 'sent', 'failed', 'died'), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(arrival, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      fates,
      async (arrivals, max, fates) => {
        const { sentAtMs, served, asked } = await play(arrivals, max, fates)
        expect(served.size).toBe(asked)
        for (const atMs of sentAtMs) {
          expect(sentAtMs.filter((other) => other > atMs - HOUR_MS && other <= atMs).length).toBeLessThanOrEqual(max)
        }
      },
    ),
    { numRuns: 150 },
  )
})

test('for any clock, set back by any amount: nobody waits longer than a minute for other incidents, nor than an hour for the cap', async () => {
  const request = fc.record({
    stream: fc.integer({ min: 1, max: 5 }),
    atS: fc.integer({ min: 0, max: 1_000_000 }),
    bundling: fc.constantFrom(MESSAGE, MESSAGE, CALL, PAGER),
    concluded: fc.boolean(),
  })
  const capped = fc.integer({ min: 1, max: 3 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { minLength: 2, maxLength: 20 }),
      fc.oneof(capped, fc.constant(Number.MAX_SAFE_INTEGER)),
      async (requests, perHourMax) => {
        const gate = createMemoryPageGate()
        const longestMs = perHourMax === Number.MAX_SAFE_INTEGER ? MINUTE_MS : HOUR_MS
        for (const [index, { stream, atS, bundling, concluded }] of requests.entries()) {
          const [nowMs, page] = [atS * SECOND_MS, { person: 'ana', stream: `s${stream}`, page: `p${index}` }]
          const answer = await gate.admit({ ...page, ...bundling, nowMs, perHourMax })
          if ('sentWith' in answer) continue
          if (!answer.send) expect(answer.untilMs - nowMs).toBeLessThanOrEqual(longestMs)
          else if (concluded) await gate.conclude({ ...page, delivered: true, awaitsReport: false, nowMs })
        }
      },
    ),
    { numRuns: 150 },
  )
})

/** Asks for every page until it is served, each again when it was told to or, after a failure or a death, 15 seconds later. */
async function play(
  arrivals: { stream: number; atS: number; bundling: typeof MESSAGE }[],
  perHourMax: number,
  fates: string[],
) {
  const gate = createMemoryPageGate()
  const queue = arrivals.map(({ stream, atS, bundling }, index) => ({
    stream: `s${stream}`,
    page: `p${index}`,
    bundling,
    atMs: atS * SECOND_MS,
  }))
  const served = new Map<string, number>()
  const carriers = new Set<string>()
  const sentAtMs: number[] = []
  for (let asked = 0, letThrough = 0; queue.length > 0; asked++) {
    if (asked > 5_000) throw new Error('the pages never come to rest')
    queue.sort((a, b) => a.atMs - b.atMs)
    const { stream, page, bundling, atMs: nowMs } = queue.shift()!
    const answer = await gate.admit({ person: 'ana', stream, page, nowMs, perHourMax, ...bundling })
    if ('sentWith' in answer) {
      expect(carriers).toContain(page)
      expect(bundling.canRide).toBe(true)
      served.set(page, nowMs)
    } else if (!answer.send) {
      expect(answer.untilMs).toBeGreaterThan(nowMs)
      queue.push({ stream, page, bundling, atMs: answer.untilMs })
    } else {
      // The last message always goes out, or a fate of nothing but failures would never end.
      if (!bundling.canCarry) expect(answer.alsoFor).toEqual([])
      const fate = asked > 500 ? 'sent' : fates[letThrough++ % fates.length]
      if (fate === 'sent') {
        sentAtMs.push(nowMs)
        served.set(page, nowMs)
        for (const other of answer.alsoFor) carriers.add(other.page)
      }
      if (fate !== 'died')
        await gate.conclude({ person: 'ana', stream, page, delivered: fate === 'sent', awaitsReport: false, nowMs })
      if (fate !== 'sent') queue.push({ stream, page, bundling, atMs: nowMs + 15 * SECOND_MS })
    }
  }
  return { sentAtMs, served, asked: arrivals.length }
}
