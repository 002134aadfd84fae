/** The doctor's PagerDuty checks, by PagerDuty's own client against the simulated account. */
import { expect, test } from 'vitest'
import { pagerDutyEvents } from '../../src/doctor/pagerduty-events.ts'
import { pagerDutyReading } from '../../src/doctor/pagerduty-reading.ts'
import { pagerDutyWebhook } from '../../src/doctor/pagerduty-webhook.ts'
import { testPlan } from '../incident/test-plan.ts'
import { findingsOf, pagerDutySettings, subjectOf } from './patient.ts'

test('a routing key is tried without opening anything', async () => {
  const { settings, sim } = await pagerDutySettings()
  expect(await findingsOf(pagerDutyEvents, subjectOf(settings))).toMatchObject([
    { level: 'ok', what: 'PagerDuty takes the routing key in PAGERDUTY_ROUTING_KEY' },
  ])
  const received = (await (await fetch(sim.receivedUrl)).json()) as { body: { event_action: string } }[]
  expect(received.map(({ body }) => body.event_action)).toEqual(['resolve'])
})

test('a routing key that PagerDuty does not know, one that is not set, and none at all', async () => {
  const { settings } = await pagerDutySettings()
  const withKeys = (routingKeys: Record<string, string>) => ({ pagerduty: { ...settings.pagerduty, routingKeys } })
  expect(
    await findingsOf(pagerDutyEvents, subjectOf(withKeys({ PAGERDUTY_ROUTING_KEY: 'f'.repeat(32) }))),
  ).toMatchObject([
    {
      level: 'error',
      what: 'PagerDuty does not take PAGERDUTY_ROUTING_KEY',
      why: 'It answers 400: Invalid routing key.',
      remedy: expect.stringContaining('Integration Key of an Events API V2 integration'),
    },
  ])
  const plan = testPlan({ plan: { pagerduty: { service: 'shop', routingKeyEnv: 'SHOP_KEY' } } })
  expect(await findingsOf(pagerDutyEvents, subjectOf(withKeys({}), { plan }))).toMatchObject([
    { level: 'warning', what: 'SHOP_KEY is not set', why: expect.stringContaining('The plan shop') },
  ])
  const without = testPlan({ plan: { pagerduty: undefined } })
  expect(await findingsOf(pagerDutyEvents, subjectOf({}, { plan: without }))).toMatchObject([{ level: 'skipped' }])
})

test('PagerDuty out of reach or out of order says nothing about the keys', async () => {
  const { settings, faults } = await pagerDutySettings()
  faults.set({ service: 'pagerduty', fault: 'error', status: 503 })
  expect(await findingsOf(pagerDutyEvents, subjectOf(settings))).toMatchObject([
    { level: 'warning', what: expect.stringContaining('cannot be told'), remedy: expect.stringContaining('again') },
  ])
  faults.clear('pagerduty')
  faults.set({ service: 'pagerduty', fault: 'down' })
  expect(await findingsOf(pagerDutyReading, subjectOf(settings))).toMatchObject([
    { level: 'error', remedy: expect.stringContaining('reach events.pagerduty.com') },
  ])
})

test('the REST key: right, wrong, absent', async () => {
  const { settings } = await pagerDutySettings()
  expect(await findingsOf(pagerDutyReading, subjectOf(settings))).toMatchObject([{ level: 'ok' }])
  const wrong = { pagerduty: { ...settings.pagerduty, apiKey: 'wrong' } }
  expect(await findingsOf(pagerDutyReading, subjectOf(wrong))).toMatchObject([
    { level: 'error', why: 'It answers 401.', remedy: expect.stringContaining('read-only REST API key') },
  ])
  const { apiKey: _, ...keyless } = settings.pagerduty
  expect(await findingsOf(pagerDutyReading, subjectOf({ pagerduty: keyless }))).toMatchObject([
    { level: 'warning', remedy: expect.stringMatching(/^Set PAGERDUTY_API_KEY/) },
  ])
})

test('the schedules that a plan names have somebody of the plan on call', async () => {
  const { settings } = await pagerDutySettings([
    { schedule: 'PSCHED1', user: 'P000003' },
    { schedule: 'PSCHED2', user: 'PSTRANGER' },
  ])
  const to = ['PSCHED1', 'PSCHED2'].map((pagerdutySchedule) => ({ pagerdutySchedule, otherwise: { person: 'olga' } }))
  const plan = testPlan({ level: { to } })
  expect((await findingsOf(pagerDutyReading, subjectOf(settings, { plan }))).slice(1)).toMatchObject([
    { level: 'ok', what: 'On call in PSCHED1: Tina' },
    {
      level: 'warning',
      what: 'Nobody of the plan shop is on call in PSCHED2',
      remedy: expect.stringContaining('shop'),
    },
  ])
})

test('a webhook wants its secret once it can come', async () => {
  const { settings } = await pagerDutySettings()
  const publicUrl = 'https://muster.example.com'
  expect(await findingsOf(pagerDutyWebhook, subjectOf(settings))).toEqual([])
  expect(await findingsOf(pagerDutyWebhook, subjectOf({ ...settings, publicUrl }))).toMatchObject([
    {
      level: 'warning',
      why: expect.stringContaining('polling'),
      remedy: expect.stringContaining('https://muster.example.com/hooks/pagerduty'),
    },
  ])
  const pagerduty = { ...settings.pagerduty, webhookSecret: 'of the webhook' }
  expect(await findingsOf(pagerDutyWebhook, subjectOf({ pagerduty, publicUrl }))).toMatchObject([{ level: 'ok' }])
})
