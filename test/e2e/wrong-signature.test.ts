/** Whoever does not hold the secret changes nothing: every door refuses with 401, and the journal stays as it was. */
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSignedRequest } from '../../sim/twilio/signed-request.ts'
import { type Desk, openDesk } from './desk.ts'

const ON_CALL = 'on-call-engineer'

let desk: Desk
let code: string
beforeAll(async () => {
  desk = await openDesk()
  await desk.type(ON_CALL, '/dr declare mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('3m')
  code = /ACK (\w+)/.exec((await desk.sms(ON_CALL))[0]!)![1]!
})
afterAll(() => desk.close())

/** Everything that an act could leave behind. */
const traces = async () => ({
  journal: (await desk.incidents()).map(({ events }) => events),
  sms: await desk.sms(ON_CALL),
  told: (await fetch(desk.contract.slack.ephemeralsUrl)).json(),
})

/** Carries out a request that must be refused, and looks that nothing came of it. */
async function refused(request: () => Promise<{ status: number }>) {
  const before = await traces()
  expect((await request()).status).toBe(401)
  await desk.advance('0s')
  expect(await traces()).toEqual(before)
}

describe('Slack', () => {
  it('refuses a command that another secret has signed', () =>
    refused(() => desk.send(ON_CALL, '/dr resolve it was nothing', { secret: 'not the signing secret' })))
})

describe('Twilio', () => {
  const incident = async () => (await desk.incident()).view.id
  const from = () => ({ From: desk.person(ON_CALL).phone, To: desk.contract.twilio.from })
  const forged = createSignedRequest('not the auth token')

  it('a text message with the right code and a forged signature', () =>
    refused(() =>
      forged(desk.contract.twilio.smsWebhookUrl, 'POST', { ...from(), Body: `ACK ${code}`, MessageSid: 'SM1' }),
    ))

  it('a text message without a signature', () =>
    refused(() =>
      fetch(desk.contract.twilio.smsWebhookUrl, {
        method: 'POST',
        body: new URLSearchParams({ ...from(), Body: `ACK ${code}`, MessageSid: 'SM1' }),
      }),
    ))

  it('a key pressed in a call', () =>
    refused(() =>
      forged(desk.contract.twilio.voiceWebhookUrl.replace('/voice', '/gather'), 'POST', {
        Digits: '1',
        CallSid: 'CA1',
      }),
    ))

  it('a call', () => refused(() => forged(desk.contract.twilio.voiceWebhookUrl, 'POST', { ...from(), CallSid: 'CA1' })))

  it('a report that the message did not arrive', async () => {
    const page = `0/level-1/${ON_CALL}`
    const { ref } = (await carriedOut('sms')) as { ref: string }
    const url = new URL(desk.contract.twilio.smsWebhookUrl.replace('/sms', '/status'))
    url.search = new URLSearchParams({ incident: await incident(), page, means: 'sms' }).toString()
    await refused(() => forged(url.href, 'POST', { MessageSid: ref, MessageStatus: 'undelivered' }))
  })
})

/** What the provider answered when the page went out by this means. */
async function carriedOut(means: string) {
  for (const event of (await desk.incident()).events)
    if (event.type === 'carried-out' && event.effect.kind === 'page' && event.effect.means === means)
      return event.detail
  throw new Error(`nothing has gone out by ${means}`)
}

describe('PagerDuty', () => {
  const sign = (secret: string, body: string) => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`
  const post = (body: string, signature: string) =>
    fetch(desk.contract.pagerduty.webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-pagerduty-signature': signature },
      body,
    })
  const acknowledgement = async () => {
    const triggered = (await desk.pagerduty.events()).find((event) => event.dedup_key.includes('level-1'))
    return JSON.stringify({
      event: {
        id: '01ABCDEF',
        event_type: 'incident.acknowledged',
        resource_type: 'incident',
        agent: { id: desk.person(ON_CALL).pagerdutyUserId, type: 'user_reference' },
        data: { id: 'Q1', type: 'incident', incident_key: triggered!.dedup_key },
      },
    })
  }

  it('refuses an acknowledgement that no known secret has signed', async () => {
    const body = await acknowledgement()
    await refused(() => post(body, [sign('an old secret', body), sign('another', body)].join(',')))
    await refused(() => post(body, ''))
  })

  it('refuses a body that was changed on its way', async () => {
    const body = await acknowledgement()
    const signature = sign(desk.contract.pagerduty.webhookSecret, body)
    await refused(() => post(body.replace('acknowledged', 'resolved'), signature))
  })

  it('takes one that ours signed among others, as while a secret is being replaced', async () => {
    const body = await acknowledgement()
    const signatures = [sign('the next secret', body), sign(desk.contract.pagerduty.webhookSecret, body)]
    expect((await post(body, signatures.join(','))).status).toBe(204)
    const { view } = await desk.incident()
    expect(view.acknowledged.map((one) => one.person.id)).toEqual([ON_CALL])
  })
})
