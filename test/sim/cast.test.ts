import { expect, it } from 'vitest'
import { castOf } from '../../sim/cast.ts'
import { isPlaceholderMail } from '../../src/check/people/placeholders.ts'
import { testPlan } from '../incident/test-plan.ts'

it('lets people live in the zone that a plan gives them, else in UTC', () => {
  const plan = testPlan()
  const [first = '', second = ''] = Object.keys(plan.people)
  const berlin = { ...plan, people: { ...plan.people, [first]: { ...plan.people[first]!, zone: 'Europe/Berlin' } } }
  const zones = (plans: (typeof plan)[]) =>
    castOf(plans)
      .filter(({ person }) => [first, second].includes(person))
      .map(({ zone }) => zone)
  expect(zones([plan, berlin])).toEqual(['Europe/Berlin', 'UTC'])
  expect(zones([plan])).toEqual(['UTC', 'UTC'])
})

it('gives nobody an address that a check of the plan would find fault with', () => {
  expect(castOf([testPlan()]).filter(({ email }) => isPlaceholderMail(email))).toEqual([])
})
