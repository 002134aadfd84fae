import fc from 'fast-check'
import { expect, test } from 'vitest'
import { privately, SYSTEM } from '../../src/plan/actor.ts'
import type { Means } from '../../src/plan/schema.ts'
import { PERSON_MEANS } from '../../src/plan/schema.ts'
import type { Command } from '../../src/readiness/commands.ts'
import { systemCore } from '../../src/readiness/core.ts'
import type { SystemState } from '../../src/readiness/state.ts'
import { ask, fold, start } from './asking.ts'

const facts = { standIns: {} }
const tick = (atMs: number): Command => ({ type: 'tick', atMs, by: SYSTEM, facts })
const hold = (atMs: number): Command => ({ type: 'hold', atMs, by: SYSTEM, reason: privately('runaway plan') })
const release = (atMs: number): Command => ({ type: 'release', atMs, by: SYSTEM })
const testPage = (test: string, means: Means[], atMs = 0, person = 'ana'): Command => ({
  type: 'test-page',
  atMs,
  by: SYSTEM,
  planId: 'p',
  person,
  means,
  test,
})
const outcome = (means: Means, ok: boolean, atMs: number, test = 't1'): Command => ({
  type: 'outcome',
  atMs,
  by: SYSTEM,
  obligation: `test/${test}/${means}`,
  attempt: 1,
  outcome: ok ? { ok } : { ok, reason: 'number not in service' },
})

test('hold and release: once each, with the reason kept', () => {
  const held = fold(hold(5))
  expect(held.held).toMatchObject({ atMs: 5, reason: { private: 'runaway plan' } })
  expect(systemCore.decide(undefined, held, hold(6))).toMatchObject({ ok: true, events: [] })
  expect(ask(held, release(7)).held).toBeNull()
  expect(systemCore.decide(undefined, start(), release(1))).toMatchObject({ events: [], note: 'Nothing is held.' })
})

test('a hold without a reason is given one afterwards, once, and stays as old as it is', () => {
  const because = (atMs: number, reason: string): Command => ({
    type: 'hold',
    atMs,
    by: SYSTEM,
    reason: privately(reason),
  })
  const held = fold(because(5, ''))
  expect(systemCore.decide(undefined, held, because(6, ''))).toMatchObject({ ok: true, events: [] })
  const explained = ask(held, because(7, 'runaway plan'))
  expect(explained.held).toMatchObject({ atMs: 5, reason: { private: 'runaway plan' } })
  expect(systemCore.decide(undefined, explained, because(8, 'another'))).toMatchObject({ ok: true, events: [] })
})

test('a test page goes out once by each means, and each outcome is kept', () => {
  let state = fold(testPage('t1', ['slack', 'sms', 'sms', 'email']))
  expect(systemCore.owed(undefined, state).map(({ id, dueMs }) => [id, dueMs])).toEqual([
    ['test/t1/email', 0],
    ['test/t1/slack', 0],
    ['test/t1/sms', 0],
  ])
  state = ask(state, tick(10))
  expect(systemCore.stillWanted(undefined, state, 'test/t1/slack', 1)).toBe(true)
  state = ask(ask(state, outcome('slack', true, 100)), outcome('sms', false, 200))
  expect(systemCore.owed(undefined, state)).toMatchObject([
    { dueMs: 15_010, effect: { kind: 'lose', obligation: 'test/t1/email' } },
  ])
  state = ask(state, tick(15_010))
  expect(systemCore.owed(undefined, state)).toEqual([])
  expect(state.testPages.map(({ means, end }) => [means, end?.ok, end?.reason])).toEqual([
    ['slack', true, undefined],
    ['sms', false, 'number not in service'],
    ['email', false, 'nothing was heard of it in time'],
  ])
})

test('a late word on a test that was lost already changes nothing', () => {
  const lost = fold(testPage('t1', ['sms']), tick(0), tick(20_000))
  expect(systemCore.decide(undefined, lost, outcome('sms', true, 21_000))).toEqual({ ok: true, events: [] })
})

test('no test while everything is held, nor a second one of the same person at once', () => {
  expect(systemCore.decide(undefined, fold(hold(0)), testPage('t1', ['sms']))).toMatchObject({
    ok: false,
    why: expect.stringContaining('/dr hold off'),
  })
  const underWay = fold(testPage('t1', ['sms']))
  expect(systemCore.decide(undefined, underWay, testPage('t2', ['sms']))).toMatchObject({ ok: false })
  expect(systemCore.decide(undefined, underWay, testPage('t1', ['sms']))).toMatchObject({ ok: true, events: [] })
  expect(systemCore.decide(undefined, start(), testPage('t1', []))).toMatchObject({ ok: false })
})

test('for any commands at any time: one attempt an obligation, an end for each, nothing owed after it', () => {
  const means = fc.subarray([...PERSON_MEANS])
  const id = fc.constantFrom('t1', 't2', 't3')
  const command: fc.Arbitrary<(atMs: number) => Command> = fc.oneof(
    fc.constant(tick),
    fc.constant(hold),
    fc.constant(release),
    fc.tuple(id, means, fc.constantFrom('ana', 'ben')).map(
      ([t, m, who]) =>
        (atMs: number) =>
          testPage(t, m, atMs, who),
    ),
    fc.tuple(id, fc.constantFrom(...PERSON_MEANS), fc.boolean()).map(
      ([t, m, ok]) =>
        (atMs: number) =>
          outcome(m, ok, atMs, t),
    ),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(command, fc.nat(20_000)), { maxLength: 60 }), (steps) => {
      const attempts: string[] = []
      let atMs = 0
      let state: SystemState = start()
      for (const [make, laterMs] of [...steps, [tick, 0] as const, [tick, 15_000] as const]) {
        atMs += laterMs
        const decision = systemCore.decide(undefined, state, make(atMs))
        if (!decision.ok) continue
        for (const event of decision.events) if (event.type === 'attempted') attempts.push(event.obligation)
        const before = structuredClone(state)
        const next = decision.events.reduce(systemCore.evolve, state)
        expect(state).toEqual(before)
        expect(next.seq).toBe(state.seq + decision.events.length)
        state = next
      }
      expect(new Set(attempts).size).toBe(attempts.length)
      expect(systemCore.owed(undefined, state)).toEqual([])
      expect(state.testPages.every((page) => page.end !== undefined)).toBe(true)
    }),
  )
})
