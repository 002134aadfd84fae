import { expect, it } from 'vitest'
import { placeholderContact } from '../../../src/check/people/placeholder-contact.ts'
import {
  isPlaceholderMail,
  isPlaceholderName,
  isPlaceholderPhone,
  withoutMark,
} from '../../../src/check/people/placeholders.ts'
import { testPlan } from '../../incident/test-plan.ts'
import { exampleSubject } from '../base-plan.ts'

it.each(['CTO (placeholder)', '[Name]', '<name>', 'TBD', 'tba', 'XXX', '???', 'To be named', 'N/A'])(
  'takes %s for no name',
  (name) => expect(isPlaceholderName(name)).toBe(true),
)

it.each(['Ann', 'Bob [night shift]', 'Xi', 'Tbilisi office', 'Max Placeholder-Smith', 'A. N. Other'])(
  'takes %s for a name',
  (name) => expect(isPlaceholderName(name)).toBe(false),
)

it('knows the domains and numbers that are nobody’s', () => {
  const mails = ['a@example.com', 'a@mail.example.org', 'a@shop.example', 'a@x.test', 'a@x.invalid']
  expect(mails.filter(isPlaceholderMail)).toEqual(mails)
  expect(['a@examples.com', 'a@example.de', 'example@shop.com', 'a@contest.com'].filter(isPlaceholderMail)).toEqual([])
  expect(['+14155550100', '+12125550199'].every(isPlaceholderPhone)).toBe(true)
  expect(['+14155550200', '+14155552671', '+4930901820'].some(isPlaceholderPhone)).toBe(false)
})

it('takes an address that the sandbox gives its people for one that is read', () => {
  expect(['ann@sandbox.example', ' ann@sandbox.example '].some(isPlaceholderMail)).toBe(false)
  expect(
    ['ann@notsandbox.example', 'ann@mail.sandbox.example', 'ann@sandbox.example.com'].every(isPlaceholderMail),
  ).toBe(true)
})

it('finds nothing wanting in the people of the sandbox, but for a name that is still to be written', () => {
  const found = (name: string, email: string) => {
    const plan = testPlan()
    const [id = ''] = Object.keys(plan.people)
    const people = { [id]: { ...plan.people[id]!, name, email, phone: '+14155550101' } }
    const findings = placeholderContact.judge({ plan: { ...plan, people, audiences: {} }, data: {}, nowMs: 0 })
    return findings.map(({ message }) => message)
  }
  expect(found('Ann', 'ann@sandbox.example')).toEqual([])
  expect(found('TBD', 'ann@sandbox.example')).toEqual([expect.stringMatching(/^"TBD" of /)])
  expect(found('Ann', 'ann@shop.example')).toEqual([expect.stringContaining('"+14155550101"')])
})

it('calls people without their mark', () => {
  expect(withoutMark('CTO (placeholder)')).toBe('CTO')
})

it('says of a draft why nothing reaches somebody, and counts those without any address', () => {
  const { plan, ...around } = exampleSubject(`
draft: true
people:
  ann: { name: Ann, email: ann@shop.example, phone: "+14155550100" }
  bob: { name: Bob, email: null, phone: null }
  cleo: { name: Cleo, email: cleo@shop.io }
`)
  expect(placeholderContact.judge({ plan, ...around }).map(({ message }) => message)).toEqual([
    '1 of the 3 people of this draft is a placeholder, whom nothing can reach: Ann (an address of the domain .example, kept for examples and a number kept for films); 1 more has no address at all',
  ])
})
