/** A call taken step by step, as on a telephone: answer, listen, press, hang up; and the feed of messages and calls. */
import twilio from 'twilio'
import { expect, onTestFinished, test } from 'vitest'
import { startTwilioSim } from '../../../sim/twilio/twilio.ts'
import { post, startWebhookReceiver, surroundings } from '../surroundings.ts'
import { ANA, twilioClientFor } from './phone-company.ts'

/** Asks for two keys after each other, then says what it got. */
function scriptFor(path: string): string {
  const response = new twilio.twiml.VoiceResponse()
  if (path === '/voice') response.gather({ numDigits: 1, action: '/second' }).say('First key?')
  if (path === '/second') response.gather({ numDigits: 2, action: '/done' }).say('Two more?')
  if (path === '/done') response.say('Thank you.')
  return response.toString()
}

async function ringing() {
  const bot = await startWebhookReceiver()
  bot.answer((request) => ({ status: 200, body: scriptFor(request.path) }))
  const feed: string[] = []
  const sim = await startTwilioSim({
    ...surroundings(),
    from: '+15005550100',
    onCall: ({ status, said }) => feed.push(`call ${status} ${said.length}`),
    onSms: ({ status, direction }) => feed.push(`sms ${direction} ${status}`),
  })
  onTestFinished(async () => {
    await sim.close()
    await bot.close()
  })
  const client = twilioClientFor(sim.botUrl, sim.accountSid, sim.authToken)
  const { sid } = await client.calls.create({ to: ANA, from: sim.from, url: `${bot.url}/voice` })
  await sim.settled()
  const act = async (deed: object) => (await post(`${sim.url}/_call`, { CallSid: sid, ...deed })).body
  return { sim, client, sid, act, feed }
}

test('whoever answers hears the question first, and each key leads on', async () => {
  const { act, feed } = await ringing()
  expect(await act({ answer: true })).toMatchObject({ status: 'in-progress', said: ['First key?'] })
  expect(await act({ digits: '5' })).toMatchObject({ status: 'in-progress', said: ['First key?', 'Two more?'] })
  expect(await act({ digits: '1' })).toMatchObject({ status: 'in-progress', digits: '5' })
  expect(await act({ digits: '2' })).toMatchObject({
    status: 'completed',
    digits: '512',
    said: ['First key?', 'Two more?', 'Thank you.'],
  })
  expect(feed).toEqual(
    expect.arrayContaining(['call ringing 0', 'call in-progress 1', 'call in-progress 2', 'call completed 3']),
  )
})

test('an answered call does not keep the sandbox’s clock waiting', async () => {
  const { act, sim } = await ringing()
  await act({ answer: true })
  await sim.settled()
})

test('hanging up ends the call, and a call that has ended takes no key', async () => {
  const { act } = await ringing()
  await act({ answer: true })
  expect(await act({ hangUp: true })).toMatchObject({ status: 'completed', said: ['First key?'], digits: '' })
  expect(await act({ digits: '1' })).toMatchObject({ message: expect.stringContaining('is completed, not ringing') })
})

test('a call that the bot ends in the middle is over for whoever listens', async () => {
  const { act, client, sid } = await ringing()
  await act({ answer: true })
  await client.calls(sid).update({ status: 'completed' })
  expect(await act({ digits: '1' })).toMatchObject({ message: expect.stringContaining('not ringing') })
})

test('text messages are on the feed as they appear and as they are delivered', async () => {
  const { sim, client, feed } = await ringing()
  await client.messages.create({ to: ANA, from: sim.from, body: 'wake up' })
  await sim.settled()
  await post(`${sim.url}/_twilio/simulate/inbound-message`, { To: sim.from, From: ANA, Body: 'ACK' })
  expect(feed.filter((entry) => entry.startsWith('sms'))).toEqual([
    'sms outbound-api queued',
    'sms outbound-api sent',
    'sms outbound-api delivered',
    expect.stringMatching(/^sms inbound/),
  ])
})
