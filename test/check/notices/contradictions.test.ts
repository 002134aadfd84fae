/** Notices that cannot go out as they are written, by the rules that look at nothing else. */
import { describe, expect, it } from 'vitest'
import { audienceUnreachable } from '../../../src/check/notices/audience-unreachable.ts'
import { noticeApproval } from '../../../src/check/notices/notice-approval.ts'
import { noticeMeans } from '../../../src/check/notices/notice-means.ts'
import { noticeQuestion } from '../../../src/check/notices/notice-question.ts'
import { noticeSeverity } from '../../../src/check/notices/notice-severity.ts'
import { noticeTemplate } from '../../../src/check/notices/notice-template.ts'
import { noticeTimes } from '../../../src/check/notices/notice-times.ts'
import type { Contacts } from '../../../src/plan/contacts.ts'
import { varied } from '../../plan/sample-plan.ts'
import { judged } from '../judged.ts'

const RULES = [
  audienceUnreachable,
  noticeMeans,
  noticeTimes,
  noticeApproval,
  noticeTemplate,
  noticeQuestion,
  noticeSeverity,
]

const EMAILS = ', emails: [all@shop.example]'
const MEANS = 'means: [email]'
const DEADLINE = 'deadline: within 1 hour'

const findingsOf = (replacements: [before: string, after: string][], contacts?: Contacts) =>
  judged(RULES, varied(...replacements), contacts)

describe('an audience without an address for a means of its notice', () => {
  it.each([
    ['slack', 'Slack channel', 'audiences.customers.slack'],
    ['sms', 'telephone number', 'audiences.customers.phones'],
    ['voice', 'telephone number', 'audiences.customers.phones'],
  ])('is a warning at the means: %s', (means, what, key) => {
    expect(findingsOf([[MEANS, `means: [email, ${means}]`]])).toEqual([
      {
        file: 'shop.yaml',
        line: 27,
        column: 58,
        path: 'notices[0].means[1]',
        rule: 'audience-unreachable',
        level: 'warning',
        message: `the audience "customers" has no ${what}, so nobody gets this notice by ${means}`,
        remedy: expect.stringContaining(`"${key}"`),
      },
    ])
  })

  it('counts whoever holds its roles, and its people', () => {
    expect(findingsOf([[EMAILS, '']])).toMatchObject([{ rule: 'audience-unreachable', path: 'notices[0].means[0]' }])
    expect(findingsOf([[EMAILS, ', roles: [lead]']])).toEqual([])
    expect(findingsOf([[EMAILS, ', people: [ann]']])).toEqual([])
    expect(findingsOf([[EMAILS, ', people: [eve]']])).toMatchObject([{ rule: 'audience-unreachable' }])
  })

  it('counts the addresses that are kept apart', () => {
    const contacts = { people: { eve: { email: 'eve@shop.example' } } }
    expect(findingsOf([[EMAILS, ', people: [eve]']], contacts)).toEqual([])
  })

  it('in a draft, whose people are placeholders, is one without anybody or without its channel', () => {
    const draft: [string, string] = ['id: shop', 'id: shop\ndraft: true']
    expect(findingsOf([draft, [EMAILS, ', people: [eve]']])).toEqual([])
    expect(findingsOf([draft, [EMAILS, '']])).toMatchObject([{ rule: 'audience-unreachable' }])
    expect(findingsOf([draft, [MEANS, 'means: [slack]']])).toMatchObject([{ rule: 'audience-unreachable' }])
  })

  it('needs none for the status page and PagerDuty', () => {
    expect(findingsOf([[MEANS, 'means: [status-page, pagerduty]']])).toEqual([])
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
    expect(findingsOf([[DEADLINE, times]])).toEqual([
      expect.objectContaining({ line: 27, rule: 'notice-times', ...expected, message: expect.stringMatching(message) }),
    ])
  })

  it.each(['target: 1 h, deadline: 1 h', 'earliest: 5 min, target: 5 min, deadline: 1 h', 'target: 0'])(
    'that agree are fine: %s',
    (times) => {
      expect(findingsOf([[DEADLINE, times]])).toEqual([])
    },
  )
})

describe('a notice that does not say how', () => {
  it('is told by the plan’s default, and the plan is told so', () => {
    expect(findingsOf([[`${MEANS}, `, '']])).toMatchObject([
      {
        rule: 'notice-means',
        path: 'notices[0]',
        message:
          'the notice "customers" says by no means how its audience is told, so the plan\'s default is used: email',
      },
    ])
  })

  it('and whose audience the default does not reach, reaches nobody', () => {
    const [finding, ...more] = findingsOf([
      [`${MEANS}, `, ''],
      [EMAILS, ''],
    ])
    expect(finding?.message).toContain('by the plan\'s default (email) nobody of "customers" can be reached')
    expect(more).toEqual([])
  })

  it('says "all" and has an audience without any address', () => {
    expect(
      findingsOf([
        [MEANS, 'means: all'],
        [EMAILS, ''],
      ]),
    ).toMatchObject([{ rule: 'audience-unreachable', path: 'notices[0].means' }])
    expect(findingsOf([[MEANS, 'means: all']])).toEqual([])
  })

  it.each([
    ['slack-dm', 'people in Slack'],
    ['webhook', 'address of a program'],
  ])('names %s without what it needs', (means, what) => {
    expect(findingsOf([[MEANS, `means: [${means}]`]])).toMatchObject([{ message: expect.stringContaining(what) }])
  })

  it('needs no address for what a person does', () => {
    expect(
      findingsOf([
        [MEANS, 'means: [manual]'],
        [EMAILS, ''],
      ]),
    ).toEqual([])
  })
})

describe('a draft', () => {
  it.each([
    ['target: 30 min, deadline: 1 h, approval: { ahead: 20 min }', []],
    [
      'target: 10 min, deadline: 1 h, approval: { ahead: 20 min }',
      [/20 min ahead, but the notice goes out after 10 min/],
    ],
    ['deadline: 1 h, approval: { ahead: 20 min }', [/20 min ahead, but the notice goes out at once/]],
  ])('needs the time that it is to be read in: %s', (written, messages) => {
    const found = findingsOf([[DEADLINE, written]])
    expect(found.map(({ message }) => message)).toEqual(messages.map((one) => expect.stringMatching(one)))
    expect(found.every(({ rule, path }) => rule === 'notice-approval' && path === 'notices[0].approval.ahead')).toBe(
      true,
    )
  })
})

describe('a promise', () => {
  it.each([
    ['cadence: 30 min', 'notices[0].cadence', /every 30 min .* no template "progress"/],
    ['reviewWithin: 48 h', 'notices[0].reviewWithin', /no template "review"/],
  ])('needs words: %s', (promise, path, message) => {
    expect(findingsOf([[DEADLINE, `${DEADLINE}, ${promise}`]])).toMatchObject([
      { rule: 'notice-template', path, message: expect.stringMatching(message) },
    ])
  })

  it('has them', () => {
    expect(
      findingsOf([
        [DEADLINE, `${DEADLINE}, cadence: 30 min, reviewWithin: 48 h`],
        ['{ initial: customer-initial }', '{ initial: customer-initial, progress: a, review: b }'],
      ]),
    ).toEqual([])
  })
})

describe('a question that a notice hangs on', () => {
  const asked = (question: string, notice: string) =>
    findingsOf([
      ['notices:', `questions:\n  leak: { question: "Has data leaked?", ${question} }\nnotices:`],
      [DEADLINE, notice],
    ])

  it.each([
    ['within: 12 h', 'if: leak, deadline: 24 h', []],
    ['within: 13 h', 'if: leak, deadline: 24 h', [/may be answered after 13 h, .* half of the 24 h/]],
    ['within: 13 h', 'from: leak, deadline: 24 h', []],
    ['within: 1 h', 'from: leak, if: leak, deadline: 72 h', [/"from: leak" already waits/]],
    [
      'within: 1 h, scenarios: [fire]',
      'from: leak, scenarios: [database-corruption]',
      [/asked in none of the scenarios/],
    ],
    ['within: 1 h, scenarios: [fire]', 'from: leak', []],
    ['within: 1 h, severities: [major]', 'from: leak, severities: [minor]', [/asked in none of the severities/]],
  ])('%s, and the notice says %s', (question, notice, messages) => {
    const found = asked(question, notice)
    expect(found.map(({ message }) => message)).toEqual(messages.map((one) => expect.stringMatching(one)))
    expect(found.every(({ rule, remedy }) => rule === 'notice-question' && remedy !== '')).toBe(true)
  })
})

it('a notice whose severities are all milder than the one from which it goes out never does', () => {
  expect(findingsOf([[DEADLINE, `${DEADLINE}, fromSeverity: major, severities: [minor]`]])).toMatchObject([
    { rule: 'notice-severity', message: expect.stringContaining('(minor) is as bad as "major"') },
  ])
  expect(findingsOf([[DEADLINE, `${DEADLINE}, fromSeverity: minor, severities: [major]`]])).toEqual([])
})
