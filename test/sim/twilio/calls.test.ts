import twilio from 'twilio'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { getJson, STARTED_AT } from '../surroundings.ts'
import { ANA, openPhoneCompany, type PhoneCompany } from './phone-company.ts'

let phones: PhoneCompany
beforeEach(async () => {
  phones = await openPhoneCompany()
  phones.bot.answer((request) => ({ status: 200, body: scriptFor(request.path, request.body.toString()) }))
})
afterEach(() => phones.close())

/** The bot's side of a page by voice: one digit acknowledges, another key is asked for again, no key says goodbye. */
function scriptFor(path: string, body: string): string {
  const response = new twilio.twiml.VoiceResponse()
  if (path === '/voice/key') {
    const acknowledged = new URLSearchParams(body).get('Digits') === '1'
    response.say(acknowledged ? 'Thank you. You have it.' : 'That is not an answer.')
    if (!acknowledged) response.redirect('/voice/page')
  } else if (path === '/voice/page') {
    const gather = response.gather({ numDigits: 1, action: '/voice/key', timeout: 10 })
    gather.say("Disaster at Ana's. Press 1 & have it.")
    response.pause({ length: 1 })
    response.say('No key. We call the next one.')
    response.hangup()
  }
  return response.toString()
}

const EVERY_EVENT = ['initiated', 'ringing', 'answered', 'completed']
const call = (more: object = {}) =>
  phones.client.calls.create({
    to: ANA,
    from: phones.sim.from,
    url: `${phones.bot.url}/voice/page`,
    statusCallback: `${phones.bot.url}/status/voice`,
    statusCallbackEvent: EVERY_EVENT,
    ...more,
  })
const reports = () => phones.heard('/status/voice').map(({ fields }) => fields.CallStatus)

test('a call rings until the person answers; a key goes to the action, signed, and the answer is heard', async () => {
  const { sid, status } = await call()
  expect(status).toBe('queued')
  await phones.sim.settled()
  expect((await phones.client.calls(sid).fetch()).status).toBe('ringing')
  expect(phones.heard('/voice')).toEqual([])

  const ended = await phones.driver('/_call', { CallSid: sid, digits: '1' })
  const said = ["Disaster at Ana's. Press 1 & have it.", 'Thank you. You have it.']
  expect(ended.body).toEqual({
    sid,
    to: ANA,
    from: phones.sim.from,
    status: 'completed',
    said,
    digits: '1',
    at: STARTED_AT,
  })
  expect(await getJson(`${phones.sim.url}/_calls`)).toEqual([ended.body])
  expect(phones.heard('/voice')).toMatchObject([
    { signed: true, fields: { CallSid: sid, CallStatus: 'in-progress', To: ANA } },
    { signed: true, fields: { CallSid: sid, Digits: '1' } },
  ])
  expect(reports()).toEqual(['initiated', 'ringing', 'in-progress', 'completed'])
  expect(phones.heard('/status/voice').every(({ signed }) => signed)).toBe(true)
  expect((await phones.client.calls(sid).fetch()).status).toBe('completed')
})

test('a person who presses nothing hears the branch behind the Gather', async () => {
  const { sid } = await call()
  const ended = await phones.driver('/_call', { CallSid: sid, noInput: true })
  expect(ended.body).toMatchObject({
    digits: '',
    said: [/Disaster/, /next one/].map((text) => expect.stringMatching(text)),
  })
  expect(phones.heard('/voice/key')).toEqual([])
})

test('a wrong key is asked for again, and the person goes on typing', async () => {
  const { sid } = await call()
  const ended = await phones.driver('/_call', { CallSid: sid, digits: '91' })
  expect(ended.body.digits).toBe('91')
  expect(phones.heard('/voice/key').map(({ fields }) => fields.Digits)).toEqual(['9', '1'])
  expect(ended.body.said.at(-1)).toBe('Thank you. You have it.')
})

test.each([
  ['busy', { busy: true }],
  ['no-answer', { noAnswer: true }],
])('a call that is %s is reported as that and never asks for TwiML', async (status, deed) => {
  const { sid } = await call({ statusCallbackEvent: [] })
  expect((await phones.driver('/_call', { CallSid: sid, ...deed })).body.status).toBe(status)
  expect(reports()).toEqual([status])
  expect(phones.heard('/voice')).toEqual([])
  expect((await phones.driver('/_call', { CallSid: sid, digits: '1' })).status).toBe(409)
})

test('a call may bring its TwiML along and ask by GET, signed over the whole address', async () => {
  const twiml = `<?xml version="1.0"?><Response><!-- a page --><Gather method="GET" action="${phones.bot.url}/voice/key?page=7"><Say>Now</Say></Gather></Response>`
  const { sid } = await call({ url: undefined, twiml })
  const ended = await phones.driver('/_call', { CallSid: sid, digits: '12#' })
  expect(ended.body.digits).toBe('12')
  expect(ended.body.said.slice(0, 2)).toEqual(['Now', 'That is not an answer.'])
  const [asked] = phones.heard('/voice/key')
  expect(asked).toMatchObject({ method: 'GET', signed: true })
  expect(new URL(asked?.url ?? '').searchParams.get('Digits')).toBe('12')
})

test('TwiML that cannot be had or read ends the call and is named', async () => {
  const answerWith = async (status: number, body: string) => {
    phones.bot.answer(() => ({ status, body }))
    const { sid } = await call()
    return (await phones.driver('/_call', { CallSid: sid, digits: '1' })).body
  }
  expect(await answerWith(401, '')).toMatchObject({ status: 'completed', error: expect.stringMatching(/^11200.*401/) })
  expect((await answerWith(200, '<Response><Say>Hi</Response>')).error).toMatch(/^12100.*<\/Response>/)
  expect((await answerWith(200, '<Response><Dial/></Response>')).error).toMatch(/<Dial>/)
  const circle = `<Response><Redirect>${phones.bot.url}/voice/again</Redirect></Response>`
  expect((await answerWith(200, circle)).error).toMatch(/20 documents/)
})

test('the bot takes a ringing call back', async () => {
  const { sid } = await call()
  await phones.sim.settled()
  expect((await phones.client.calls(sid).update({ status: 'canceled' })).status).toBe('canceled')
  expect(reports().at(-1)).toBe('canceled')
  expect((await phones.driver('/_call', { CallSid: sid, digits: '1' })).status).toBe(409)
  await expect(phones.client.calls(sid).update({ status: 'completed' })).rejects.toMatchObject({ code: 21220 })
})

test('calls to nowhere, from a number that is not ours or without TwiML are refused', async () => {
  await expect(call({ to: '12' })).rejects.toMatchObject({ status: 400, code: 21211 })
  await expect(call({ from: '+15005550199' })).rejects.toMatchObject({ code: 21210 })
  await expect(call({ url: 'nowhere' })).rejects.toMatchObject({ code: 21205 })
  phones.faults.set({ service: 'twilio', fault: 'error', status: 400, match: 'Calls' })
  await expect(call()).rejects.toMatchObject({ code: 21216 })
  expect((await phones.driver('/_call', { CallSid: 'CAnone', busy: true })).status).toBe(404)
})

test('a person calls in: the bot is asked for TwiML at its voice address, signed', async () => {
  await phones.driver('/_twilio/simulate/inbound-call', { To: phones.sim.from, From: ANA })
  expect(phones.heard('/twilio/voice')).toMatchObject([
    { signed: true, fields: { From: ANA, To: phones.sim.from, Direction: 'inbound' } },
  ])
})
