import { expect, it } from 'vitest'
import { createSteppedClock } from '../../../src/engine/stepped-clock.ts'
import { wallClock } from '../../../src/engine/wall-clock.ts'
import { SYSTEM } from '../../../src/plan/actor.ts'
import { createProbes } from '../../../src/program/probes/probes.ts'
import { probing } from '../../program/probes/watched-plan.ts'
import { watching } from '../watching.ts'
import { by, MINUTE, signalTypes, T0 } from './signalling.ts'

const HOUR = 60 * MINUTE
const PLAN = probing({ tcp: 'shop.example', port: 443 }, '{ every: 30 s }')

/** One watch, and two replicas that look for it; each sees what a test says. */
function replicas() {
  const clock = createSteppedClock(wallClock, T0, false)
  const watch = watching(PLAN, T0)
  const replica = () => {
    const sees = { ok: true, alive: true }
    const probes = createProbes({
      plans: async () => ({ shop: PLAN }),
      carryOut: () => 'real',
      ask: async () => (sees.ok ? { ok: true, tookMs: 1 } : { ok: false, tookMs: 1, reason: 'no route' }),
      clock,
      report: async ({ plan: _plan, ...told }) => void watch.give({ ...told, type: 'report-probe', by: SYSTEM }),
      logger: { warn() {} },
    })
    return { sees, probes }
  }
  const [one, other] = [replica(), replica()]
  return {
    watch,
    one: one.sees,
    other: other.sees,
    track: () => watch.state.signals.tracks['probe/it'],
    async until(toMs: number) {
      for (let atMs = watch.nowMs; atMs <= toMs; atMs += 30_000) {
        clock.moveTo(atMs)
        watch.until(atMs)
        for (const { sees, probes } of [one, other]) if (sees.alive) await probes.look()
      }
    },
    dismiss() {
      const proposal = watch.state.signals.proposal?.id ?? 'none'
      watch.give({ type: 'answer-proposal', proposal, answer: 'dismissed', atMs: watch.nowMs, by })
    },
  }
}

it('what only a replica saw that is gone does not hide the next outage', async () => {
  const it = replicas()
  await it.until(T0 + HOUR)
  it.one.ok = false
  await it.until(T0 + HOUR + 10 * MINUTE)
  expect(it.track()).toMatchObject({ bad: true })
  it.dismiss()
  it.one.alive = false
  await it.until(T0 + 3 * HOUR)
  expect(it.track()).toMatchObject({ bad: false })
  it.other.ok = false
  await it.until(T0 + 3 * HOUR + 5 * MINUTE)
  expect(it.watch.state.signals.proposal).toMatchObject({ refs: ['probe/it'] })
})

it('what came and went for a replica that is gone is steady again', async () => {
  const it = replicas()
  for (let nth = 1; nth <= 10; nth++) {
    it.one.ok = nth % 2 === 0
    await it.until(T0 + nth * 3 * MINUTE)
  }
  expect(it.track()?.flappingSinceMs).not.toBeNull()
  it.one.alive = false
  await it.until(T0 + 3 * HOUR)
  expect(it.track()).toMatchObject({ bad: false, flappingSinceMs: null })
})

it('two that see it differently for a day ask once, and add little to the journal', async () => {
  const it = replicas()
  await it.until(T0 + HOUR)
  it.one.ok = false
  await it.until(T0 + 25 * HOUR)
  expect(it.watch.of('proposal-opened')).toHaveLength(1)
  expect(it.track()).toMatchObject({ bad: true, flappingSinceMs: null })
  expect(signalTypes(it.watch.events).length).toBeLessThanOrEqual(2 + 2 * 24)
  it.one.ok = true
  await it.until(T0 + 25 * HOUR + 2 * MINUTE)
  expect(it.track()).toMatchObject({ bad: false })
})

it('an outage that both see is one, and over when it is over', async () => {
  const it = replicas()
  await it.until(T0 + HOUR)
  it.one.ok = false
  it.other.ok = false
  await it.until(T0 + 2 * HOUR)
  it.one.ok = true
  it.other.ok = true
  await it.until(T0 + 3 * HOUR)
  expect(signalTypes(it.watch.events)).toEqual([
    'signal-fired',
    'proposal-opened',
    'signal-cleared',
    'proposal-recovered',
  ])
})
