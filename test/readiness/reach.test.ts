/** Whether Slack is away: one failed call is no loss, a real loss is known within a minute, and the journal hears of each change once. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SYSTEM } from '../../src/plan/actor.ts'
import type { Command } from '../../src/readiness/commands.ts'
import { systemCore } from '../../src/readiness/core.ts'
import { heard, heardWord, isSteady, nextLookMs, noReach, type Reach } from '../../src/readiness/reach/reach.ts'
import { ask, fold } from './asking.ts'

const SECOND = 1_000
const well = heard(noReach(), { ok: true }, 0)
const fails = { ok: false as const, why: 'Slack cannot be reached (ECONNREFUSED).' }
const failing = (reach: Reach, ...atSeconds: number[]) =>
  atSeconds.reduce((before, at) => heard(before, fails, at * SECOND), reach)

describe('a loss', () => {
  it('is not one failed call, nor many in one moment, nor failures between which others work', () => {
    expect(failing(well, 1).verdict).toBe('reachable')
    expect(failing(well, 1, 1.1, 1.2, 1.3, 5.9).verdict).toBe('reachable')
    const between = heard(failing(well, 1, 11), { ok: true }, 15 * SECOND)
    expect(failing(between, 21, 31).verdict).toBe('reachable')
  })

  it('is three failures apart, or two when Slack says itself that something is wrong; its word alone is none', () => {
    expect(failing(well, 1, 11, 21)).toMatchObject({ verdict: 'away', failingSinceMs: SECOND })
    expect(heardWord(failing(well, 1, 11), 'Trouble with connecting').verdict).toBe('away')
    expect(heardWord(well, 'Trouble with connecting').verdict).toBe('reachable')
    expect(heardWord(failing(well, 1), 'Trouble with connecting').verdict).toBe('reachable')
  })

  it('is over after two calls that work, apart and with none that fails between', () => {
    const away = failing(well, 1, 11, 21)
    const once = heard(away, { ok: true }, 60 * SECOND)
    expect(once.verdict).toBe('away')
    expect(heard(once, { ok: true }, 61 * SECOND).verdict).toBe('away')
    expect(heard(once, { ok: true }, 70 * SECOND).verdict).toBe('reachable')
    expect(heard(failing(once, 65), { ok: true }, 70 * SECOND).verdict).toBe('away')
  })

  it('is known within 60 s, whenever the last look was and however long calls take to fail', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 5_000 }), (sinceLookMs, takesMs) => {
        const lostMs = 1_000_000
        let reach: Reach = heard(noReach(), { ok: true }, lostMs - sinceLookMs)
        let nowMs = lostMs
        while (reach.verdict !== 'away') {
          nowMs = Math.max(nowMs, nextLookMs(reach)) + takesMs
          reach = heard(reach, fails, nowMs)
          expect(nowMs - lostMs).toBeLessThanOrEqual(60_000)
        }
      }),
    )
  })

  it('is looked at closely while it is not clear', () => {
    expect(isSteady(well)).toBe(true)
    expect(nextLookMs(well)).toBe(20 * SECOND)
    expect(nextLookMs(failing(well, 1))).toBe(11 * SECOND)
  })
})

const lose = (atMs: number): Command => ({
  ...{ type: 'lose-service', atMs, by: SYSTEM, service: 'slack' },
  ...{ sinceMs: atMs - 40_000, why: fails.why },
})
const regain = (atMs: number): Command => ({ type: 'regain-service', atMs, by: SYSTEM, service: 'slack' })

it('stands in the journal once, whichever replica says it and however often', () => {
  const away = fold(lose(100_000))
  expect(away.away.slack).toEqual({ sinceMs: 60_000, atMs: 100_000, why: fails.why })
  expect(systemCore.decide(undefined, away, lose(101_000))).toEqual({ ok: true, events: [] })
  const back = ask(away, regain(200_000))
  expect(back.away).toEqual({})
  expect(systemCore.decide(undefined, back, regain(201_000))).toEqual({ ok: true, events: [] })
})
