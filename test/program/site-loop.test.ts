/** The loop that keeps the files up to date, on a clock that is moved by hand. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { createSteppedClock } from '../../src/engine/stepped-clock.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { createSiteLoop } from '../../src/program/site-loop.ts'

const START = Date.UTC(2026, 11, 5, 10)
const MINUTE = 60_000

function open(publish: (n: number) => Promise<{ difference?: string }> = async () => ({}), everyMs = 6 * MINUTE) {
  const clock = createSteppedClock(wallClock, START, false)
  const published: number[] = []
  const warned: string[] = []
  const loop = createSiteLoop({
    async publish() {
      published.push((clock.now() - START) / MINUTE)
      return { written: 0, unchanged: 0, ...(await publish(published.length)) }
    },
    nextTurn: async () => clock.now() + everyMs,
    clock,
    logger: { warn: (_, message) => warned.push(message) },
  })
  const stop = new AbortController()
  const running = loop.run(stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await running
  })
  const times = (count: number) => vi.waitFor(() => expect(published).toHaveLength(count), { interval: 5 })
  // What the loop has asked of its clock by then it has asked: it sleeps after the publication.
  const moveTo = async (minute: number) => {
    await new Promise((resolve) => setImmediate(resolve))
    clock.moveTo(START + minute * MINUTE)
  }
  return { loop, clock, published, warned, times, moveTo }
}

test('publishes at the start, and each time the page changes by itself', async () => {
  const { published, times, moveTo } = open()
  await times(1)
  await moveTo(5)
  await moveTo(6)
  await times(2)
  await moveTo(12)
  await times(3)
  expect(published).toEqual([0, 6, 12])
})

test('looks every ten minutes also when nothing is to come', async () => {
  const { published, times, moveTo } = open(undefined, 24 * 60 * MINUTE)
  await times(1)
  await moveTo(9)
  await moveTo(10)
  await times(2)
  expect(published).toEqual([0, 10])
})

test('publishes when poked, also when poked while it publishes', async () => {
  const first = Promise.withResolvers<void>()
  const { loop, published, times } = open(async (n) => {
    if (n === 1) await first.promise
    return {}
  })
  await times(1)
  loop.poke()
  first.resolve()
  await times(2)
  loop.poke()
  await times(3)
  expect(published).toEqual([0, 0, 0])
})

test('a failure is logged and tried again, ever more seldom, and from the start after a success', async () => {
  const { published, warned, times, moveTo } = open(async (n) => {
    if (n <= 2 || n === 4) throw new Error('the bucket is away')
    return {}
  })
  await times(1)
  await moveTo(10 / 60)
  await times(2)
  await moveTo(30 / 60)
  await times(3)
  await moveTo(61)
  await times(4)
  await moveTo(61 + 10 / 60)
  await times(5)
  expect(published.map((minute) => Math.round(minute * 60))).toEqual([0, 10, 30, 3660, 3670])
  expect(warned).toHaveLength(3)
  expect(warned[0]).toBe('the status page could not be published; it is tried again')
})

test('a place that holds something else is logged', async () => {
  const { warned, times } = open(async () => ({ difference: 'In the folder x index.html is not there.' }))
  await times(1)
  await vi.waitFor(() => expect(warned).toEqual(['the published status page is not as it should be']), { interval: 5 })
})
