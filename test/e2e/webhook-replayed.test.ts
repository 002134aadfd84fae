/** A provider delivers the same thing again after the world has moved on: a replay must not bring an answer back that was taken back since. */
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSignedRequest } from '../../sim/twilio/signed-request.ts'
import { type Desk, openDesk } from './desk.ts'

const ON_CALL = 'on-call-engineer'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
  await desk.type(ON_CALL, '/dr declare mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('3m')
})
afterEach(() => desk.close())

const acknowledged = async () => (await desk.incident()).view.acknowledged.map((one) => one.person.id)
const answers = async () =>
  (await desk.incident()).events.flatMap(({ type }) => (type === 'acknowledged' || type === 'declined' ? [type] : []))

/** Acknowledges by the same delivery twice, hands over, and sees the delivery a third time. */
async function replayed(deliver: () => Promise<{ status: number }>, status: number) {
  expect((await deliver()).status).toBe(status)
  expect((await deliver()).status).toBe(status)
  expect(await acknowledged()).toEqual([ON_CALL])
  expect(await answers()).toEqual(['acknowledged'])
  await desk.type(ON_CALL, '/dr next I have to leave')
  expect((await deliver()).status).toBe(status)
  await desk.advance('1s')
  expect(await acknowledged()).toEqual([])
  expect(await answers()).toEqual(['acknowledged', 'declined'])
}

it('the same PagerDuty event, three times', async () => {
  const triggered = (await desk.pagerduty.events()).find((event) => event.dedup_key.includes('level-1'))
  const body = JSON.stringify({
    event: {
      id: '01ABCDEF',
      event_type: 'incident.acknowledged',
      resource_type: 'incident',
      agent: { id: desk.person(ON_CALL).pagerdutyUserId, type: 'user_reference' },
      data: { id: 'Q1', type: 'incident', incident_key: triggered!.dedup_key },
    },
  })
  const signature = createHmac('sha256', desk.contract.pagerduty.webhookSecret).update(body).digest('hex')
  const headers = { 'x-pagerduty-signature': `v1=${signature}` }
  await replayed(() => fetch(desk.contract.pagerduty.webhookUrl, { method: 'POST', headers, body }), 204)
})

it('the same text message, three times', async () => {
  const { authToken, smsWebhookUrl, from } = desk.contract.twilio
  const code = /ACK (\w+)/.exec((await desk.sms(ON_CALL))[0]!)![1]!
  const message = { From: desk.person(ON_CALL).phone, To: from, Body: `ACK ${code}`, MessageSid: 'SM0123456789' }
  await replayed(() => createSignedRequest(authToken)(smsWebhookUrl, 'POST', message), 200)
})

it('an acknowledgement in PagerDuty, brought by its webhook and, after a hand-off, by asking', async () => {
  const triggered = (await desk.pagerduty.events()).find((event) => event.dedup_key.includes('level-1'))
  await desk.advance('300ms')
  await desk.pagerduty.acknowledge(triggered!.dedup_key, ON_CALL)
  expect(await acknowledged()).toEqual([ON_CALL])
  await desk.type(ON_CALL, '/dr next I have to leave')
  await desk.advance('2m')
  expect(await acknowledged()).toEqual([])
  expect(await answers()).toEqual(['acknowledged', 'declined'])
})
