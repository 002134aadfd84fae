import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isUnsteady, type Standing, seen, unseen } from '../../../src/program/probes/verdict.ts'

const rule = (bad: number, of: number, recoveries = 2) => ({ failures: { bad, of }, recoveries })

/** `+` is well, `-` is not; one look each second. */
const from = (looks: string, by: ReturnType<typeof rule>): Standing =>
  [...looks].reduce((standing, look, at) => seen(standing, { atMs: at * 1_000, ok: look === '+' }, by), unseen(0))
const verdictOf = (looks: string, by: ReturnType<typeof rule>) => from(looks, by).verdict

describe('three failures in a row', () => {
  const three = rule(3, 3)

  it('are a failure, and two are not', () => {
    expect(verdictOf('+++--', three)).toBe('up')
    expect(verdictOf('+++---', three)).toBe('down')
    expect(verdictOf('+--+--+', three)).toBe('up')
  })

  it('tell when it began and when it was last well', () => {
    expect(from('+++---', three)).toMatchObject({ sinceMs: 5_000, firstBadMs: 3_000, lastGoodMs: 2_000 })
    expect(from('---', three)).toMatchObject({ firstBadMs: 0, lastGoodMs: null })
    expect(from('+++------', three)).toMatchObject({ sinceMs: 5_000, firstBadMs: 3_000, lastGoodMs: 2_000 })
  })

  it('are over after two looks that are well', () => {
    expect(verdictOf('---+', three)).toBe('down')
    expect(verdictOf('---+-+', three)).toBe('down')
    expect(verdictOf('---++', three)).toBe('up')
    expect(from('---++', three)).toMatchObject({ firstBadMs: null, lastGoodMs: null, sinceMs: 4_000 })
    // What was bad before does not count again.
    expect(verdictOf('---++--', three)).toBe('up')
  })
})

it('counts failures among several looks', () => {
  const some = rule(3, 5, 1)
  expect(verdictOf('+-+-+-', some)).toBe('down')
  expect(verdictOf('+-++-+-', some)).toBe('up')
  expect(from('++-+--', some)).toMatchObject({ firstBadMs: 2_000, lastGoodMs: 1_000 })
})

it('lets one failure be enough', () => {
  expect(from('++-', rule(1, 1))).toMatchObject({ verdict: 'down', firstBadMs: 2_000, lastGoodMs: 1_000 })
})

it('is well at the first look that is, and unknown until something is known', () => {
  expect(verdictOf('', rule(3, 3))).toBe('unknown')
  expect(verdictOf('--', rule(3, 3))).toBe('unknown')
  expect(verdictOf('+', rule(3, 3))).toBe('up')
})

it('is unsteady between the first sign and the verdict', () => {
  const three = rule(3, 3)
  const unsteady = (looks: string) => isUnsteady(from(looks, three), three)
  expect(['', '+', '+-', '+--', '+---', '+---+', '+---++'].map(unsteady)).toEqual([
    ...[false, false, true, true, false, true, false],
  ])
})

it('never says down without enough failures, nor up without enough that is well', () => {
  const looks = fc.array(fc.boolean(), { maxLength: 60 })
  fc.assert(
    fc.property(
      looks,
      fc.integer({ min: 1, max: 4 }),
      fc.nat(3),
      fc.integer({ min: 1, max: 4 }),
      (all, bad, more, well) => {
        const by = rule(bad, bad + more, well)
        let standing = unseen(0)
        for (const [at, ok] of all.entries()) {
          const before = standing.verdict
          standing = seen(standing, { atMs: at, ok }, by)
          const recent = all.slice(0, at + 1)
          if (standing.verdict === 'down' && before !== 'down')
            expect(recent.slice(-(bad + more)).filter((one) => !one).length).toBeGreaterThanOrEqual(bad)
          if (standing.verdict === 'up' && before === 'down')
            expect(recent.slice(-well)).toEqual(Array(well).fill(true))
          expect(standing.looks.length).toBeLessThanOrEqual(Math.max(bad + more, well))
          if (standing.firstBadMs !== null && standing.lastGoodMs !== null)
            expect(standing.lastGoodMs).toBeLessThan(standing.firstBadMs)
        }
      },
    ),
  )
})
