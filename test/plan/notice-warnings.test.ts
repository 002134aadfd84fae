import { describe, expect, it } from 'vitest'
import type { Contacts } from '../../src/plan/contacts.ts'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import { varied } from './sample-plan.ts'

const EMAILS = ', emails: [all@shop.example]'
const MEANS = 'means: [email]'
const DEADLINE = 'deadline: within 1 hour'

function warningsOf(replacements: [before: string, after: string][], contacts?: Contacts) {
  const parsed = parsePlan(varied(...replacements), 'shop.yaml', contacts)
  expect(parsed.ok).toBe(true)
  return parsed.warnings
}

describe('an audience without an address for a means of its notice', () => {
  it.each([
    ['slack', 'Slack channel', 'audiences.customers.slack'],
    ['sms', 'telephone number', 'audiences.customers.phones'],
    ['voice', 'telephone number', 'audiences.customers.phones'],
  ])('is a warning at the means: %s', (means, what, key) => {
    expect(warningsOf([[MEANS, `means: [email, ${means}]`]])).toEqual([
      {
        file: 'shop.yaml',
        line: 27,
        column: 58,
        path: 'notices[0].means[1]',
        rule: 'audience-unreachable',
        message: `the audience "customers" has no ${what}, so nobody gets this notice by ${means}`,
        remedy: expect.stringContaining(`"${key}"`),
      },
    ])
  })

  it('counts whoever holds its roles, and its people', () => {
    expect(warningsOf([[EMAILS, '']])).toMatchObject([{ rule: 'audience-unreachable', path: 'notices[0].means[0]' }])
    expect(warningsOf([[EMAILS, ', roles: [lead]']])).toEqual([])
    expect(warningsOf([[EMAILS, ', people: [ann]']])).toEqual([])
    expect(warningsOf([[EMAILS, ', people: [eve]']])).toMatchObject([{ rule: 'audience-unreachable' }])
  })

  it('counts the addresses that are kept apart', () => {
    const contacts = { people: { eve: { email: 'eve@shop.example' } } }
    expect(warningsOf([[EMAILS, ', people: [eve]']], contacts)).toEqual([])
  })

  it('in a draft, whose people are placeholders, is one without anybody or without its channel', () => {
    const draft: [string, string] = ['id: shop', 'id: shop\ndraft: true']
    expect(warningsOf([draft, [EMAILS, ', people: [eve]']])).toEqual([])
    expect(warningsOf([draft, [EMAILS, '']])).toMatchObject([{ rule: 'audience-unreachable' }])
    expect(warningsOf([draft, [MEANS, 'means: [slack]']])).toMatchObject([{ rule: 'audience-unreachable' }])
  })

  it('needs none for the status page and PagerDuty', () => {
    expect(warningsOf([[MEANS, 'means: [status-page, pagerduty]']])).toEqual([])
  })
})

describe('the times of a notice', () => {
  it.each([
    ['target: 2 h, deadline: 1 h', { path: 'notices[0].target', column: 67, message: /\(2 h\) is after .*\(1 h\)/ }],
    [
      'target: 5 min, earliest: 10 min',
      { path: 'notices[0].target', message: /before the earliest moment \(10 min\)/ },
    ],
    ['earliest: 2 h, deadline: 1 h', { path: 'notices[0].earliest', message: /the earliest \(2 h\) is after/ }],
  ])('that contradict each other are a warning: %s', (times, { message, ...expected }) => {
    expect(warningsOf([[DEADLINE, times]])).toEqual([
      expect.objectContaining({ line: 27, rule: 'notice-times', ...expected, message: expect.stringMatching(message) }),
    ])
  })

  it.each(['target: 1 h, deadline: 1 h', 'earliest: 5 min, target: 5 min, deadline: 1 h', 'target: 0'])(
    'that agree are fine: %s',
    (times) => {
      expect(warningsOf([[DEADLINE, times]])).toEqual([])
    },
  )
})
