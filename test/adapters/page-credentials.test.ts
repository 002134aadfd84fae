import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pageCode, signLink, verifyLink } from '../../src/adapters/page-credentials.ts'

const LINK = { incident: 'DR-20261205-1000', page: '0/one/olga', person: 'olga' }

describe('codes', () => {
  it('are the same every time, and different for another person, incident or secret', () => {
    const code = pageCode('s', 'DR-1', 'olga')
    expect(pageCode('s', 'DR-1', 'olga')).toBe(code)
    expect(
      new Set([code, pageCode('s', 'DR-1', 'otto'), pageCode('s', 'DR-2', 'olga'), pageCode('t', 'DR-1', 'olga')]).size,
    ).toBe(4)
  })

  it('hold no character that is taken for another', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (incident, person) => {
        expect(pageCode('s', incident, person)).toMatch(/^[2-9A-HJKMNP-Z]{5}$/)
      }),
    )
  })
})

describe('links', () => {
  it('give back what they were made for until they run out', () => {
    const token = signLink('s', 'answer', LINK, 1_000)
    expect(verifyLink('s', 'answer', token, 1_000)).toEqual({ ok: true, link: LINK })
    expect(verifyLink('s', 'answer', token, 1_001)).toEqual({ ok: false, why: 'expired' })
  })

  it('are worthless for another purpose, with another secret, or changed in any place', () => {
    const token = signLink('s', 'answer', LINK, 1_000)
    expect(verifyLink('s', 'call', token, 0)).toEqual({ ok: false, why: 'forged' })
    expect(verifyLink('t', 'answer', token, 0)).toEqual({ ok: false, why: 'forged' })
    // The last character of a base64 text may hold bits that mean nothing, so it is left alone.
    for (let at = 0; at < token.length - 1; at++) {
      const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
      expect(verifyLink('s', 'answer', changed, 0)).toEqual({ ok: false, why: 'forged' })
    }
  })

  it('never throw for whatever stands in the address', () => {
    fc.assert(
      fc.property(fc.string(), (token) => {
        expect(verifyLink('s', 'answer', token, 0)).toEqual({ ok: false, why: 'forged' })
      }),
    )
  })
})
