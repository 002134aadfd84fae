import { afterEach, beforeEach, expect, test } from 'vitest'
import { getJson, STARTED_AT } from '../surroundings.ts'
import { ANA, BEN, openPhoneCompany, type PhoneCompany } from './phone-company.ts'

let phones: PhoneCompany
beforeEach(async () => {
  phones = await openPhoneCompany()
})
afterEach(() => phones.close())

const send = (to = ANA) =>
  phones.client.messages.create({
    to,
    from: phones.sim.from,
    body: 'SEV1 declared. Reply ACK 7K2 or NEXT 7K2.',
    statusCallback: `${phones.bot.url}/twilio/status?page=1`,
  })

const statuses = () => phones.heard('/twilio/status').map(({ fields }) => fields.MessageStatus)

test('an accepted message is queued, then reported sent and delivered, each report signed', async () => {
  const message = await send()
  expect(message).toMatchObject({ status: 'queued', to: ANA, errorCode: null })
  await phones.sim.settled()
  expect(statuses()).toEqual(['sent', 'delivered'])
  const [report] = phones.heard('/twilio/status')
  expect(report).toMatchObject({ signed: true, fields: { MessageSid: message.sid, AccountSid: phones.sim.accountSid } })
  expect((await phones.client.messages(message.sid).fetch()).status).toBe('delivered')
  expect(await getJson(`${phones.sim.url}/_messages`)).toEqual([
    {
      sid: message.sid,
      to: ANA,
      from: phones.sim.from,
      body: 'SEV1 declared. Reply ACK 7K2 or NEXT 7K2.',
      status: 'delivered',
      at: STARTED_AT,
      direction: 'outbound-api',
    },
  ])
})

test('the driver decides how messages to one number fare', async () => {
  await phones.driver('/_sms', { mode: 'undelivered', to: BEN })
  const lost = await send(BEN)
  await send(ANA)
  await phones.sim.settled()
  expect(statuses().toSorted()).toEqual(['delivered', 'sent', 'sent', 'undelivered'])
  expect(await phones.client.messages(lost.sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: 30003 })
  const reports = phones.heard('/twilio/status').filter(({ fields }) => fields.MessageStatus === 'undelivered')
  expect(reports).toMatchObject([{ signed: true, fields: { ErrorCode: '30003', To: BEN } }])
  expect((await phones.driver('/_sms', { mode: 'eaten' })).status).toBe(400)
})

test('a silent message stays queued until the driver reports a status', async () => {
  await phones.driver('/_sms', { mode: 'silent' })
  const message = await send()
  await phones.sim.settled()
  expect(statuses()).toEqual([])
  await phones.driver('/_twilio/simulate/message-status', { MessageSid: message.sid, Status: 'delivered' })
  expect(phones.heard('/twilio/status')).toMatchObject([{ signed: true, fields: { MessageStatus: 'delivered' } }])
  expect((await phones.client.messages(message.sid).fetch()).status).toBe('delivered')
})

test('a message that fails is reported at once with its code', async () => {
  await phones.driver('/_sms', { mode: 'failed' })
  await send()
  await phones.sim.settled()
  expect(phones.heard('/twilio/status').map(({ fields }) => [fields.MessageStatus, fields.ErrorCode])).toEqual([
    ['failed', '30008'],
  ])
})

test('a person writes: the bot gets a signed request, and its TwiML reply comes back as a message', async () => {
  phones.bot.answer(() => ({ status: 200, body: '<Response><Message>Thanks &amp; good luck</Message></Response>' }))
  const text = { To: phones.sim.from, From: ANA, Body: 'ACK 7K2' }
  expect(await phones.driver('/_twilio/simulate/inbound-message', text)).toMatchObject({
    status: 201,
    body: { direction: 'inbound', status: 'received', webhook_status: 200 },
  })
  expect(phones.heard('/twilio/sms')).toMatchObject([{ signed: true, fields: { ...text, SmsStatus: 'received' } }])
  const all = await getJson(`${phones.sim.url}/_messages`)
  expect(all.map((one: { direction: string; body: string }) => [one.direction, one.body])).toEqual([
    ['inbound', 'ACK 7K2'],
    ['outbound-reply', 'Thanks & good luck'],
  ])
})

test.each([
  ['not-a-number', 21211],
  ['+0123', 21211],
])('a message to %s is refused with Twilio code %i', async (to, code) => {
  await expect(send(to)).rejects.toMatchObject({ status: 400, code })
})

test('a sender that is not ours, an empty or overlong body and wrong credentials are refused', async () => {
  const base = { to: ANA, from: phones.sim.from, body: 'x' }
  const create = (more: object) => phones.client.messages.create({ ...base, ...more })
  await expect(create({ from: '+15005550199' })).rejects.toMatchObject({ code: 21606 })
  await expect(create({ body: '' })).rejects.toMatchObject({ code: 21602 })
  await expect(create({ body: 'x'.repeat(1601) })).rejects.toMatchObject({ code: 21617 })
  const anonymous = await fetch(`${phones.sim.botUrl}/2010-04-01/Accounts/${phones.sim.accountSid}/Messages.json`)
  expect([anonymous.status, ((await anonymous.json()) as { code: number }).code]).toEqual([401, 20003])
})

test('faults touch the bot alone and speak Twilio', async () => {
  phones.faults.set({ service: 'twilio', fault: 'error', status: 400, match: 'Messages', count: 1 })
  await expect(send()).rejects.toMatchObject({ status: 400, code: 21610 })
  phones.faults.set({ service: 'twilio', fault: 'error', count: 1 })
  await expect(send()).rejects.toMatchObject({ status: 500, code: 20500 })
  phones.faults.set({ service: 'twilio', fault: 'rate-limit', count: 1 })
  await expect(send()).rejects.toMatchObject({ status: 429, code: 20429 })
  phones.faults.set({ service: 'twilio', fault: 'down' })
  await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(await getJson(`${phones.sim.url}/_messages`)).toEqual([])
  const received = await getJson(phones.sim.receivedUrl)
  expect(received.map((call: { status: number }) => call.status)).toEqual([400, 500, 429, 0])
})

test('a slow service answers late but well', async () => {
  phones.faults.set({ service: 'twilio', fault: 'slow', delayMs: 120, count: 1 })
  const startedAtMs = performance.now()
  expect((await send()).status).toBe('queued')
  expect(performance.now() - startedAtMs).toBeGreaterThan(110)
})
