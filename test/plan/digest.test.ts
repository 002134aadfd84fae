import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/plan/canonical-json.ts'
import { planDigest } from '../../src/plan/digest.ts'
import { plan } from './sample-plan.ts'

describe('canonical JSON', () => {
  it('sorts keys at every depth, keeps the order of lists and leaves absent fields out', () => {
    expect(canonicalJson({ b: [{ z: 1, a: null }, 'é"'], a: undefined, B: true })).toBe(
      '{"B":true,"b":[{"a":null,"z":1},"é\\""]}',
    )
  })

  it('gives the value back, whatever the order of its keys was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it.each([
    [{ a: [1, Number.NaN] }, '$.a[1]'],
    [{ at: new Date(0) }, '$.at'],
    [[undefined], '$[0]'],
    [{ n: 1n }, '$.n'],
  ])('refuses what JSON cannot hold, and names the place', (value, place) => {
    expect(() => canonicalJson(value)).toThrow(`${place} cannot be written as JSON`)
  })
})

describe('the digest of a plan', () => {
  it('is 64 hex digits', () => {
    expect(planDigest(plan())).toMatch(/^[0-9a-f]{64}$/)
  })

  it('does not depend on comments or on how a time is written', () => {
    expect(planDigest(plan(['rto: 4 hours', 'rto: 240 min'], ['id: shop', 'id: shop # ours']))).toBe(planDigest(plan()))
  })

  it('changes with any figure', () => {
    expect(planDigest(plan(['15 min', '16 min']))).not.toBe(planDigest(plan()))
  })
})
