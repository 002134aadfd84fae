/** What must happen when, after a declaration, for all four plans (requirements 1.E), computed without doing it (R21). Times in minutes. */
import { expect, it } from 'vitest'
import { procedureOf } from '../../src/plan/procedure.ts'
import type { Report } from '../../src/rehearsal/report.ts'
import { examplePlan, reported } from './rehearsing.ts'

const MINUTE = 60

/** First pages of each person in the ladder's first pass, `minute: people`. */
function firstPages({ pages }: Report, before: number): Record<number, string[]> {
  const first = new Map<string, number>()
  for (const { to, due, at } of pages) {
    if (first.has(to) || due >= before * MINUTE) continue
    expect(at, to).toBe(due)
    first.set(to, due / MINUTE)
  }
  const byMinute: Record<number, string[]> = {}
  for (const [person, minute] of first) byMinute[minute] = [...(byMinute[minute] ?? []), person]
  return byMinute
}

/** `[sent, deadline]` in minutes of every first message, by `notice by means`; null: none. */
function firstMessages({ notifications }: Report): Record<string, [number | null, number | null]> {
  const minutes = (seconds: number | null) => (seconds === null ? null : seconds / MINUTE)
  return Object.fromEntries(
    notifications
      .filter(({ moment }) => moment === 'initial')
      .map(({ notice, means, at, deadline }) => [`${notice} by ${means}`, [minutes(at), minutes(deadline)]]),
  )
}

const updates = ({ notifications }: Report, notice: string): number[] => [
  ...new Set(
    notifications
      .filter((one) => one.notice === notice && one.moment === 'progress')
      .map(({ at }) => (at ?? 0) / MINUTE),
  ),
]

/** Minutes at which a clock is said to be due, by `kind id`. */
const clocks = ({ events }: Report, kind: string): number[] =>
  events
    .filter(({ type, clock, percent }) => type === 'clock-warned' && clock === kind && percent === 100)
    .map(({ at }) => at / MINUTE)

it('A: the ladder, the audiences, the checklists and the objective, when an S3 goes unanswered', async () => {
  const report = await reported('mcp-debate', { scenario: 'S3', nobody: true })
  expect(firstPages(report, 75)).toEqual({
    0: ['on-call-engineer'],
    15: ['technical-lead', 'database-administrator'],
    30: ['incident-commander'],
    60: ['cto', 'senior-management'],
  })
  expect(firstMessages(report)).toEqual({
    'engineering by slack': [0, null],
    'engineering by pagerduty': [0, null],
    'support by slack': [10, 15],
    'support by email': [10, 15],
    'management by email': [20, 30],
    'management by voice': [20, 30],
    'customers by status-page': [45, 60],
    'customers by email': [45, 60],
    'sales by email': [90, 120],
    'partners by email': [90, 120],
  })
  expect(updates(report, 'customers').slice(0, 4)).toEqual([75, 105, 135, 165])
  expect(clocks(report, 'phase')).toEqual([15, 120, 240])
  expect(clocks(report, 'rto')).toEqual([240])
  expect(report.rtoSeconds).toBe(4 * 60 * MINUTE)
  expect(report.metRto).toBe(false)
})

it('A: a day for regulators, if they must know', async () => {
  const steps = procedureOf(await examplePlan('mcp-debate'), 'infrastructure-loss').steps
  // They are asked for after two hours, if it is not over then.
  const faults = steps.map(({ id }) => `step:${id}:slow`).join(',')
  const report = await reported('mcp-debate', { scenario: 'S3', answer: ['regulators-required=yes'], faults })
  const told = report.notifications.find(({ notice, moment }) => notice === 'regulators' && moment === 'initial')
  expect(told).toMatchObject({ deadline: 24 * 60 * MINUTE, late: false })
  expect(told!.at).toBeLessThan(told!.deadline!)
})

it('A: eight hours for an S4, three days for personal data', async () => {
  const report = await reported('mcp-debate', { scenario: 'S4', answer: ['personal-data=yes'] })
  expect(report.rtoSeconds).toBe(8 * 60 * MINUTE)
  expect(clocks(await reported('mcp-debate', { scenario: 'S4', nobody: true }), 'rto')).toEqual([8 * 60])
  const known = report.events.find(({ type, question }) => type === 'question-answered' && question === 'personal-data')
  const told = report.notifications.find(({ notice, moment }) => notice === 'data-protection' && moment === 'initial')
  expect(told!.deadline! - known!.at).toBe(72 * 60 * MINUTE)
  expect(told!.at).toBeLessThan(told!.deadline!)
})

it('B: four levels, three windows, and nothing in a rhythm', async () => {
  const report = await reported('dhafnck-mcp', { scenario: 'infrastructure-failure', nobody: true })
  expect(firstPages(report, 75)).toEqual({
    0: ['devops-engineer'],
    15: ['devops-manager'],
    30: ['vp-engineering'],
    60: ['ceo', 'cto'],
  })
  expect(firstMessages(report)).toEqual({
    'devops by pagerduty': [0, 5],
    'operations-manager by sms': [0, 5],
    'status-brief by status-page': [2, 5],
    'executives by email': [10, 15],
    'customer-success by email': [10, 15],
    'support by email': [10, 15],
    'status-detailed by status-page': [20, 30],
    'enterprise-customers by email': [20, 30],
  })
  expect(report.notifications.filter(({ moment }) => moment === 'progress')).toEqual([])
  expect(clocks(report, 'rto')).toEqual([240])
})

it('B: windows open after five minutes, and after fifteen', async () => {
  const { notices } = await examplePlan('dhafnck-mcp')
  const opening = Map.groupBy(notices, ({ earliest = 0 }) => earliest / 60_000)
  expect([...opening].map(([minute, all]) => [minute, all.map(({ id }) => id)])).toEqual([
    [0, ['devops', 'operations-manager', 'status-brief']],
    [5, ['executives', 'customer-success', 'support']],
    [15, ['status-detailed', 'enterprise-customers', 'social-media']],
  ])
})

it('B: social media within half an hour, if somebody decides so', async () => {
  const social = async (answer: string) => {
    const { notifications } = await reported('dhafnck-mcp', { scenario: 'infrastructure-failure', answer: [answer] })
    return notifications.filter(({ notice, moment }) => notice === 'social-media' && moment === 'initial')
  }
  expect(await social('social-media=yes')).toMatchObject([{ due: 20 * MINUTE, deadline: 30 * MINUTE }])
  expect(await social('social-media=no')).toEqual([])
})

it('C: PagerDuty first, customers after a quarter of an hour and every half hour, phases and tiers up to the hour', async () => {
  const report = await reported('puo-memo', { scenario: 'data-center-failure', nobody: true })
  expect(report.pages[0]).toMatchObject({ to: 'on-call-engineer', via: 'pagerduty', due: 0, at: 0 })
  const done = report.events.flatMap(({ type, at, effect }) => (type === 'carried-out' && at === 0 ? [effect] : []))
  expect(done).toMatchObject(expect.arrayContaining([{ kind: 'open-channel' }, { kind: 'publish-status', version: 1 }]))
  expect(firstPages(report, 45)).toEqual({
    0: ['on-call-engineer'],
    15: ['dr-lead', 'database-admin', 'infrastructure'],
    30: ['dr-lead-backup', 'database-admin-backup', 'infrastructure-backup'],
  })
  expect(firstMessages(report)).toEqual({
    'engineering by slack': [0, null],
    'management by email': [0, null],
    'support by slack': [0, null],
    'customers by status-page': [15, 20],
    'customers by email': [15, 20],
  })
  expect(updates(report, 'customers').slice(0, 2)).toEqual([45, 75])
  expect(clocks(report, 'phase')).toEqual([10, 30, 40, 50, 60])
  expect(clocks(report, 'tier')).toEqual([15, 30, 45, 60])
  expect(clocks(report, 'rto')).toEqual([60])
})

it('C: what customers were promised after the end is there within 48 hours', async () => {
  const report = await reported('puo-memo', { scenario: 'data-center-failure' })
  const review = report.notifications.find(({ moment }) => moment === 'review')
  expect(review!.at! - report.resolvedInSeconds!).toBeLessThanOrEqual(48 * 60 * MINUTE)
  expect(review!.late).toBe(false)
})

it('D at its worst: levels that add up, the press only by hand, and nobody on a ladder', async () => {
  const report = await reported('sentia-mcp', { scenario: 'S1', severity: 'critical', nobody: true })
  expect(report.pages).toEqual([])
  expect(firstMessages(report)).toEqual({
    'technical-team by slack': [0, null],
    'technical-team by email': [0, null],
    'operations by slack': [0, null],
    'operations by email': [0, null],
    'technical-team-phone by voice': [10, 15],
    'operations-phone by voice': [10, 15],
    'management by slack': [10, 15],
    'management by email': [10, 15],
    'management by voice': [10, 15],
    'all-staff by slack': [20, 30],
    'all-staff by email': [20, 30],
    'customers by email': [20, 30],
    'customers by status-page': [20, 30],
    'partners by email': [20, 30],
    'press by manual': [null, 30],
  })
  expect(report.notifications.filter(({ late }) => late).map(({ notice }) => notice)).toEqual(['press'])
  expect(clocks(report, 'rto')).toEqual([240])
})

it('D: the phases of a security incident within a day, and three days for personal data and for the review', async () => {
  const asked = { scenario: 'security-incident', severity: 'critical' }
  const unanswered = await reported('sentia-mcp', { ...asked, nobody: true, until: '25h' })
  expect(clocks(unanswered, 'phase')).toEqual([30, 2 * 60, 8 * 60, 24 * 60])
  const report = await reported('sentia-mcp', { ...asked, answer: ['personal-data=yes'] })
  const known = report.events.find(({ type, question }) => type === 'question-answered' && question === 'personal-data')
  const told = report.notifications.find(({ notice, moment }) => notice === 'data-protection' && moment === 'initial')
  expect(told!.deadline! - known!.at).toBe(72 * 60 * MINUTE)
  const reviews = report.notifications.filter(({ moment }) => moment === 'review')
  expect(reviews.map(({ deadline }) => deadline! - report.resolvedInSeconds!)).toContain(72 * 60 * MINUTE)
  expect([told!, ...reviews].map(({ late }) => late)).not.toContain(true)
})

it('D: the region for disasters has taken over within two hours', async () => {
  const report = await reported('sentia-mcp', { scenario: 'natural-disaster', severity: 'critical', nobody: true })
  expect(clocks(report, 'phase')).toEqual([2 * 60])
  expect(clocks(report, 'rto')).toEqual([4 * 60])
})

it('D in the middle and at its mildest: fewer audiences', async () => {
  const audiences = async (severity: string) => {
    const report = await reported('sentia-mcp', { scenario: 'S1', severity, nobody: true, until: '31m' })
    return Object.keys(firstMessages(report)).map((name) => name.split(' ')[0])
  }
  expect(new Set(await audiences('major'))).toEqual(
    new Set(['technical-team', 'operations', 'technical-team-phone', 'operations-phone', 'management']),
  )
  expect(new Set(await audiences('minor'))).toEqual(new Set(['technical-team', 'operations']))
})

it.each([
  ['mcp-debate', 'S3'],
  ['dhafnck-mcp', 'infrastructure-failure'],
  ['puo-memo', 'data-center-failure'],
  ['sentia-mcp', 'S1'],
])(
  '%s: with people who answer, whoever is due is paged and told at the very minute as well, and no promise is broken',
  async (plan, scenario) => {
    const report = await reported(plan, { scenario })
    expect(report.pages.filter(({ due, at }) => due !== at)).toEqual([])
    expect(
      report.notifications.filter(
        ({ moment, means, due, at }) => moment === 'initial' && means !== 'manual' && due !== at,
      ),
    ).toEqual([])
    expect(report.notifications.filter(({ late }) => late)).toEqual([])
    expect(report.violations).toEqual([])
    expect(report.resolvedInSeconds).not.toBeNull()
  },
)
