/** The drills of all example plans, lived through for two years: what is asked and when, what is missed, and what people do about it. */
import { describe, expect, it } from 'vitest'
import { privately } from '../../src/plan/actor.ts'
import { drillSchema } from '../../src/plan/drill-schema.ts'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { liveOccasions } from '../../src/readiness/drills/live-occasions.ts'
import { decide } from '../../src/readiness/watch/decide.ts'
import { testPlan } from '../incident/test-plan.ts'
import { watching } from './watching.ts'

const loaded = await loadPlanFiles('plans')
const planOf = (id: string): Plan => loaded.plans.find((plan) => plan.id === id)!
const at = (text: string) => Date.parse(text)
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
const HOUR = 3_600_000
const DAY = 24 * HOUR
const ANA = { id: 'slack:U1', via: 'slack' as const }

const drill = (watch: ReturnType<typeof watching>, incident: string, named: string, startedMs: number) => {
  const about = { atMs: startedMs, by: ANA, incident }
  watch.give({ ...about, type: 'hear-of-incident', mode: 'drill', scenario: null, drill: named, startedMs })
  const proof = { incident, scenario: null, mode: 'drill' as const, drill: named, startedMs, tookMs: HOUR, rtoMs: HOUR }
  watch.give({ ...about, atMs: startedMs + HOUR, type: 'hear-of-ending', proof })
}

describe.each(loaded.plans.map((plan) => [plan.id, plan] as const))('%s', (_id, plan) => {
  const from = at('2026-11-28T12:00Z')
  const watch = watching(plan, from)
  watch.until(from + 730 * DAY)

  it('misses every occasion that nobody holds, once, and goes on', () => {
    const missed = watch.of('drill-missed').map((event) => `${event.drill}/${event.occasion}`)
    expect(new Set(missed).size).toBe(missed.length)
    for (const [id, { every }] of Object.entries(plan.drills)) {
      const times = missed.filter((one) => one.startsWith(`${id}/`)).length
      const expected = { week: [104, 105], month: [23, 24], quarter: [8, 8], 'half-year': [4, 4], year: [2, 2] }[
        every ?? 'month'
      ]
      expect.soft(times, id).toBeGreaterThanOrEqual(expected[0]!)
      expect.soft(times, id).toBeLessThanOrEqual(expected[1]!)
    }
  })

  it('asks nothing twice, and tells nobody what was over before there was a watch', () => {
    const said = watch.of('drill-reminded').map(({ drill: id, occasion, item }) => `${id}/${occasion}/${item}`)
    expect(new Set(said).size).toBe(said.length)
    for (const { atMs } of watch.events) expect(atMs).toBeGreaterThanOrEqual(from)
  })

  it('stays small', () => {
    expect(watch.state.news.length).toBeLessThanOrEqual(200)
    expect(Object.keys(watch.state.efforts).length).toBeLessThan(2_500)
    for (const { said } of Object.values(watch.state.drills)) expect(said.length).toBeLessThan(20)
  })
})

describe('the monthly drill of PUO Memo', () => {
  const plan = planOf('puo-memo')
  const asked = (watch: ReturnType<typeof watching>) =>
    watch.of('drill-reminded').map(({ atMs, item, stale }) => `${iso(atMs)} ${item}${stale ? ' stale' : ''}`)

  it('goes as its timeline says', () => {
    const watch = watching(plan, at('2026-11-28T12:00Z'))
    watch.until(at('2026-12-05T10:05Z'))
    drill(watch, 'DR-20261205-1005', 'monthly', at('2026-12-05T10:05Z'))
    watch.until(at('2026-12-31T00:00Z'))
    expect(asked(watch)).toEqual([
      '2026-12-04T10:00 timeline/0',
      '2026-12-05T09:00 timeline/1',
      '2026-12-05T10:00 start',
      '2026-12-06T10:05 after/3',
      '2026-12-12T10:05 after/4',
    ])
    expect(watch.of('drill-missed')).toEqual([])
  })

  it('held the day before its moment it is held', () => {
    const watch = watching(plan, at('2026-11-28T12:00Z'))
    watch.until(at('2026-12-04T12:00Z'))
    drill(watch, 'DR-20261204-1200', 'monthly', at('2026-12-04T12:00Z'))
    watch.until(at('2026-12-31T00:00Z'))
    expect(asked(watch)).not.toContain('2026-12-05T10:00 start')
    expect(watch.of('drill-missed')).toEqual([])
  })

  it('moved, it moves all that is counted from its start, and the next one stays where it is', () => {
    const watch = watching(plan, at('2026-11-28T12:00Z'))
    const startMs = at('2026-12-09T08:00Z')
    watch.give({ type: 'move-drill', atMs: watch.nowMs, by: ANA, drill: 'monthly', startMs })
    watch.until(at('2027-01-01T12:00Z'))
    expect(asked(watch)).toEqual([
      '2026-12-08T08:00 timeline/0',
      '2026-12-09T07:00 timeline/1',
      '2026-12-09T08:00 start',
      '2027-01-01T10:00 timeline/0',
    ])
    expect(watch.of('drill-missed').map(({ atMs }) => iso(atMs))).toEqual(['2026-12-16T08:00'])
  })

  it('cannot be moved into the past or beyond the next one', () => {
    const watch = watching(plan, at('2026-11-28T12:00Z'))
    const move = (startMs: number) =>
      watch.give({ type: 'move-drill', atMs: watch.nowMs, by: ANA, drill: 'monthly', startMs }).why
    expect(move(at('2026-11-28T11:00Z'))).toContain('in the past')
    expect(move(at('2027-01-02T10:00Z'))).toContain('the next one is due')
    expect(watch.of('drill-moved')).toEqual([])
  })

  it('skipped, nothing more is asked, and the next one comes', () => {
    const watch = watching(plan, at('2026-12-04T12:00Z'))
    watch.give({
      type: 'skip-drill',
      atMs: watch.nowMs,
      by: ANA,
      drill: 'monthly',
      reason: privately('Move of office'),
    })
    watch.until(at('2027-01-01T12:00Z'))
    expect(asked(watch)).toEqual(['2027-01-01T10:00 timeline/0'])
    expect(watch.of('drill-missed')).toEqual([])
    expect(watch.of('drill-closed')).toHaveLength(1)
  })

  it('while it is held neither it nor, by mistake, the next one is skipped or moved; called off, it is', () => {
    const watch = watching(plan, at('2026-12-04T12:00Z'))
    watch.until(at('2026-12-05T10:30Z'))
    const asked = { atMs: watch.nowMs, by: ANA, drill: 'monthly' }
    const skip = { ...asked, type: 'skip-drill' as const, reason: privately('Move of office') }
    const move = { ...asked, type: 'move-drill' as const, startMs: at('2026-12-12T10:00Z') }
    const about = { atMs: watch.nowMs, by: ANA, incident: 'DR-20261205-1030' }
    const held = { mode: 'drill' as const, scenario: null, drill: 'monthly', startedMs: watch.nowMs }
    watch.give({ ...about, ...held, type: 'hear-of-incident' })
    for (const command of [skip, move])
      expect(decide(plan, watch.state, command)).toMatchObject({
        ok: false,
        why: expect.stringContaining('goes on in DR-20261205-1030: end it or call it off first'),
      })
    const [, next] = liveOccasions(plan, watch.state, 'monthly')
    expect(decide(plan, watch.state, { ...skip, occasion: next!.occasion })).toMatchObject({
      events: [{ type: 'drill-skipped', occasion: next!.occasion }],
    })
    watch.give({ ...about, type: 'hear-of-ending', proof: null, endedMs: watch.nowMs })
    expect(decide(plan, watch.state, skip)).toMatchObject({
      events: [{ type: 'drill-skipped', occasion: '2026-12-05' }],
    })
  })

  it('asks only for what is still of use after Muster was away', () => {
    const watch = watching(plan, at('2026-12-01T12:00Z'))
    watch.awayUntil(at('2026-12-05T11:00Z'))
    expect(asked(watch)).toEqual([
      '2026-12-05T11:00 timeline/0 stale',
      '2026-12-05T11:00 timeline/1 stale',
      '2026-12-05T11:00 start',
    ])
    expect(watch.state.news).toHaveLength(1)
  })
})

describe('over both changes of the clock', () => {
  const weekly = {
    ...testPlan(),
    drills: {
      weekly: drillSchema.parse({ label: 'Weekly', schedule: 'every Sunday at 02:30', zone: 'Europe/Berlin' }),
    },
  }
  it.each(['2027-03-20T12:00Z', '2027-10-24T12:00Z'])('from %s each Sunday is asked for once', (from) => {
    const watch = watching(weekly, at(from))
    watch.until(at(from) + 21 * DAY)
    const starts = watch.of('drill-reminded').filter(({ item }) => item === 'start')
    expect(starts).toHaveLength(3)
    expect(watch.of('drill-missed').length).toBeGreaterThanOrEqual(2)
  })
})

describe('when it becomes earnest', () => {
  const plan = planOf('puo-memo')
  const began = (watch: ReturnType<typeof watching>, incident: string, mode: 'real' | 'drill') =>
    watch.give({
      ...{ type: 'hear-of-incident', atMs: watch.nowMs, by: ANA, incident, mode, scenario: null },
      ...{ drill: mode === 'drill' ? 'monthly' : null, startedMs: watch.nowMs },
    })

  it('a drill that goes on is called off, and that is told', () => {
    const watch = watching(plan, at('2026-12-05T09:59Z'))
    began(watch, 'DR-1', 'drill')
    expect(watch.of('attempted').map(({ effect }) => effect.kind)).not.toContain('call-off')
    began(watch, 'DR-2', 'real')
    const called = watch.of('carried-out').filter(({ effect }) => effect.kind === 'call-off')
    expect(called.map(({ effect }) => effect)).toEqual([{ kind: 'call-off', incident: 'DR-1', because: 'DR-2' }])
    expect(watch.state.news.map(({ about }) => about.kind)).toContain('drill-overridden')
  })

  it('one that was called off still has to be held', () => {
    const watch = watching(plan, at('2026-12-05T09:59Z'))
    began(watch, 'DR-1', 'drill')
    watch.give({ type: 'hear-of-ending', atMs: watch.nowMs, by: ANA, incident: 'DR-1', proof: null })
    watch.until(at('2026-12-20T00:00Z'))
    expect(watch.of('drill-missed')).toHaveLength(1)
  })
})
