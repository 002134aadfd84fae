import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSteppedClock, type SteppedClock } from '../../../src/engine/stepped-clock.ts'
import { wallClock } from '../../../src/engine/wall-clock.ts'
import type { Plan } from '../../../src/plan/schema.ts'
import { createAskProbe } from '../../../src/program/probes/ask-probe.ts'
import { createProbes, type ProbeReport, type ProbesParts } from '../../../src/program/probes/probes.ts'
import { probing } from './watched-plan.ts'

const NOW = Date.UTC(2026, 10, 28, 10)
let server: Server
let url: string
let status: number
let asked: number
let clock: SteppedClock
let reports: ProbeReport[]
let refuses: boolean
beforeEach(async () => {
  status = 200
  asked = 0
  reports = []
  refuses = false
  clock = createSteppedClock(wallClock, NOW, false)
  server = createServer((_request, response) => {
    asked++
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

function watching(
  plans: Record<string, Plan>,
  carriesOut: 'real' | 'pretend' = 'real',
  afterwatch?: ProbesParts['afterwatch'],
) {
  const openStore = () => {
    throw new Error('no probe opens a store')
  }
  return createProbes({
    plans: async () => plans,
    carryOut: () => carriesOut,
    ask: createAskProbe({ dataDir: tmpdir(), environment: {}, openStore, wall: wallClock }),
    clock,
    report: async (report) => {
      if (refuses) throw new Error('the database is away')
      reports.push(report)
    },
    logger: { warn: () => {} },
    ...(afterwatch && { afterwatch }),
  })
}
const shop = (about = '{ every: 30 s }') => ({ shop: probing({ http: `${url}/health` }, about) })
const seconds = (ms: number | null | undefined) => (typeof ms === 'number' ? (ms - NOW) / 1_000 : ms)
/** Without what was only said again. */
const turned = () => reports.filter(({ ok }, nth) => ok !== reports[nth - 1]?.ok)
const told = () =>
  turned().map(({ ok, atMs, firstBadMs, lastGoodMs }) => [ok, ...[atMs, firstBadMs, lastGoodMs].map(seconds)])

it('reports changes, with the first look that was bad and the last that was well', async () => {
  const probes = watching(shop())
  const at = async (second: number, now: number) => {
    status = now
    clock.moveTo(NOW + second * 1_000)
    await probes.look()
  }
  for (const [second, now] of [
    [0, 200],
    [30, 200],
    [60, 500],
    [90, 500],
  ] as const)
    await at(second, now)
  expect(told()).toEqual([[true, 0, null, null]])
  expect(seconds(probes.nextMs())).toBe(120)
  await at(120, 500)
  expect(told().slice(1)).toEqual([[false, 120, 60, 30]])
  expect(turned()[1]?.evidence?.private).toMatch(/answered with status 500/)
  expect(probes.nextMs()).toBeUndefined()
  for (const second of [150, 180, 210]) await at(second, 500)
  expect(told()).toHaveLength(2)
  await at(240, 200)
  expect(seconds(probes.nextMs())).toBe(270)
  await at(270, 200)
  expect(told().slice(2)).toEqual([[true, 270, null, null]])
  expect(probes.standing('shop')).toMatchObject([{ probe: 'it', verdict: 'up', looks: 10, failed: 6 }])
})

it('asks nothing before its time, and once when long has passed', async () => {
  const probes = watching(shop())
  await probes.look()
  await probes.look()
  expect(asked).toBe(1)
  clock.moveTo(NOW + 3_600_000)
  await Promise.all([probes.look(), probes.look()])
  expect(asked).toBe(2)
})

it('says each minute how it stands, for another replica may have said otherwise', async () => {
  const probes = watching(shop())
  for (let second = 0; second <= 180; second += 30) {
    clock.moveTo(NOW + second * 1_000)
    await probes.look()
  }
  expect(reports.map(({ ok, atMs, sinceMs }) => [ok, seconds(atMs), seconds(sinceMs)])).toEqual([
    [true, 0, 0],
    [true, 60, 0],
    [true, 120, 0],
    [true, 180, 0],
  ])
})

it('reports again what could not be reported', async () => {
  const probes = watching(shop())
  refuses = true
  await probes.look()
  refuses = false
  clock.moveTo(NOW + 30_000)
  await probes.look()
  expect(told()).toEqual([[true, 30, null, null]])
})

it('asks nothing of a plan that only pretends', async () => {
  const probes = watching(shop(), 'pretend')
  await probes.look()
  expect([asked, probes.standing('shop')]).toEqual([0, []])
})

it('follows the plans in force', async () => {
  const plans: Record<string, Plan> = shop()
  const probes = watching(plans)
  await probes.look()
  plans.shop = probing({ http: `${url}/other` })
  await probes.look()
  expect(asked).toBe(2)
  delete plans.shop
  await probes.look()
  expect(probes.standing('shop')).toEqual([])
})

it('runs by itself as the clock goes on', async () => {
  const probes = watching(shop())
  const stop = new AbortController()
  const running = probes.run(stop.signal)
  await expect.poll(() => reports.length).toBe(1)
  clock.moveTo(NOW + 30_000)
  await expect.poll(() => asked).toBe(2)
  stop.abort()
  await running
})

it('asks more often for a while after an incident, and as before when that is over', async () => {
  const [plan] = Object.values(shop('{ every: 5 min }'))
  let afterwatch: { incident: string; untilMs: number; fired: number } | null = null
  const closely = { ...plan!, postIncident: { ...plan!.postIncident, watch: { for: 60_000, every: 10_000 } } }
  const probes = watching({ shop: closely }, 'real', async () => ({ afterwatch }))
  const until = async (second: number) => {
    for (; clock.now() < NOW + second * 1_000; clock.moveTo(clock.now() + 10_000)) await probes.look()
    return asked
  }
  expect(await until(60)).toBe(1)
  afterwatch = { incident: 'DR-1', untilMs: NOW + 180_000, fired: 0 }
  // Noticed within half a minute: then every ten seconds.
  const during = await until(180)
  expect(during).toBeGreaterThanOrEqual(10)
  expect(await until(470)).toBeLessThanOrEqual(during + 5)
})

it('takes one bad look for a failure after an incident, where the plan wants that, and as many as before when it is over', async () => {
  const [plan] = Object.values(shop('{ every: 10 s, failures: 3 }'))
  const closer = { for: 60_000, every: 10_000, failures: { bad: 1, of: 1 } }
  const strict = { ...plan!, postIncident: { ...plan!.postIncident, watch: closer } }
  const afterwatch = { incident: 'DR-1', untilMs: NOW + 60_000, fired: 0 }
  const probes = watching({ shop: strict }, 'real', async () => ({ afterwatch }))
  const looks = async (from: number, to: number, now: number) => {
    status = now
    for (let second = from; second <= to; second += 10) {
      clock.moveTo(NOW + second * 1_000)
      await probes.look()
    }
  }
  await looks(0, 10, 200)
  await looks(20, 20, 500)
  expect(turned().at(-1)).toMatchObject({ ok: false, atMs: NOW + 20_000 })
  await looks(30, 100, 200)
  await looks(110, 120, 500)
  expect(turned().at(-1)).toMatchObject({ ok: true })
  await looks(130, 130, 500)
  expect(turned().at(-1)).toMatchObject({ ok: false, atMs: NOW + 130_000 })
})
