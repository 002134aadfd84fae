/** The report of a drill, by hand: a story to its end, and each figure counted on the fingers. */
import { expect, test } from 'vitest'
import { recordParts } from '../../src/incident/drill/record.ts'
import { drillReport } from '../../src/incident/drill/report.ts'
import { owed } from '../../src/incident/owed.ts'
import { privately } from '../../src/plan/actor.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { byHand, type Recovery, recoveryPlan, startRecovery } from './recovery/recovery-plan.ts'
import { by, MINUTE, T0 } from './story.ts'

const drills = {
  yearly: {
    label: 'Yearly drill',
    every: 'year',
    scenarios: ['database-corruption'],
    target: 'production',
    outside: ['Auditor'],
    checklist: { before: ['Everybody has been told'], after: ['Staging is cleaned up'] },
  },
}
const recovery: Recovery = {
  steps: [
    byHand('stop', { budget: '10 min' }),
    byHand('restore', { budget: '30 min', needs: ['stop'] }),
    byHand('extra', { needs: ['restore'] }),
  ],
  plan: { drills, drillRecord: ['Results', 'Issues'] },
}
const declare = { mode: 'drill' as const, drill: 'yearly' }

/** Olga answers after 4 minutes; stop takes 8 of 10 minutes, restore 40 of 30; it is back after 65. */
function held() {
  const plan = recoveryPlan(recovery)
  const story = startRecovery(recovery, { declare })
  const at = (minutes: number) => story.until(minutes * MINUTE)
  at(4)
  story.ask({ type: 'acknowledge' }, by('olga'))
  at(10)
  story.ask({ type: 'start-step', step: 'stop' }, by('dora'))
  at(18)
  story.ask({ type: 'end-step', step: 'stop', ok: true }, by('dora'))
  at(20)
  story.ask({ type: 'start-step', step: 'restore' }, by('dora'))
  at(60)
  story.ask({ type: 'end-step', step: 'restore', ok: true }, by('dora'))
  story.ask({ type: 'skip-step', step: 'extra', reason: privately('no time') }, by('dora'))
  at(65)
  return { plan, story, at }
}

test('what was reached against what was to be: RTO, the answer, steps, audiences, troubles', () => {
  const { plan, story, at } = held()
  story.ask({ type: 'sign-record', part: 'restored' }, by('dora'))
  expect(story.ask({ type: 'resolve' }, by('ivan')).ok).toBe(true)
  at(70)
  const report = drillReport(plan, story.state)
  expect(report).toMatchObject({
    ...{ incident: 'DR-20261205-1000', mode: 'drill', phase: 'resolved', target: 'production' },
    drill: { id: 'yearly', label: 'Yearly drill' },
    scenario: { id: 'database-corruption' },
    outside: ['Auditor'],
    rto: { objectiveMs: 120 * MINUTE, tookMs: 65 * MINUTE, met: true },
    rpo: { objectiveMs: 60 * MINUTE, lostMs: null, met: null },
    acknowledgement: { pagedMs: T0, answeredMs: T0 + 4 * MINUTE, tookMs: 4 * MINUTE, by: { id: 'olga' } },
    startedMs: T0,
    endedMs: T0 + 65 * MINUTE,
  })
  expect(report.acknowledgement.levels).toMatchObject([
    { label: 'Level 1', reachedMs: T0, people: [{ id: 'olga' }], unreachable: [], tookMs: 4 * MINUTE },
  ])
  expect(report.steps).toMatchObject([
    { id: 'stop', budgetMs: 10 * MINUTE, tookMs: 8 * MINUTE, over: false, outcome: 'succeeded', tries: 1 },
    { id: 'restore', budgetMs: 30 * MINUTE, tookMs: 40 * MINUTE, over: true, outcome: 'succeeded', tries: 1 },
    { id: 'extra', budgetMs: null, tookMs: null, over: false, outcome: 'skipped', tries: 0 },
  ])
  const audiences = report.audiences.map(({ audience, moment, atMs, late, sandboxed, updates }) => ({
    ...{ audience, moment, at: atMs === null ? null : (atMs - T0) / MINUTE, late, sandboxed, updates },
  }))
  expect(audiences).toEqual([
    { audience: 'Support', moment: 'initial', at: 10, late: false, sandboxed: false, updates: 0 },
    { audience: 'Support', moment: 'resolved', at: 65, late: false, sandboxed: false, updates: 0 },
    // Due after 15 minutes and then each half hour, at 45: nobody outside was told.
    { audience: 'Customers', moment: 'initial', at: null, late: false, sandboxed: true, updates: 1 },
  ])
  expect(report.troubles.map(({ what }) => what)).toEqual(['“Do extra” was left out by Dora: no time'])
})

test('the record: what nobody has signed is listed, and is known by who, when and what', () => {
  const { plan, story } = held()
  expect(recordParts(plan, story.state).map(({ part }) => part)).toEqual([
    ...['before/0', 'after/0', 'restored', 'section/0', 'section/1'],
  ])
  story.ask({ type: 'sign-record', part: 'section/1', text: privately('The token was old.') }, by('dora'))
  story.ask({ type: 'sign-record', part: 'before/0' }, by('ivan'))
  const report = drillReport(plan, story.state)
  expect(report.unsigned).toEqual(['Results'])
  expect(report.record[1]).toEqual({
    text: 'Issues',
    signed: { atMs: T0 + 65 * MINUTE, by: { id: 'dora', name: 'Dora' }, text: 'The token was old.' },
  })
  expect(report.checklist.before[0]?.signed?.by.id).toBe('ivan')
  expect(report.checklist.after[0]?.signed).toBeNull()
})

test('a drill on production is not over before somebody says that production is as it was', () => {
  const { plan, story } = held()
  const asked = story.ask({ type: 'resolve' }, by('ivan'))
  expect(asked).toEqual({ ok: false, why: expect.stringContaining('`/dr drill restored`') })
  // It can always be called off, and then that is a trouble of its own.
  story.ask({ type: 'cancel', reason: privately('it is earnest') }, by('ivan'))
  const report = drillReport(plan, story.state)
  expect(report).toMatchObject({ rto: { tookMs: null, met: null }, restored: { signed: null } })
  expect(report.troubles.map(({ what }) => what)).toContain('Nobody has said that production is as it was before')
})

test('what is signed by strangers, is not asked for, or belongs to no drill is refused', () => {
  const { story } = held()
  const sign = (part: never, who = by('dora')) => story.ask({ type: 'sign-record', part }, who)
  expect(sign('section/7' as never).ok).toBe(false)
  expect(story.ask({ type: 'sign-record', part: 'section/0' }, { id: 'slack:U0STRANGER', via: 'slack' }).ok).toBe(false)
  const real = startRecovery(recovery)
  expect(real.ask({ type: 'sign-record', part: 'section/0' })).toEqual({
    ok: false,
    why: expect.stringContaining('is no drill'),
  })
})

test('signed twice is once, unless there is more to say', () => {
  const { story } = held()
  story.ask({ type: 'sign-record', part: 'section/0', text: privately('all well') })
  story.ask({ type: 'sign-record', part: 'section/0' })
  expect(story.of('record-signed')).toHaveLength(1)
  story.ask({ type: 'sign-record', part: 'section/0', text: privately('nearly all well') })
  expect(story.state.record['section/0']?.text?.private).toBe('nearly all well')
})

test('it is filed half an hour after the end, and again when something is added; an incident in earnest is not', () => {
  const { plan, story, at } = held()
  const filed = () => story.of('attempted').filter(({ effect }) => effect.kind === 'file-report')
  const coming = () => owed(plan, story.state).filter(({ effect }) => effect.kind === 'file-report')
  story.ask({ type: 'sign-record', part: 'restored' }, by('dora'))
  expect(coming()).toEqual([])
  story.ask({ type: 'resolve' }, by('ivan'))
  expect(coming().map(({ dueMs }) => dueMs - T0)).toEqual([95 * MINUTE])
  at(100)
  expect(filed()).toHaveLength(1)
  story.ask({ type: 'sign-record', part: 'section/0', text: privately('done') }, by('dora'))
  expect(filed()).toHaveLength(2)
  at(2_000)
  expect(filed()).toHaveLength(2)
  const real = startRecovery({})
  real.ask({ type: 'resolve' })
  real.until(200 * MINUTE)
  expect(real.of('attempted').map(({ effect }) => effect.kind)).not.toContain('file-report')
})

test('what was missed and what failed stands among the troubles, in its order', () => {
  const plan: Plan = recoveryPlan(recovery)
  const story = startRecovery(recovery, {
    declare,
    answer: (effect) =>
      effect.kind === 'page' ? { ok: false, reason: 'no address', permanent: true } : { ok: true, detail: {} },
  })
  story.until(10 * MINUTE)
  story.ask({ type: 'start-step', step: 'stop' }, by('dora'))
  story.until(12 * MINUTE)
  story.ask({ type: 'end-step', step: 'stop', ok: false, note: privately('no key') }, by('dora'))
  story.until(150 * MINUTE)
  story.ask({ type: 'sign-record', part: 'restored' }, by('dora'))
  story.ask({ type: 'skip-step', step: 'restore', reason: privately('by hand') }, by('dora'))
  story.ask({ type: 'skip-step', step: 'extra', reason: privately('by hand') }, by('dora'))
  story.ask({ type: 'resolve' }, by('ivan'))
  const { troubles, rto, acknowledgement } = drillReport(plan, story.state)
  expect(rto).toEqual({ objectiveMs: 120 * MINUTE, tookMs: 150 * MINUTE, met: false })
  expect(acknowledgement).toMatchObject({ pagedMs: T0, answeredMs: null, tookMs: null })
  const what = troubles.map((one) => one.what)
  expect(what[0]).toBe('Olga could not be reached by any means')
  expect(what).toContain('“Do stop” failed: no key')
  expect(what).toContain('Everybody was paged and nobody answered')
  expect(what).toContain('The RTO of 2 h was missed by 30 min')
  expect(troubles.map(({ atMs }) => atMs)).toEqual(troubles.map(({ atMs }) => atMs).toSorted((a, b) => a - b))
})
