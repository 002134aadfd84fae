import { expect, it } from 'vitest'
import {
  isPlaceholderMail,
  isPlaceholderName,
  isPlaceholderPhone,
  withoutMark,
} from '../../../src/check/people/placeholders.ts'

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

it('calls people without their mark', () => {
  expect(withoutMark('CTO (placeholder)')).toBe('CTO')
})
