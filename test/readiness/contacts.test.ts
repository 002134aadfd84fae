/** Everybody is asked each quarter whether they can be reached, confirms by each means, and who did not is told of; what was found dead is told once. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { privately } from '../../src/plan/actor.ts'
import { addressesOf, askedMs, nextRound } from '../../src/readiness/contacts/rounds.ts'
import type { Address } from '../../src/readiness/contacts/track.ts'
import { readiness } from '../../src/readiness/readiness.ts'
import { testPlan } from '../incident/test-plan.ts'
import { watching } from './watching.ts'

const plan = { ...testPlan(), monthlyReport: false }
const at = (text: string) => Date.parse(text)
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16)
const DAY = 24 * 3_600_000
const all = addressesOf(plan)

const confirm = (watch: ReturnType<typeof watching>, { person, means }: Address) =>
  watch.give({
    type: 'confirm-contact',
    atMs: watch.nowMs,
    by: { person, id: `slack:${person}`, via: 'slack' },
    person,
    means,
  })

it('a round falls on the second Tuesday of each quarter, for two years', () => {
  const rounds: string[] = []
  for (
    let next = nextRound(plan, at('2026-11-28T12:00Z'));
    next !== undefined && rounds.length < 8;
    next = nextRound(plan, next)
  )
    rounds.push(iso(next))
  expect(rounds).toEqual([
    ...['2027-01-12T00:00', '2027-04-13T00:00', '2027-07-13T00:00', '2027-10-12T00:00'],
    ...['2028-01-11T00:00', '2028-04-11T00:00', '2028-07-11T00:00', '2028-10-10T00:00'],
  ])
  expect(nextRound({ ...plan, contactTests: 'never' }, at('2026-11-28T12:00Z'))).toBeUndefined()
})

it('each is asked at ten in the morning where they are', () => {
  const people = { ...plan.people, [all[0]!.person]: { ...plan.people[all[0]!.person]!, zone: 'America/New_York' } }
  expect(iso(askedMs({ ...plan, people }, all[0]!.person, at('2027-01-12T00:00Z')))).toBe('2027-01-12T15:00')
  expect(iso(askedMs(plan, all[0]!.person, at('2027-01-12T00:00Z')))).toBe('2027-01-12T10:00')
})

describe('a round', () => {
  const until = (toMs: number, answering?: Parameters<typeof watching>[2]) => {
    const watch = watching(plan, at('2026-11-28T12:00Z'), answering)
    watch.until(toMs)
    return watch
  }

  it('asks by every address of everybody, once', () => {
    const watch = until(at('2027-01-12T18:00Z'))
    const asked = watch.of('attempted').flatMap(({ effect }) => (effect.kind === 'ask-contact' ? [effect] : []))
    expect(asked.map(({ person, means }) => `${person}/${means}`).toSorted()).toEqual(
      all.map(({ person, means }) => `${person}/${means}`).toSorted(),
    )
  })

  it('confirmed by everybody it is in order for a quarter, and then it decays', () => {
    const watch = until(at('2027-01-12T18:00Z'))
    for (const address of all) expect(confirm(watch, address).ok).toBe(true)
    watch.until(at('2027-01-25T00:00Z'))
    expect(watch.of('contact-round-closed')[0]!.missing).toEqual([])
    expect(watch.state.news).toEqual([])
    const item = (nowMs: number) =>
      readiness(plan, [], nowMs, watch.state).items.find(({ kind }) => kind === 'contacts')
    expect(item(watch.nowMs)).toMatchObject({ holds: true, asked: all.length, confirmed: all.length })
    expect(item(watch.nowMs + 120 * DAY)).toMatchObject({ holds: false })
  })

  it('whoever has not confirmed in a week is told of, each day, until the last has', () => {
    const watch = until(at('2027-01-12T18:00Z'))
    for (const address of all.slice(1)) confirm(watch, address)
    watch.until(at('2027-01-21T12:00Z'))
    expect(watch.of('contact-round-closed')[0]!.missing).toEqual([all[0]])
    expect(watch.of('attempted').filter(({ effect }) => effect.kind === 'tell-news').length).toBeGreaterThan(1)
    confirm(watch, all[0]!)
    const told = watch.of('attempted').length
    watch.until(at('2027-01-28T12:00Z'))
    expect(watch.of('attempted')).toHaveLength(told)
  })

  it('nobody confirms for somebody else, or what was not asked', () => {
    const watch = until(at('2027-01-12T18:00Z'))
    const { person, means } = all[0]!
    const other = all.find((one) => one.person !== person)!.person
    const by = { person: other, id: 'slack:U9', via: 'slack' as const }
    expect(watch.give({ type: 'confirm-contact', atMs: watch.nowMs, by, person, means }).why).toContain(
      'Only the person',
    )
    const early = watching(plan, at('2026-11-28T12:00Z'))
    expect(confirm(early, all[0]!).why).toContain('have not been asked')
  })

  it('what could not even be sent is known, and is tried again before that', () => {
    const watch = until(at('2027-01-13T18:00Z'), (effect) =>
      effect.kind === 'ask-contact' && effect.means === 'sms'
        ? { ok: false, reason: 'Twilio answered 503.' }
        : { ok: true },
    )
    const sms = watch.state.contacts.round!.asked.filter(({ means }) => means === 'sms')
    expect(sms.length).toBeGreaterThan(0)
    for (const one of sms) expect(one.failed).toBe('Twilio answered 503.')
    expect(watch.of('attempt-failed').length).toBe(8 * sms.length)
  })

  it('can be asked for by hand, once at a time', () => {
    const watch = until(at('2026-11-29T12:00Z'))
    const test = () => watch.give({ type: 'test-contacts', atMs: watch.nowMs, by: { id: 'cli:ops', via: 'cli' } })
    expect(test().ok).toBe(true)
    expect(test().why).toContain('being asked already')
    watch.until(at('2026-12-07T12:00Z'))
    expect(test().ok).toBe(true)
  })
})

describe('what is looked at each day', () => {
  const look = (watch: ReturnType<typeof watching>, ...keys: string[]) =>
    watch.give({
      ...{ type: 'report-reach', atMs: watch.nowMs, by: { id: 'system', via: 'system' } },
      troubles: keys.map((key) => ({ key, what: privately(`${key} is dead`) })),
    })

  it('is told when it begins, and no more once it is well', () => {
    const watch = watching(plan, at('2026-11-28T12:00Z'))
    look(watch, 'token')
    expect(watch.state.news.map(({ about }) => about.kind)).toEqual(['reach-troubles'])
    watch.until(watch.nowMs + DAY + 1)
    look(watch, 'token')
    expect(watch.state.news.filter(({ overMs }) => overMs === undefined)).toHaveLength(1)
    look(watch)
    expect(watch.state.news.filter(({ overMs }) => overMs === undefined)).toHaveLength(0)
    expect(readiness(plan, [], watch.nowMs, watch.state).items.at(-1)).toMatchObject({ kind: 'reach', holds: true })
  })

  it('is what the last look found, whatever came before', () => {
    const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'))
    fc.assert(
      fc.property(fc.array(keys, { minLength: 1, maxLength: 8 }), (looks) => {
        const watch = watching(plan, at('2026-11-28T12:00Z'))
        for (const found of looks) look(watch, ...found)
        expect(Object.keys(watch.state.contacts.troubles).toSorted()).toEqual(looks.at(-1)!.toSorted())
        const open = watch.state.news.filter(({ overMs }) => overMs === undefined)
        expect(open.length).toBeLessThanOrEqual(1)
      }),
    )
  })
})
