/** What fields say of an incident at one moment: estimates, streams of work, times in the reader's zone and in ISO 8601, what is new. */
import { describe, expect, it } from 'vitest'
import { view } from '../../src/incident/view.ts'
import { CONFIRMATION_FIELDS, CONSOLE_FIELDS } from '../../src/messages/console-fields.ts'
import { CONTACT_FIELDS } from '../../src/messages/contact-fields.ts'
import {
  FIELD_MEANINGS,
  INTERNAL_FIELDS,
  isoName,
  PUBLIC_FIELDS,
  SUBSCRIBER_FIELDS,
  SYSTEM_FIELDS,
  TASK_FIELDS,
  TIME_FIELDS,
} from '../../src/messages/field-catalogue.ts'
import { type MessageExtras, messageFields } from '../../src/messages/fields.ts'
import { NEWS_FIELDS } from '../../src/messages/news-fields.ts'
import { PAGE_FIELDS } from '../../src/messages/page-fields.ts'
import { APPROVAL_FIELDS, CLOCK_FIELDS, DUTY_FIELDS } from '../../src/messages/recovery-fields.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { MINUTE, type Story, startStory, T0 } from '../incident/story.ts'
import { testPlan } from '../incident/test-plan.ts'

const step = (id: string, budget = '10 min') => ({ id, title: `Do ${id}`, manual: `Do it: ${id}`, budget })
const recovering = () =>
  testPlan({
    plan: {
      scenarios: {
        'database-corruption': {
          title: 'Database corruption',
          rto: '2 h',
          phases: [
            { id: 'build', title: 'Build', stream: 'infrastructure', steps: [step('network'), step('machines')] },
            { id: 'load', title: 'Load', stream: 'data', steps: [step('restore', '23 min')] },
          ],
        },
      },
    },
  })

function valuesOf(plan: Plan, story: Story, notice?: string, extras?: MessageExtras, zone?: string) {
  const found = plan.notices.find(({ id }) => id === notice)
  return messageFields(plan, story.state, view(plan, story.state), story.nowMs, zone, found, extras).values
}

it('has a value, if only null, for every field of the catalogue', () => {
  const plan = testPlan()
  const values = valuesOf(plan, startStory(plan), 'customers')
  const catalogue = [...SYSTEM_FIELDS, ...PUBLIC_FIELDS, ...INTERNAL_FIELDS, ...TIME_FIELDS.map(isoName)]
  expect(Object.keys(values).toSorted()).toEqual(catalogue.toSorted())
  expect(Object.values(values)).not.toContain(undefined)
})

it('says what each field of any message means, and nothing of fields that there are not', () => {
  const all = [
    ...[...SYSTEM_FIELDS, ...PUBLIC_FIELDS, ...INTERNAL_FIELDS, ...TASK_FIELDS, ...SUBSCRIBER_FIELDS],
    ...[...PAGE_FIELDS, ...APPROVAL_FIELDS, ...CLOCK_FIELDS, ...DUTY_FIELDS, ...NEWS_FIELDS, ...CONTACT_FIELDS],
    ...[...CONSOLE_FIELDS, ...CONFIRMATION_FIELDS],
  ]
  expect(Object.keys(FIELD_MEANINGS).toSorted()).toEqual([...new Set<string>(all)].toSorted())
})

describe('the expected end', () => {
  it('is what the recovery forecasts, in steps of five minutes and called an estimate, while nobody has said one', () => {
    const plan = recovering()
    const story = startStory(plan)
    expect(valuesOf(plan, story).eta).toBe('2026-12-05 10:45 UTC (estimate)')
    story.nowMs += 4 * MINUTE
    expect(valuesOf(plan, story).eta).toBe('2026-12-05 10:50 UTC (estimate)')
  })

  it('is what somebody has said, and says so when that has passed', () => {
    const plan = recovering()
    const story = startStory(plan)
    story.ask({ type: 'set-eta', etaMs: T0 + 30 * MINUTE })
    expect(valuesOf(plan, story).eta).toBe('2026-12-05 10:30 UTC')
    story.nowMs += 31 * MINUTE
    expect(valuesOf(plan, story).eta).toBe('2026-12-05 10:30 UTC has passed, a new time will follow')
  })

  it('is unknown without either', () => {
    const plan = testPlan()
    expect(valuesOf(plan, startStory(plan)).eta).toBeNull()
  })
})

it('tells how far the streams of work are by the steps of their phases, and by the status where no phase names one', () => {
  const plan = recovering()
  const story = startStory(plan)
  const streams = () => valuesOf(plan, story).streams
  expect(streams()).toEqual(['Infrastructure: being assessed', 'Data: being assessed', 'Services: being assessed'])
  story.ask({ type: 'end-step', step: 'network', ok: true })
  expect(streams()).toEqual([
    'Infrastructure: in progress, 1 of 2 steps done',
    'Data: not begun yet',
    'Services: being assessed',
  ])
  story.ask({ type: 'end-step', step: 'machines', ok: true })
  expect((streams() as string[])[0]).toBe('Infrastructure: done, being checked')
  story.ask({ type: 'change-status', status: 'monitoring' })
  expect(new Set(streams() as string[])).toEqual(
    new Set(['Infrastructure', 'Data', 'Services'].map((name) => `${name}: restored, being watched`)),
  )
})

it('tells an audience the time of its own zone, else of the plan’s, with UTC beside it; one person theirs', () => {
  const plan = testPlan({ plan: { zone: 'Europe/Berlin' } })
  const story = startStory(plan)
  expect(valuesOf(plan, story, 'customers').now).toBe('2026-12-05 11:00 CET (10:00 UTC)')
  plan.audiences.customers!.zone = 'America/New_York'
  expect(valuesOf(plan, story, 'customers').now).toBe('2026-12-05 05:00 EST (10:00 UTC)')
  expect(valuesOf(plan, story, undefined, {}, 'Asia/Kolkata').now).toMatch(/^2026-12-05 15:30 \S+ \(10:00 UTC\)$/)
  expect(valuesOf(plan, story, 'customers').nowIso).toBe('2026-12-05T10:00:00Z')
})

it('promises the next update from when this one was due, never in the past', () => {
  const plan = testPlan()
  const story = startStory(plan)
  story.nowMs += 20 * MINUTE
  expect(valuesOf(plan, story, 'customers', { dueMs: T0 + 15 * MINUTE }).nextUpdate).toBe('2026-12-05 10:45 UTC')
  story.nowMs += 60 * MINUTE
  expect(valuesOf(plan, story, 'customers', { dueMs: T0 + 15 * MINUTE }).nextUpdate).toBe('2026-12-05 11:45 UTC')
})

it('tells from when to when it lasted and by when a review is promised, once it is over', () => {
  const plan = testPlan()
  plan.notices.find(({ id }) => id === 'customers')!.reviewWithin = 48 * 60 * MINUTE
  const story = startStory(plan)
  expect(valuesOf(plan, story, 'customers')).toMatchObject({ period: null, followUp: null })
  story.nowMs += 52 * MINUTE
  story.ask({ type: 'resolve' })
  expect(valuesOf(plan, story, 'customers')).toMatchObject({
    period: '2026-12-05 10:00 UTC – 2026-12-05 10:52 UTC',
    periodIso: '2026-12-05T10:00:00Z/2026-12-05T10:52:00Z',
    duration: '52 min',
    followUp: '2026-12-07 10:52 UTC',
  })
  expect(valuesOf(plan, story, 'support').followUp).toBeNull()
})

it('names the steps in hand and those that can begin', () => {
  const plan = recovering()
  expect(valuesOf(plan, startStory(plan)).nextSteps).toEqual(['Next: Do network'])
})
