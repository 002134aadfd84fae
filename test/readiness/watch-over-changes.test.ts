/** A watch outlives what changes under it: its plan is away and comes back, gets other drills, and people stand in for each other. */
import { describe, expect, it } from 'vitest'
import { privately, SYSTEM } from '../../src/plan/actor.ts'
import { drillSchema } from '../../src/plan/drill-schema.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { liveOccasions } from '../../src/readiness/drills/live-occasions.ts'
import { addNews } from '../../src/readiness/watch/news.ts'
import { initial, type WatchState } from '../../src/readiness/watch/state.ts'
import { testPlan } from '../incident/test-plan.ts'
import { watching } from './watching.ts'

const T0 = Date.UTC(2026, 10, 28, 12)
const DAY = 24 * 3_600_000
const ANN = { id: 'slack:U1', via: 'slack' as const }
const weekly = (schedule: string) => drillSchema.parse({ label: 'Weekly', schedule })
const quiet = (drills: Plan['drills'] = {}): Plan => ({
  ...testPlan(),
  drills,
  contactTests: 'never',
  monthlyReport: false,
})

describe('a plan that is away and comes back', () => {
  const begin = (watch: ReturnType<typeof watching>) =>
    watch.give({
      ...{ type: 'hear-of-incident', atMs: watch.nowMs, by: ANN, incident: 'DR-1', mode: 'real' },
      ...{ scenario: null, drill: null, startedMs: watch.nowMs },
    })
  const over = (watch: ReturnType<typeof watching>) =>
    watch.give({ type: 'hear-of-ending', atMs: watch.nowMs, by: SYSTEM, incident: 'DR-1', proof: null })

  it('hears of what ended meanwhile, and leaves no incident open for ever', () => {
    const watch = watching(quiet(), T0)
    begin(watch)
    watch.give({ type: 'retire-plan', atMs: watch.nowMs, by: SYSTEM })
    expect(over(watch).ok).toBe(true)
    watch.adopt(quiet())
    expect(watch.state.openIncidents).toEqual({})
  })

  it('owes nothing while it is away, and begins anew', () => {
    const plan = quiet({ weekly: weekly('every Tuesday at 10:00') })
    const watch = watching(plan, T0)
    watch.give({ type: 'retire-plan', atMs: watch.nowMs, by: SYSTEM })
    watch.until(T0 + 100 * DAY)
    expect(watch.of('drill-missed')).toEqual([])
    watch.adopt(plan)
    watch.until(T0 + 108 * DAY)
    expect(watch.of('drill-missed')).toHaveLength(1)
  })
})

describe('a drill that the plan gets later', () => {
  it('is not missed for the time before', () => {
    const watch = watching(quiet(), T0)
    watch.until(T0 + 700 * DAY)
    watch.adopt(quiet({ weekly: weekly('every Tuesday at 10:00') }))
    expect(watch.of('drill-missed')).toEqual([])
    watch.until(watch.nowMs + 14 * DAY)
    expect(watch.of('drill-missed').length).toBeLessThanOrEqual(2)
  })

  it('contact tests that are switched on later begin on their Tuesday', () => {
    const watch = watching(quiet(), T0)
    watch.until(T0 + 200 * DAY)
    watch.adopt({ ...quiet(), contactTests: 'quarter' })
    expect(watch.state.contacts.round).toBeNull()
    watch.until(watch.nowMs + 92 * DAY)
    expect(watch.of('contact-round-began')).toHaveLength(1)
  })

  it('at another hour it is the same occasion: what was skipped stays skipped', () => {
    const watch = watching(quiet({ weekly: weekly('every Tuesday at 10:00') }), T0)
    watch.give({ type: 'skip-drill', atMs: watch.nowMs, by: ANN, drill: 'weekly', reason: privately('holidays') })
    const later = quiet({ weekly: weekly('every Tuesday at 11:00') })
    watch.adopt(later)
    expect(liveOccasions(later, watch.state, 'weekly')[0]).toMatchObject({ skipped: true })
    watch.until(T0 + 5 * DAY)
    expect(watch.of('drill-reminded')).toEqual([])
  })
})

it('whether somebody can be reached is asked of them, whoever stands in', () => {
  const plan = { ...testPlan(), drills: {} }
  const watch = watching(plan, T0)
  const person = Object.keys(plan.people)[0]!
  const other = Object.keys(plan.people)[1]!
  watch.give({ type: 'test-contacts', atMs: watch.nowMs, by: ANN })
  const facts = { standIns: { [`${plan.id}/${person}`]: other } }
  watch.give({ type: 'tick', atMs: watch.nowMs, by: SYSTEM, facts })
  const asked = watch.of('attempted').flatMap(({ effect }) => (effect.kind === 'ask-contact' ? [effect.person] : []))
  expect(asked).toContain(person)
})

it('nobody is woken for a test that somebody asks for in the evening', () => {
  const base = testPlan()
  const person = Object.keys(base.people)[0]!
  const plan: Plan = {
    ...base,
    drills: {},
    people: { ...base.people, [person]: { ...base.people[person]!, zone: 'Asia/Tokyo' } },
  }
  const watch = watching(plan, Date.UTC(2026, 10, 28, 18))
  watch.give({ type: 'test-contacts', atMs: watch.nowMs, by: ANN })
  const asked = () =>
    watch
      .of('attempted')
      .flatMap(({ atMs, effect }) => (effect.kind === 'ask-contact' ? [{ atMs, person: effect.person }] : []))
  expect(asked().map((one) => one.person)).not.toContain(person)
  watch.until(watch.nowMs + DAY)
  expect(new Date(asked().find((one) => one.person === person)!.atMs).toISOString()).toBe('2026-11-29T01:00:00.000Z')
})

it('an old mail does not confirm a newer test', () => {
  const plan = { ...testPlan(), drills: {} }
  const watch = watching(plan, T0)
  watch.give({ type: 'test-contacts', atMs: watch.nowMs, by: ANN })
  const [first] = watch.state.contacts.round!.asked
  const by = { person: first!.person, id: 'mail', via: 'email' as const }
  const { person, means } = first!
  const confirm = (round: number) =>
    watch.give({ type: 'confirm-contact', atMs: watch.nowMs, by, person, means, round })
  expect(confirm(T0 - DAY).why).toContain('That test is over')
  expect(confirm(T0).ok).toBe(true)
})

it('of too much news the oldest that asks nobody goes first', () => {
  let state: WatchState = { ...initial(), planDigest: 'digest' }
  const about = { kind: 'serving-primary' as const }
  state = addNews(state, { atMs: T0, about, pace: 'urgent' })
  for (let n = 1; n <= 300; n++) state = { ...addNews(state, { atMs: T0 + n, about, pace: 'once' }), seq: n }
  expect(state.news).toHaveLength(200)
  expect(state.news[0]!.pace).toBe('urgent')
})

it('several pieces of news of one event have names of their own', () => {
  const about = { kind: 'serving-primary' as const }
  const twice = addNews(addNews(initial(), { atMs: T0, about, pace: 'once' }), { atMs: T0, about, pace: 'once' })
  expect(twice.news.map(({ id }) => id)).toEqual(['n1', 'n1.2'])
})

it('an attempt whose news is over is forgotten in the end', () => {
  const watch = watching(quiet(), T0, () => ({ ok: false, reason: 'no' }))
  watch.give({ type: 'set-serving', atMs: T0, by: ANN, region: 'none' })
  for (let n = 0; n < 12; n++) {
    watch.give({
      type: 'add-followup',
      atMs: watch.nowMs,
      by: ANN,
      incident: 'DR-1',
      text: privately('x'),
      owner: null,
      dueMs: watch.nowMs + DAY,
    })
    watch.until(watch.nowMs + 30 * DAY)
    const { id } = watch.state.followups.at(-1)!
    watch.give({ type: 'end-followup', atMs: watch.nowMs, by: ANN, followup: id, note: privately('') })
  }
  const ages = Object.values(watch.state.efforts).map(({ lastAtMs }) => watch.nowMs - lastAtMs)
  expect(Math.max(...ages)).toBeLessThan(140 * DAY)
})
