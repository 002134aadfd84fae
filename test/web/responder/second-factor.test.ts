/** What a code is bound to, and what wants one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  confirmationCode,
  incidentOfLink,
  isCode,
  ownLink,
  signConsoleLink,
  signSession,
  verifyConsoleLink,
  verifySession,
} from '../../../src/adapters/console-credentials.ts'
import { signLink } from '../../../src/adapters/page-credentials.ts'
import { linkName } from '../../../src/incident/console/state.ts'
import { privately } from '../../../src/plan/actor.ts'
import { thingOf } from '../../../src/web/responder/second-factor.ts'
import { by } from '../../incident/story.ts'

const SECRET = 'a secret of at least sixteen characters'
const PEOPLE = ['olga', 'tina']
const LINK = { incident: 'DR-20261205-1000', person: 'tina', link: 'moved-1-sms' }

describe('a token', () => {
  it('is good for one purpose, until its time, and as it was made', () => {
    const link = signConsoleLink(SECRET, LINK, 1_000)
    const read = (token: string, nowMs: number, { people = PEOPLE, secret = SECRET } = {}) =>
      verifyConsoleLink(secret, token, nowMs, people)
    const forged = { ok: false, why: 'forged' }
    expect(incidentOfLink(link)).toBe(LINK.incident)
    expect(read(link, 1_000)).toEqual({ ok: true, link: LINK })
    expect(read(link, 1_001)).toEqual({ ok: false, why: 'expired' })
    // Nobody else's, and in no other incident, not another link and for no longer than it was made.
    expect(read(link, 0, { people: ['olga'] })).toEqual(forged)
    const [incident, signature, name, until] = link.split('.')
    for (const other of [
      ['20261205-1001', signature, name, until],
      [incident, `${signature?.slice(0, -1)}${signature?.endsWith('A') ? 'B' : 'A'}`, name, until],
      [incident, signature, 'm2s', until],
      [incident, signature, 'm1e', until],
      [incident, signature, name, 'zzzzzz'],
      [incident, signature, name, until, until],
    ])
      expect(read(other.join('.'), 0)).toEqual(forged)
    expect(verifySession(SECRET, link, 0)).toEqual({ ok: false, why: 'forged' })
    expect(read(signSession(SECRET, LINK, 1_000), 0)).toEqual({ ok: false, why: 'forged' })
    const answer = signLink(SECRET, 'answer', { incident: LINK.incident, person: 'tina', page: LINK.link }, 1_000)
    expect(read(answer, 0)).toEqual({ ok: false, why: 'forged' })
    expect(read(link, 0, { secret: `${SECRET}!` })).toEqual({ ok: false, why: 'forged' })
  })

  it('of a link fits into a text message with what it is about', () => {
    const link = ownLink({ publicUrl: 'https://muster.example.com', secret: SECRET }, LINK, Date.UTC(2026, 11, 5))
    expect(link.length).toBeLessThan(80)
    for (const [name, nth] of [
      ['moved', 12],
      ['asked', 3],
    ] as const)
      for (const means of ['sms', 'email'] as const) {
        const own = { ...LINK, link: linkName(name, nth, means) }
        expect(verifyConsoleLink(SECRET, signConsoleLink(SECRET, own, 9_000), 0, PEOPLE)).toEqual({
          ok: true,
          link: own,
        })
      }
  })

  it('of whatever characters is refused and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(verifyConsoleLink(SECRET, text, 0, PEOPLE)).toEqual({ ok: false, why: 'forged' })
        expect(verifySession(SECRET, text, 0)).toEqual({ ok: false, why: 'forged' })
      }),
    )
  })
})

describe('a code', () => {
  const about = { incident: LINK.incident, person: 'tina', challenge: 'c1', thing: 'abc' }

  it('has six digits, another one for each person, incident, challenge and thing', () => {
    const code = confirmationCode(SECRET, about)
    expect(code).toMatch(/^\d{6}$/)
    for (const other of [{ incident: 'x' }, { person: 'olga' }, { challenge: 'c2' }, { thing: 'abd' }])
      expect(confirmationCode(SECRET, { ...about, ...other })).not.toBe(code)
    expect(isCode(`${code.slice(0, 3)} ${code.slice(3)} `, code)).toBe(true)
    expect(isCode('', code)).toBe(false)
    expect(isCode(`${code}0`, code)).toBe(false)
  })

  it('is bound to all that will happen, and not to when it is asked', () => {
    const wish = {
      type: 'approve-step' as const,
      atMs: 1,
      by: by('tina'),
      step: 'restore',
      digest: 'aa',
      typed: 'Shop',
    }
    const thing = thingOf('DR-1', wish)
    expect(thingOf('DR-1', { ...wish, atMs: 2, by: by('olga') })).toBe(thing)
    const others = [{ step: 'drop' }, { digest: 'ab' }, { typed: 'shop' }, { variant: 'undo' as const }]
    for (const other of others) expect(thingOf('DR-1', { ...wish, ...other })).not.toBe(thing)
    expect(thingOf('DR-2', wish)).not.toBe(thing)
    const cancel = { type: 'cancel' as const, atMs: 1, by: by('tina'), reason: privately('a') }
    expect(thingOf('DR-1', { ...cancel, reason: privately('b') })).not.toBe(thingOf('DR-1', cancel))
  })
})
