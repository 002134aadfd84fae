import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTwilioSim, type TwilioSim } from '../../../sim/twilio/twilio.ts'
import { pageCode } from '../../../src/adapters/page-credentials.ts'
import { createTwilioCarriers } from '../../../src/adapters/twilio/twilio-carriers.ts'
import { privately } from '../../../src/plan/actor.ts'
import { SECRET, templates } from '../../adapters/incident.ts'
import { MINUTE } from '../../incident/story.ts'
import { getJson, post, surroundings } from '../../sim/surroundings.ts'
import { openSwitchboard, type Switchboard } from './switchboard.ts'

const [OLGA, TINA] = ['+14155550101', '+14155550103']
const INCIDENT = 'DR-20261205-1000'
const CODE = pageCode(SECRET, INCIDENT, 'olga')

let sim: TwilioSim
let board: Switchboard
beforeEach(async () => {
  sim = await startTwilioSim({ ...surroundings(), from: '+15005550100' })
  board = await openSwitchboard(sim.authToken)
  await sim.setWebhooks({ sms: `${board.url}/twilio/sms`, voice: `${board.url}/twilio/voice` })
})
afterEach(async () => {
  await sim.close()
  await board.close()
})

const carriers = () =>
  createTwilioCarriers({
    account: { accountSid: sim.accountSid, authToken: sim.authToken, from: sim.from, baseUrl: sim.botUrl },
    messages: templates(),
    secret: SECRET,
    webhooksUrl: board.url,
  })
const text = (Body: string, From = OLGA) =>
  post(`${sim.url}/_twilio/simulate/inbound-message`, { To: sim.from, From, Body })
const replies = async () =>
  ((await getJson(`${sim.url}/_messages`)) as { direction: string; body: string }[])
    .filter(({ direction }) => direction === 'outbound-reply')
    .map(({ body }) => body)
const commands = () => board.desk.asked.map(({ command }) => command)

describe('a text message', () => {
  it.each([`ACK ${CODE}`, CODE, `ack ${CODE.toLowerCase()}.`, ` Ack  ${CODE}! `])('%j acknowledges', async (body) => {
    await text(body)
    expect(commands()).toEqual([
      expect.objectContaining({ type: 'acknowledge', person: 'olga', by: { person: 'olga', id: 'phone', via: 'sms' } }),
    ])
    expect(await replies()).toEqual([`You have ${INCIDENT}. It is worked on in #dr-20261205-1000.`])
  })

  it('NEXT and the code calls the next one', async () => {
    await text(`NEXT ${CODE}`)
    expect(commands()).toEqual([expect.objectContaining({ type: 'decline', person: 'olga' })])
    expect(await replies()).toEqual([`Passed on: the next one is called for ${INCIDENT}.`])
    expect(Object.values(board.desk.story.state.pages).map(({ person }) => person)).toContain('otto')
  })

  it.each(['what is this?', 'ACK', 'NEXT', `ACK ${CODE} ${CODE}`])('%j gets one helpful reply', async (body) => {
    await text(body)
    expect(commands()).toEqual([])
    expect(await replies()).toEqual([
      'Reply ACK and the code of the page if you take it, or NEXT and the code if you cannot.',
    ])
  })

  it('with a code that there is not says so', async () => {
    await text('ACK 22222')
    expect((await replies())[0]).toMatch(/^There is no page with the code 22222\. Reply ACK/)
  })

  it('from another telephone than the page went to is refused kindly', async () => {
    await text(`ACK ${CODE}`, TINA)
    expect(commands()).toEqual([])
    expect(await replies()).toEqual([
      'This code was sent to another telephone. Please answer from that one, or in Slack.',
    ])
  })

  it('after the end is answered kindly and changes nothing', async () => {
    board.desk.story.ask({ type: 'resolve', text: privately('restored') })
    const before = board.desk.story.events.length
    await text(`ACK ${CODE}`)
    expect(board.desk.story.events).toHaveLength(before)
    expect((await replies())[0]).toMatch(/resolved|over/i)
  })

  it('gets at most five replies in a quarter of an hour, and an answer to a good code all the same', async () => {
    for (let nth = 0; nth < 7; nth++) await text('hello')
    expect(await replies()).toHaveLength(5)
    await text(`ACK ${CODE}`)
    expect(commands()).toHaveLength(1)
    expect(await replies()).toHaveLength(6)
    board.desk.story.nowMs += 16 * MINUTE
    await text('hello')
    expect(await replies()).toHaveLength(7)
  })
})

describe('a call', () => {
  const call = async (deed: object) => {
    const outcome = await carriers().voice.page(board.desk.page('olga', 'voice'), board.desk.carrying())
    expect(outcome).toMatchObject({ ok: true })
    const [placed] = await getJson(`${sim.url}/_calls`)
    await post(`${sim.url}/_call`, { CallSid: placed.sid, ...deed })
    await sim.settled()
    return (await getJson(`${sim.url}/_calls`))[0] as { said: string[]; error?: string; sid: string }
  }

  it('says why and what the keys do; 1 acknowledges', async () => {
    const { said, error } = await call({ digits: '1' })
    expect(error).toBeUndefined()
    expect(said).toEqual([
      'This is Muster, calling Olga. Shop: an incident of severity Critical has been declared. Database corruption. Look at it. Press 1 to acknowledge. Press 2 if you cannot: the next one is called. Press 3 to hear this again.',
      `You have ${INCIDENT}. It is worked on in #dr-20261205-1000. Goodbye.`,
    ])
    expect(commands()[0]).toMatchObject({ type: 'acknowledge', by: { person: 'olga', id: 'phone', via: 'voice' } })
  })

  it('2 calls the next one', async () => {
    const { said } = await call({ digits: '2' })
    expect(said.at(-1)).toBe(`Passed on: the next one is called for ${INCIDENT}. Goodbye.`)
    expect(commands()[0]).toMatchObject({ type: 'decline', person: 'olga' })
  })

  it('3 says it again, another key as well', async () => {
    const { said } = await call({ digits: '391' })
    expect(said.filter((sentence) => sentence.startsWith('This is Muster'))).toHaveLength(3)
    expect(said).toContain('That key has no meaning here.')
    expect(commands()[0]).toMatchObject({ type: 'acknowledge' })
  })

  it('without a key says it once more, then that this is no answer, and reports that nobody answered', async () => {
    const { said, sid } = await call({ noInput: true })
    expect(said).toHaveLength(3)
    expect(said[1]).toBe(said[0])
    expect(said[2]).toBe('No key was pressed, so this does not count as an answer. Goodbye.')
    expect(commands()).toEqual([
      expect.objectContaining({
        type: 'report-delivery',
        page: '0/one/olga',
        means: 'voice',
        ref: sid,
        status: 'no-answer',
        reason: 'picked up, but no key was pressed',
      }),
    ])
  })

  it.each([
    ['busy', { busy: true }],
    ['no-answer', { noAnswer: true }],
  ])('that meets %s is reported', async (status, deed) => {
    await call(deed)
    expect(commands()).toEqual([expect.objectContaining({ type: 'report-delivery', status })])
  })

  it('that is picked up when somebody has taken it says so', async () => {
    const outcome = await carriers().voice.page(board.desk.page('olga', 'voice'), board.desk.carrying())
    expect(outcome.ok).toBe(true)
    await text(`ACK ${CODE}`)
    const [placed] = await getJson(`${sim.url}/_calls`)
    await post(`${sim.url}/_call`, { CallSid: placed.sid, noInput: true })
    expect((await getJson(`${sim.url}/_calls`))[0].said).toEqual([
      'This has been taken care of already. Thank you. Goodbye.',
    ])
  })

  it('with a token that we did not make is ended', async () => {
    const body = new URLSearchParams({ CallSid: 'CA1', From: OLGA })
    const answer = await signed('/twilio/voice?t=forged', body)
    expect(await answer.text()).toContain('<Say>This call is no longer valid. Goodbye.</Say><Hangup/>')
  })
})

/** A request as Twilio signs it. */
async function signed(path: string, body: URLSearchParams, signedPath = path) {
  const { default: twilio } = await import('twilio')
  const signature = twilio.getExpectedTwilioSignature(
    sim.authToken,
    `${board.url}${signedPath}`,
    Object.fromEntries(body),
  )
  return fetch(`${board.url}${path}`, { method: 'POST', headers: { 'x-twilio-signature': signature }, body })
}

describe('signatures and replays', () => {
  const sms = new URLSearchParams({ From: OLGA, To: '+15005550100', Body: `ACK ${CODE}`, MessageSid: 'SM1' })

  it.each(['/twilio/sms', '/twilio/voice?t=x', '/twilio/gather?t=x', '/twilio/status?incident=x'])(
    '%s is refused without Twilio’s signature, or with one for another address',
    async (path) => {
      const bare = await fetch(`${board.url}${path}`, { method: 'POST', body: sms })
      const other = await signed(path, sms, '/twilio/elsewhere')
      expect([bare.status, other.status]).toEqual([401, 401])
      expect(board.desk.asked).toEqual([])
    },
  )

  it('does not take the address from the Host header', async () => {
    const { default: twilio } = await import('twilio')
    const signature = twilio.getExpectedTwilioSignature(
      sim.authToken,
      'http://evil.example/hooks/twilio/sms',
      Object.fromEntries(sms),
    )
    const headers = { 'x-twilio-signature': signature, 'x-forwarded-host': 'evil.example' }
    expect((await fetch(`${board.url}/twilio/sms`, { method: 'POST', headers, body: sms })).status).toBe(401)
  })

  it('the same message delivered twice acts once', async () => {
    await signed('/twilio/sms', sms)
    const again = await signed('/twilio/sms', sms)
    expect(again.status).toBe(200)
    expect(board.desk.asked).toHaveLength(1)
  })

  it('the same report delivered twice acts once, one of an unknown incident not at all', async () => {
    const report = new URLSearchParams({ MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30003' })
    const path = `/twilio/status?incident=${INCIDENT}&page=0%2Fone%2Folga&means=sms`
    await signed(path, report)
    await signed(path, report)
    expect((await signed('/twilio/status?incident=DR-0&page=x&means=sms', report)).status).toBe(204)
    expect(commands()).toEqual([
      expect.objectContaining({ status: 'undelivered', ref: 'SM1', reason: 'Twilio error 30003' }),
    ])
  })
})
