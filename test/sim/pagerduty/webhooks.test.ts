import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, ANA, BEN, openAccount, WEBHOOK_SECRETS } from './account.ts'

let account: Account
beforeEach(async () => {
  account = await openAccount()
})
afterEach(() => account.close())

test('a person acknowledges: the bot gets a v3 event with the dedup key as incident_key, signed by each secret', async () => {
  await account.trigger('dr-1')
  const done = await account.person('/_acknowledge', { dedup_key: 'dr-1', user: BEN.id })
  expect(done).toEqual({ status: 200, body: { status: 200 } })

  const request = account.bot.requests.at(-1)
  const body = request?.body.toString() ?? ''
  const signatures = WEBHOOK_SECRETS.map((secret) => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`)
  expect(request?.headers['x-pagerduty-signature']).toBe(signatures.join(','))
  expect(JSON.parse(body).event).toMatchObject({
    event_type: 'incident.acknowledged',
    resource_type: 'incident',
    agent: { id: BEN.id, type: 'user_reference', summary: BEN.name },
    data: { incident_key: 'dr-1', status: 'acknowledged', assignees: [{ id: ANA.id }] },
  })
})

test('what the bot does itself comes back as the echo of its integration, in order', async () => {
  await account.trigger('dr-1')
  await account.acknowledge('dr-1')
  await account.resolve('dr-1')
  await account.sim.settled()
  const events = account.webhookEvents()
  expect(events.map((event) => event.event_type)).toEqual([
    'incident.triggered',
    'incident.acknowledged',
    'incident.resolved',
  ])
  expect(events[1].agent.type).toBe('inbound_integration_reference')
})

test('a person hands over, gives back and resolves', async () => {
  await account.trigger('dr-1')
  await account.person('/_reassign', { dedup_key: 'dr-1', user: ANA.id, to: BEN.id })
  await account.person('/_acknowledge', { dedup_key: 'dr-1', user: BEN.email })
  await account.person('/_unacknowledge', { dedup_key: 'dr-1', user: BEN.id })
  await account.person('/_resolve', { dedup_key: 'dr-1', user: BEN.id })
  const [, reassigned, ...later] = account.webhookEvents()
  expect(reassigned).toMatchObject({ event_type: 'incident.reassigned', data: { assignees: [{ id: BEN.id }] } })
  expect(later.map((event) => event.event_type)).toEqual([
    'incident.acknowledged',
    'incident.unacknowledged',
    'incident.resolved',
  ])
})

test('what cannot be done is refused: twice, by a stranger, to nothing', async () => {
  await account.trigger('dr-1')
  await account.person('/_acknowledge', { dedup_key: 'dr-1', user: BEN.id })
  expect((await account.person('/_acknowledge', { dedup_key: 'dr-1', user: ANA.id })).status).toBe(409)
  expect((await account.person('/_resolve', { dedup_key: 'dr-1', user: 'nobody' })).status).toBe(404)
  expect((await account.person('/_resolve', { dedup_key: 'dr-9', user: ANA.id })).status).toBe(404)
})

test('with webhooks off nothing is sent, and polling still sees the change', async () => {
  await account.trigger('dr-1')
  await account.sim.settled()
  await account.person('/_webhooks', { enabled: false })
  const done = await account.person('/_acknowledge', { dedup_key: 'dr-1', user: BEN.id })
  expect(done.body).toEqual({ status: null })
  expect(account.webhookEvents()).toHaveLength(1)
  const { incidents } = (await account.rest('get', 'incidents?statuses[]=acknowledged')).data
  expect(incidents[0].acknowledgements[0].acknowledger.id).toBe(BEN.id)
})

test("the bot's refusal of a webhook, and a bot that cannot be reached, are told to the driver", async () => {
  await account.trigger('dr-1')
  account.bot.answer(() => ({ status: 401 }))
  expect((await account.person('/_acknowledge', { dedup_key: 'dr-1', user: BEN.id })).body).toEqual({ status: 401 })
  await account.bot.close()
  const unreached = await account.person('/_resolve', { dedup_key: 'dr-1', user: BEN.id })
  expect(unreached.body).toMatchObject({ status: 0, error: expect.stringContaining('ECONNREFUSED') })
})
