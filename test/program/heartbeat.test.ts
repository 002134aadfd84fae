/** The sign of life: it goes out each minute, stops when work is late, says so once, and tells nobody where it goes. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createSteppedClock } from '../../src/engine/stepped-clock.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { createHeartbeat, sayWhatWaited } from '../../src/program/heartbeat.ts'

const MINUTE = 60_000

async function monitor() {
  const heard: string[] = []
  const waiting: (() => void)[] = []
  let status = 200
  const server = createServer((request, response) => {
    heard.push(request.url ?? '')
    response.writeHead(status).end('OK')
    for (const wake of waiting.splice(0)) wake()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/secret-of-it`,
    heard,
    answerWith: (next: number) => {
      status = next
    },
    async until(count: number) {
      while (heard.length < count) await new Promise<void>((done) => waiting.push(done))
    },
  }
}

async function beating() {
  const outside = await monitor()
  const clock = createSteppedClock(wallClock, 0, false)
  const lines: string[] = []
  const say = (_: object, message: string) => void lines.push(message)
  let dueMs: number | undefined
  const parts = { url: outside.url, clock, nextDueMs: async () => dueMs, plansNowMs: clock.now }
  const heartbeat = createHeartbeat({ ...parts, logger: { info: say, warn: say, error: say } })
  onTestFinished(() => heartbeat.stop())
  const beat = () => heartbeat.beat(AbortSignal.timeout(5_000))
  return {
    ...outside,
    clock,
    lines,
    heartbeat,
    beat,
    due: (atMs: number | undefined) => {
      dueMs = atMs
    },
  }
}

it('goes out at the start and each minute', async () => {
  const { heartbeat, until, heard, clock } = await beating()
  heartbeat.start()
  await until(1)
  for (let n = 2; n <= 4; n++) {
    clock.moveTo((n - 1) * MINUTE)
    await until(n)
  }
  await heartbeat.stop()
  clock.moveTo(60 * MINUTE)
  expect(heard).toEqual(Array(4).fill('/ping/secret-of-it'))
})

it('is held back while something is late, and not while it is only due', async () => {
  const { beat, due, clock, heard, lines } = await beating()
  clock.moveTo(10 * MINUTE)
  due(9 * MINUTE)
  expect(await beat()).toBe('sent')
  due(7 * MINUTE)
  expect(await beat()).toBe('held-back')
  expect(await beat()).toBe('held-back')
  expect(heard).toHaveLength(1)
  due(undefined)
  expect(await beat()).toBe('sent')
  expect(lines).toEqual([
    'The monitor outside does not hear from Muster: something has been due for 180 s',
    'The monitor outside hears from Muster again',
  ])
})

it('says once that nobody hears it, and never where it would be heard', async () => {
  const { beat, answerWith, lines, heartbeat, url } = await beating()
  answerWith(500)
  expect([await beat(), await beat()]).toEqual(['failed', 'failed'])
  expect(lines).toEqual(['The monitor outside does not hear from Muster: the monitor answered with 500'])
  await heartbeat.stop()
  expect(lines.join()).not.toContain(new URL(url).pathname)
})

/** A port on which nobody listens. */
async function nobodyAt(): Promise<string> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return `http://127.0.0.1:${port}/secret`
}

it('survives a monitor that is not there, and a database that does not answer', async () => {
  const lines: string[] = []
  const say = (_: object, message: string) => void lines.push(message)
  const clock = createSteppedClock(wallClock, 0, false)
  const around = { clock, plansNowMs: clock.now, logger: { info: say, warn: say, error: say } }
  const nobody = createHeartbeat({ ...around, url: await nobodyAt(), nextDueMs: async () => undefined })
  expect(await nobody.beat(AbortSignal.timeout(5_000))).toBe('failed')
  const broken = createHeartbeat({
    ...around,
    url: await nobodyAt(),
    nextDueMs: () => Promise.reject(new Error('the database is away')),
  })
  expect(await broken.beat(AbortSignal.timeout(5_000))).toBe('failed')
  expect(lines).toEqual([
    'The monitor outside does not hear from Muster: ECONNREFUSED',
    'The monitor outside does not hear from Muster: the database is away',
  ])
})

it('says at the start what came due meanwhile', async () => {
  const lines: string[] = []
  const say = (_: object, message: string) => void lines.push(message)
  const clock = createSteppedClock(wallClock, 10 * MINUTE, false)
  const logger = { info: say, warn: say, error: say }
  for (const dueMs of [undefined, 9 * MINUTE, 11 * MINUTE])
    await sayWhatWaited({ nextDue: async () => dueMs }, clock, logger)
  expect(lines).toEqual([])
  await sayWhatWaited({ nextDue: async () => 7 * MINUTE }, clock, logger)
  expect(lines).toEqual(['Something came due while Muster was away; it is done now'])
})
