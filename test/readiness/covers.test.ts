import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SYSTEM } from '../../src/plan/actor.ts'
import { systemCore } from '../../src/readiness/core.ts'
import { standIns } from '../../src/readiness/stand-ins.ts'
import { ask, fold, start } from './asking.ts'

const HOUR_MS = 3_600_000
const cover = (person: string, standIn: string, fromMs: number, untilMs: number, atMs = 0) =>
  ({ type: 'arrange-cover', planId: 'p', person, standIn, fromMs, untilMs, atMs, by: SYSTEM }) as const

test('a stand-in takes the pages from the start of the cover up to its end, and of that plan only', () => {
  const state = ask(start(), cover('ana', 'ben', 10, 20))
  expect(standIns(state, 'p', 9)).toEqual({})
  expect(standIns(state, 'p', 10)).toEqual({ ana: 'ben' })
  expect(standIns(state, 'p', 19)).toEqual({ ana: 'ben' })
  expect(standIns(state, 'p', 20)).toEqual({})
  expect(standIns(state, 'q', 15)).toEqual({})
})

test('covers follow one another: who stands in and is away themselves passes on', () => {
  const state = fold(cover('ana', 'ben', 0, 100), cover('ben', 'cem', 50, 70))
  expect(standIns(state, 'p', 60)).toEqual({ ana: 'cem', ben: 'cem' })
  expect(standIns(state, 'p', 80)).toEqual({ ana: 'ben' })
})

test('a circle is refused at whichever moment it would close', () => {
  const state = fold(cover('ana', 'ben', 50, 100))
  const decision = systemCore.decide(undefined, state, cover('ben', 'ana', 0, 60))
  expect(decision).toMatchObject({ ok: false, why: expect.stringContaining('come back to ben') })
  expect(systemCore.decide(undefined, state, cover('ben', 'ana', 0, 50)).ok).toBe(true)
})

test('a newer arrangement for the same time replaces the older one, ending removes it', () => {
  const twice = fold(cover('ana', 'ben', 0, 100), cover('ana', 'cem', 50, 150))
  expect(twice.covers).toHaveLength(1)
  const over = ask(twice, { type: 'end-cover', planId: 'p', person: 'ana', atMs: 60, by: SYSTEM })
  expect(standIns(over, 'p', 60)).toEqual({})
  const again = systemCore.decide(undefined, over, {
    type: 'end-cover',
    planId: 'p',
    person: 'ana',
    atMs: 61,
    by: SYSTEM,
  })
  expect(again).toMatchObject({ ok: true, events: [], note: 'Nobody stands in for ana.' })
})

test.each([
  ['for oneself', cover('ana', 'ana', 0, 10)],
  ['over before it begins', cover('ana', 'ben', 10, 10)],
  ['in the past', cover('ana', 'ben', 0, 10, 20)],
  ['for half a year', cover('ana', 'ben', 0, 183 * 24 * HOUR_MS)],
])('a cover %s is refused with a sentence', (_what, command) => {
  expect(systemCore.decide(undefined, start(), command)).toMatchObject({ ok: false, why: expect.stringMatching(/\.$/) })
})

test('whatever is arranged, nobody stands in for themselves, and pages end at somebody who is there', () => {
  const person = fc.constantFrom('ana', 'ben', 'cem', 'dee', 'eve')
  const command = fc
    .tuple(person, person, fc.nat(50), fc.integer({ min: 1, max: 50 }), fc.nat(40))
    .map(([who, standIn, from, length, at]) => cover(who, standIn, from, from + length, at))
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), fc.nat(100), (commands, atMs) => {
      let state = start()
      for (const one of commands) {
        const decision = systemCore.decide(undefined, state, one)
        if (decision.ok) state = decision.events.reduce(systemCore.evolve, state)
      }
      const result = standIns(state, 'p', atMs)
      for (const [who, standIn] of Object.entries(result)) {
        expect(standIn).not.toBe(who)
        expect(result).not.toHaveProperty(standIn)
      }
      const away = state.covers.filter((one) => one.fromMs <= atMs && atMs < one.untilMs).map((one) => one.person)
      expect(Object.keys(result).sort()).toEqual([...new Set(away)].sort())
    }),
  )
})
