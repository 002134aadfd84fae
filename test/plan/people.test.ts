import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { expandTarget, personByContact, personOrder, roleOf } from '../../src/plan/people.ts'
import { PERSON_MEANS } from '../../src/plan/schema.ts'
import { plan } from './sample-plan.ts'

const shop = plan()
const secondWeek = DateTime.fromISO('2026-01-13T00:00Z').toMillis()
const level = { means: [...PERSON_MEANS] }

describe('the people of a target', () => {
  it('are the person, the holders of a role in order, or whoever is on call', () => {
    expect(expandTarget(shop, { person: 'eve' }, secondWeek)).toEqual(['eve'])
    expect(expandTarget(shop, { role: 'lead' }, secondWeek)).toEqual(['ann', 'bob'])
    expect(expandTarget(shop, { rotation: 'week' }, secondWeek)).toEqual(['bob'])
  })

  it('are those of `otherwise` for a PagerDuty schedule', () => {
    const target = { pagerdutySchedule: 'PSCHED', otherwise: { role: 'lead' } }
    expect(expandTarget(shop, target, secondWeek)).toEqual(['ann', 'bob'])
  })

  it('are nobody for a role that the plan does not have', () => {
    expect(expandTarget(shop, { role: 'nobody' }, secondWeek)).toEqual([])
  })
})

describe('a role', () => {
  it.each(['lead', 'LEAD', 'boss', 'Team lead', ' team LEAD '])('is known as %j', (word) => {
    expect(roleOf(shop, word)).toBe('lead')
  })

  it('is not guessed', () => {
    expect(roleOf(shop, 'leader')).toBeUndefined()
  })
})

describe('a person', () => {
  it.each([
    [{ slack: 'U1' }, 'ann'],
    [{ email: 'ANN@shop.example' }, 'ann'],
    [{ phone: '+1 (415) 555-0100' }, 'bob'],
    [{ pagerduty: 'PEVE' }, 'eve'],
    [{ slack: 'U2', email: 'ann@shop.example' }, 'ann'],
  ])('is found by %j', (contact, person) => {
    expect(personByContact(shop, contact)).toBe(person)
  })

  it.each([{}, { slack: 'U404' }, { phone: '+14155550199' }])('is not found by %j', (contact) => {
    expect(personByContact(shop, contact)).toBeUndefined()
  })
})

describe('the means for a person', () => {
  it('follow the level, without those that need an address the person has not', () => {
    expect(personOrder(shop, 'ann', level)).toEqual(['slack', 'email'])
    expect(personOrder(shop, 'ann', { means: ['email', 'slack'] })).toEqual(['email', 'slack'])
  })

  it('follow the person, who has an order of their own', () => {
    expect(personOrder(shop, 'bob', level)).toEqual(['voice', 'sms'])
  })

  it('leave out SMS and voice for a number that cannot be called', () => {
    const placeholder = plan(['+14155550100', '+1-XXX-XXX-XXXX'])
    expect(personOrder(placeholder, 'bob', level)).toEqual([])
  })

  it('have PagerDuty for everyone as soon as the plan has it', () => {
    const paged = plan(['policy: main', 'pagerduty: { service: shop }\npolicy: main'])
    expect(personOrder(paged, 'ann', level)).toEqual(['slack', 'pagerduty', 'email'])
    expect(personOrder(paged, 'eve', level)).toEqual(['pagerduty'])
    expect(personOrder(shop, 'eve', level)).toEqual([])
  })
})
