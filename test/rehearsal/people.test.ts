/** Faults change the outcome as they would in life: who is asleep, away or wrong, what does not answer, which step fails. */
import { expect, it } from 'vitest'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { Asked } from '../../src/rehearsal/ask.ts'
import { verdict } from '../../src/rehearsal/timeline.ts'
import { varied } from '../plan/sample-plan.ts'
import { examplePlan, rehearsed, reported } from './rehearsing.ts'

function parsed(text: string): Plan {
  const read = parsePlan(text, 'shop.yaml')
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.plan
}

const run = (asked: Asked) => reported('puo-memo', { scenario: 'data-center-failure', ...asked })
const usual = await run({})
const firstAnswer = ({ events }: typeof usual) => events.find(({ type }) => type === 'acknowledged')

it('is content with nothing: everybody answers, nothing fails', () => {
  expect(usual.metRto).toBe(true)
  expect(usual.pages.some(({ level }) => level === 'dr-team')).toBe(false)
  expect(usual.steps.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')).toEqual([])
})

it('wakes somebody asleep by a second call, and the ladder goes on meanwhile', async () => {
  const report = await run({ faults: 'person:on-call-engineer:asleep' })
  expect(report.pages.filter(({ to, outcome }) => to === 'on-call-engineer' && outcome === 'acknowledged')).toEqual([])
  expect(report.pages.some(({ level, due }) => level === 'dr-team' && due === 900)).toBe(true)
  expect(firstAnswer(report)!.at).toBeGreaterThan(firstAnswer(usual)!.at)
  const alone = await run({
    faults:
      'person:on-call-engineer:asleep,person:dr-lead:on-leave,person:database-admin:on-leave,person:infrastructure:on-leave,person:dr-lead-backup:on-leave,person:database-admin-backup:on-leave,person:infrastructure-backup:on-leave',
  })
  expect(firstAnswer(alone)).toMatchObject({ person: 'on-call-engineer', by: { via: 'voice' } })
})

it('passes a page on when somebody declines', async () => {
  const report = await run({ faults: 'person:on-call-engineer:declines' })
  expect(report.pages.find(({ outcome }) => outcome === 'declined')).toMatchObject({ to: 'on-call-engineer' })
  const next = report.pages.find(({ level }) => level === 'dr-team')
  expect(next!.at).toBeLessThan(900)
})

it('refuses an approval by somebody who may not give it, and shows that', async () => {
  const report = await run({ faults: 'person:on-call-engineer:wrong-approver' })
  const tried = report.refusals.filter(({ person }) => person === 'on-call-engineer')
  expect(tried.length).toBeGreaterThan(0)
  for (const { why } of tried) expect(why).toContain('You cannot approve')
  expect(report.violations).toEqual([])
})

it('goes to the next means at once when PagerDuty is down', async () => {
  const report = await run({ faults: 'pagerduty:down' })
  expect(report.pages.slice(0, 2)).toMatchObject([
    { via: 'pagerduty', at: 0, outcome: 'failed' },
    { via: 'slack', at: 0 },
  ])
})

it('loses a page of fifteen seconds to a service that takes twenty, and tells audiences late by as much', async () => {
  const report = await run({ faults: 'pagerduty:slow,slack:slow', nobody: true, until: '5m' })
  expect(report.pages.slice(0, 2)).toMatchObject([
    { via: 'pagerduty', outcome: 'failed', at: 14 },
    { via: 'slack', outcome: 'failed', at: 28 },
  ])
  expect(report.notifications.find(({ means }) => means === 'slack')).toMatchObject({ due: 0, at: 20 })
})

it('tells what could not be told as soon as its service is back', async () => {
  const report = await run({ faults: 'email:down@0s-30m', nobody: true, until: '1h' })
  const told = report.notifications.find(
    ({ notice, means, moment }) => notice === 'customers' && means === 'email' && moment === 'initial',
  )
  expect(told).toMatchObject({ due: 900, late: true })
  expect(told!.at).toBeGreaterThanOrEqual(1_800)
  expect(told!.at).toBeLessThan(2_700)
})

it('waits as long as a service that limits rates says', async () => {
  const report = await run({ faults: 'slack:rate-limit@0s-10s', nobody: true, until: '5m' })
  expect(report.notifications.find(({ notice }) => notice === 'engineering')).toMatchObject({ due: 0, at: 30 })
})

it('repeats a step that failed, and settles one of which nobody heard', async () => {
  const failed = await run({ faults: 'step:provider-apply:fail-once' })
  const step = failed.steps.find(({ id }) => id === 'provider-apply')!
  expect(step.runs.map(({ outcome }) => outcome)).toEqual(['failed', 'succeeded'])
  expect(failed.recoveredInSeconds).toBeGreaterThan(usual.recoveredInSeconds!)
  const lost = await run({ faults: 'step:provider-apply:lost' })
  expect(lost.events.filter(({ type }) => type === 'run-settled')).toHaveLength(1)
  expect(lost.resolvedInSeconds).not.toBeNull()
})

it('does not call it recovered when what would have brought it back was left out', async () => {
  const report = await run({ faults: 'step:provider-apply:fail' })
  expect(report).toMatchObject({ leftOut: ['provider-apply'], recoveredInSeconds: null, metRto: false })
  expect(report.resolvedInSeconds).not.toBeNull()
  expect(verdict(report)).toMatch(/^Not recovered: “.*” could not be done and was left out; the RTO of .* is missed\.$/)
  expect(usual.leftOut).toEqual([])
})

it('says that the service is back where the plan has its last checks wait for just that', async () => {
  const told = varied([
    'fire: { title: Fire in the data center, rto: within_8_hours }',
    `fire:
    title: Fire
    phases:
      - id: all
        title: All of it
        steps:
          - { id: restart, title: Restart, owner: lead, manual: Press the button }
          - { id: announce, title: Say so, manual: Say so, tickedBy: monitoring }
    validation: [{ id: answers, title: It answers, owner: lead, manual: Look }]`,
  ])
  const report = await reported(parsed(told), { scenario: 'fire' })
  expect(report.recoveredInSeconds).not.toBeNull()
  expect(report.resolvedInSeconds).not.toBeNull()
})

it('takes the option that is asked for', async () => {
  const report = await run({ choose: ['strategy=partial'] })
  expect(report.events.find(({ type, step }) => type === 'step-chosen' && step === 'strategy')).toMatchObject({
    option: 'partial',
  })
})

it('answers from the console while Slack is down', async () => {
  const { events } = await rehearsed('puo-memo', { scenario: 'data-center-failure', faults: 'slack:down' })
  expect(new Set(events.filter(({ type }) => type === 'step-approved').map(({ by }) => by.via))).toEqual(
    new Set(['console']),
  )
  expect(events.some(({ type }) => type === 'resolved')).toBe(true)
})

it('gives the same run for the same seed, and another for another', async () => {
  const again = await run({})
  expect(JSON.stringify(again)).toBe(JSON.stringify(usual))
  expect((await run({ seed: 2 })).recoveredInSeconds).not.toBe(usual.recoveredInSeconds)
})

it('lets whoever was woken do what only their role may', async () => {
  const { people } = await examplePlan('patient')
  const asleep = Object.keys(people).map((id) => `person:${id}:asleep`)
  const report = await reported('patient', { scenario: 'database-damaged', faults: asleep.join(',') })
  // Before they are awake whoever leads tries to, and may not.
  expect(report.refusals.map(({ tried, person }) => [tried, person])).toContainEqual([
    'approve-message',
    'on-call-shop',
  ])
  expect(report.events.find(({ type }) => type === 'message-approved')).toMatchObject({
    by: { person: 'commander-shop' },
  })
})

it('does not follow what fails for ever to the end of time', async () => {
  const followed = async (faults: string) =>
    (await reported('patient', { scenario: 'database-damaged', faults })).followedSeconds
  const DAY = 86_400
  expect(await followed('s3:down')).toBeLessThan(2 * DAY)
  // It works again then, and what was tried meanwhile gets through.
  expect(await followed('s3:down@0-3d')).toBeGreaterThanOrEqual(3 * DAY)
})

it('gives up after a working day where nobody comes, and waits for those who are to be back', async () => {
  const { people } = await examplePlan('patient')
  const away = (window: string) => Object.keys(people).map((id) => `person:${id}:on-leave${window}`)
  const without = await reported('patient', { scenario: 'service-down', faults: away('').join(',') })
  expect(without.recoveredInSeconds).toBeNull()
  expect(without.followedSeconds).toBeLessThanOrEqual(8 * 3_600)
  const later = await reported('patient', { scenario: 'service-down', faults: away('@0-9h').join(',') })
  expect(later.recoveredInSeconds).toBeGreaterThan(9 * 3_600)
})

it('lets nobody act on what never reached them', async () => {
  const faults = ['slack', 'pagerduty', 'twilio', 'email'].map((service) => `${service}:down`).join(',')
  const { events } = await reported('patient', { scenario: 'database-damaged', faults })
  expect(events.filter(({ by }) => (by as { person?: string } | undefined)?.person !== undefined)).toEqual([])
})
