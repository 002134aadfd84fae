import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTwilioSim, type TwilioSim } from '../../../sim/twilio/twilio.ts'
import { deliveryKey } from '../../../src/adapters/deliver-once.ts'
import { pageCode } from '../../../src/adapters/page-credentials.ts'
import type { TwilioOptions } from '../../../src/adapters/twilio/carriers-shape.ts'
import { createTwilioCarriers } from '../../../src/adapters/twilio/twilio-carriers.ts'
import { smsLength } from '../../../src/messages/sms.ts'
import { MINUTE, SECOND } from '../../incident/story.ts'
import { testPlanInput } from '../../incident/test-plan.ts'
import { getJson, post, startWebhookReceiver, surroundings } from '../../sim/surroundings.ts'
import { type Desk, openDesk, SECRET, templates } from '../incident.ts'

const ALSO_FROM = ['+15005550101', '+15005550102']
const HOUR = 60 * MINUTE
const OLGA = '+14155550101'

let around: ReturnType<typeof surroundings>
let sim: TwilioSim
let desk: Desk
beforeEach(async () => {
  around = surroundings()
  sim = await startTwilioSim({ ...around, from: '+15005550100', alsoFrom: ALSO_FROM })
  desk = openDesk()
})
afterEach(() => sim.close())

const carriers = (webhooksUrl?: string, more: Partial<TwilioOptions> = {}, alsoFrom: string[] = []) =>
  createTwilioCarriers({
    account: { accountSid: sim.accountSid, authToken: sim.authToken, from: sim.from, alsoFrom, baseUrl: sim.botUrl },
    rates: { smsPerSecond: 1_000, callsPerSecond: 1_000 },
    ...more,
    messages: templates(),
    secret: SECRET,
    incidentUrl: (incident) => `https://muster.example/i/${incident}`,
    ...(webhooksUrl !== undefined && { webhooksUrl }),
  })
const smsOlga = () => carriers().sms.page(desk.page('olga', 'sms'), desk.carrying())
const callOlga = () => carriers().voice.page(desk.page('olga', 'voice'), desk.carrying())
const messages = () => getJson(`${sim.url}/_messages`)
const calls = () => getJson(`${sim.url}/_calls`)

describe('a page by text message', () => {
  it('names incident, severity, system, why, the code and the link in one unsplit message', async () => {
    expect(await smsOlga()).toEqual({ ok: true, detail: { ref: expect.stringMatching(/^SM/), awaitsReport: true } })
    const [message] = await messages()
    const code = pageCode(SECRET, 'DR-20261205-1000', 'olga')
    expect(message).toMatchObject({
      to: OLGA,
      from: sim.from,
      body: `Critical DR-20261205-1000 Shop: Database corruption. Look at it. Reply ACK ${code} or NEXT ${code}. https://muster.example/i/DR-20261205-1000`,
    })
    expect(smsLength(message.body)).toMatchObject({ alphabet: 'GSM-7', segments: 1 })
  })

  it('names other incidents that call the same person', async () => {
    await carriers().sms.page(desk.page('olga', 'sms'), desk.carrying({ alsoFor: ['DR-20261205-1001'] }))
    expect((await messages())[0].body).toContain(
      'DR-20261205-1000 Shop, also DR-20261205-1001: Database corruption. Look',
    )
  })

  it('has its delivery reported to an address that names the page', async () => {
    const bot = await startWebhookReceiver()
    await carriers(bot.url).sms.page(desk.page('olga', 'sms'), desk.carrying())
    await sim.settled()
    const [first] = bot.requests
    expect(first?.path).toBe('/twilio/status')
    expect(Object.fromEntries(first?.query ?? [])).toEqual({
      incident: 'DR-20261205-1000',
      page: '0/one/olga',
      means: 'sms',
    })
    await bot.close()
  })

  it.each([
    [
      { fault: 'error' as const, status: 400 },
      { ok: false, permanent: true, reason: expect.stringContaining('unsubscribed') },
    ],
    [
      { fault: 'error' as const, status: 401 },
      { ok: false, permanent: true },
    ],
    [
      { fault: 'error' as const, status: 503 },
      { ok: false, reason: 'Twilio has a fault (20503, HTTP 503).' },
    ],
    [{ fault: 'down' as const }, { ok: false, reason: expect.stringMatching(/^Twilio cannot be reached/) }],
  ])('says what was wrong: %o', async (fault, outcome) => {
    around.faults.set({ service: 'twilio', ...fault })
    expect(await smsOlga()).toMatchObject(outcome)
  })

  it('asks once when Twilio limits us, and hands on how long to wait', async () => {
    around.faults.set({ service: 'twilio', fault: 'rate-limit', retryAfter: 9 })
    expect(await smsOlga()).toMatchObject({ ok: false, retryAtMs: desk.story.nowMs + 9 * SECOND })
    expect(await getJson(sim.receivedUrl)).toHaveLength(1)
  })

  it('gives up when the attempt is over', async () => {
    around.faults.set({ service: 'twilio', fault: 'slow', delayMs: 5_000 })
    const over = new AbortController()
    const outcome = carriers().sms.page(desk.page('olga', 'sms'), desk.carrying({ signal: over.signal }))
    over.abort()
    expect(await outcome).toMatchObject({ ok: false, reason: 'Twilio did not answer in time.' })
  })

  it('keeps numbers out of what is journaled', async () => {
    await post(`${sim.url}/_sms`, { mode: 'failed' })
    const outcomes = [await smsOlga(), await callOlga()]
    // The provider's own ids are of chance, and may have any digits.
    const journaled = JSON.stringify(outcomes).replace(/(SM|CA)[0-9a-f]{32}/g, '$1')
    expect(journaled).not.toContain('555')
  })
})

describe('asking what became of it', () => {
  const check = async (means: 'sms' | 'voice', ref: string, withWebhooks = false) => {
    const effect = { kind: 'check-delivery', page: '0/one/olga', person: 'olga', means, ref } as const
    return carriers(withWebhooks ? 'https://muster.example' : undefined).checkDelivery(effect, desk.carrying())
  }
  const refOf = (outcome: { ok: boolean; detail?: Record<string, unknown> }) => String(outcome.detail?.ref)

  it.each([
    ['deliver', { status: 'delivered' }],
    ['undelivered', { status: 'undelivered' }],
    ['failed', { status: 'failed' }],
    ['silent', {}],
  ])('a message that Twilio will %s', async (mode, detail) => {
    await post(`${sim.url}/_sms`, { mode })
    const ref = refOf(await smsOlga())
    await sim.settled()
    expect(await check('sms', ref)).toEqual({ ok: true, detail })
  })

  it.each([
    [{ busy: true }, { status: 'busy' }],
    [{ noAnswer: true }, { status: 'no-answer' }],
    [{ noInput: true }, { status: 'answered' }],
    [undefined, {}],
  ])('a call without keys that meets %o', async (deed, detail) => {
    const ref = refOf(await callOlga())
    if (deed) await post(`${sim.url}/_call`, { CallSid: ref, ...deed })
    expect(await check('voice', ref)).toEqual({ ok: true, detail })
  })

  it('a call that was picked up counts as no answer where a key could have been pressed', async () => {
    const ref = refOf(await callOlga())
    await post(`${sim.url}/_call`, { CallSid: ref, noInput: true })
    expect(await check('voice', ref, true)).toEqual({ ok: true, detail: { status: 'no-answer' } })
  })

  it('a message that Twilio does not know', async () => {
    expect(await check('sms', 'SM00000000000000000000000000000000')).toMatchObject({ ok: false, permanent: true })
  })
})

it('calls without a public address say how to answer instead', async () => {
  const outcome = await callOlga()
  expect(outcome).toMatchObject({ ok: true, detail: { awaitsReport: true } })
  await post(`${sim.url}/_call`, { CallSid: (await calls())[0].sid, noInput: true })
  const [call] = await calls()
  expect(call.said[0]).toBe(
    'This is Muster, calling Olga. Shop: an incident of severity Critical has been declared. Database corruption. Look at it. Please acknowledge in Slack or by answering the text message.',
  )
})

it('refuses a person whose number is none, without asking Twilio', async () => {
  const people = { ...testPlanInput.people, olga: { ...testPlanInput.people.olga, phone: '+1-555-0123' } }
  desk = openDesk({ plan: { people } })
  expect(await smsOlga()).toMatchObject({ ok: false, permanent: true })
  expect(await getJson(sim.receivedUrl)).toEqual([])
})

describe('an audience by text message', () => {
  const audiences = (phones: string[], external: boolean) => ({
    customers: { label: 'Customers', external, phones },
    support: testPlanInput.audiences.support,
  })
  const effect = { kind: 'notify', notice: 'customers', means: 'sms', moment: 'initial', nth: 0, dueMs: 0 } as const

  it('reaches each recipient once and counts those who were refused', async () => {
    desk = openDesk({ plan: { audiences: audiences(['+14155550111', '+14155550112', '+14155550111'], true) } })
    around.faults.set({ service: 'twilio', fault: 'error', status: 400, count: 1 })
    expect(await carriers().sms.notify(effect, desk.carrying())).toEqual({
      ok: true,
      detail: {
        total: 2,
        sent: 1,
        failed: 1,
        failures: [{ index: expect.any(Number), permanent: true, reason: expect.stringContaining('21610') }],
      },
    })
    expect(await messages()).toHaveLength(1)
  })

  it('is told from all our numbers in turn, and a page always comes from the first', async () => {
    const phones = ['+14155550111', '+14155550112', '+14155550113', '+14155550114']
    desk = openDesk({ plan: { audiences: audiences(phones, true) } })
    const many = carriers(undefined, {}, ALSO_FROM)
    expect(await many.sms.notify(effect, desk.carrying())).toMatchObject({ ok: true, detail: { sent: 4 } })
    await many.sms.page(desk.page('olga', 'sms'), desk.carrying())
    const sent = (await messages()) as { to: string; from: string }[]
    const senderOf = (to: string) => sent.find((one) => one.to === to)?.from
    const from = [sim.from, ...ALSO_FROM]
    expect([...phones, OLGA].map(senderOf)).toEqual([...from, sim.from, sim.from])
  })

  it('says how many wait, why, and until when, once an attempt’s time is over', async () => {
    const phones = Array.from({ length: 200 }, (_, n) => `+1415555${1000 + n}`)
    desk = openDesk({ plan: { audiences: audiences(phones, true) } })
    const closing = new AbortController()
    // Real time stands: the second message of the one sender waits for ever, until the attempt's time is over.
    const wall = { now: () => 0, sleep: async () => closing.abort() }
    const slow = carriers(undefined, { rates: {}, wall })
    const outcome = await slow.sms.notify(effect, desk.carrying({ closing: closing.signal }))
    expect(outcome).toMatchObject({
      ok: false,
      detail: { total: 200, sent: 1, waiting: 199, waitReason: 'one text message a second for each sender' },
    })
    expect(outcome.detail?.waitUntilMs).toBe(desk.story.nowMs + 199 * SECOND)
    expect(await messages()).toHaveLength(1)
  })

  it('is asked for at Twilio when a crash leaves open whether it has the message, and sent only if not', async () => {
    desk = openDesk({ plan: { audiences: audiences(['+14155550111', '+14155550112'], true) } })
    // The answer to the first is lost: Twilio has it, and we do not know.
    const carrying = desk.carrying({ atMs: around.clock.now() })
    const { ledger } = carrying
    const dying = { ...ledger, end: () => Promise.reject(new Error('killed')) }
    await carriers().sms.notify(effect, { ...carrying, ledger: dying })
    const had = (await messages()).length
    expect(had).toBeGreaterThan(0)
    expect(await carriers().sms.notify(effect, carrying)).toMatchObject({ ok: true, detail: { sent: 2 } })
    expect((await messages()).map(({ to }: { to: string }) => to).toSorted()).toEqual(['+14155550111', '+14155550112'])
  })

  it('is sent when Twilio has only older texts and other words for that number', async () => {
    desk = openDesk({ plan: { audiences: audiences(['+14155550111'], true) } })
    const carrying = desk.carrying({ atMs: around.clock.now() })
    const key = deliveryKey(carrying)
    await carriers().sms.notify(effect, { ...carrying, obligation: 'an older notice with the same words' })
    await carrying.ledger.begin(carrying.ledger.placeOf(key, '+14155550111'), around.clock.now() + HOUR)
    expect(await carriers().sms.notify(effect, carrying)).toMatchObject({ ok: true, detail: { sent: 1 } })
    expect(await messages()).toHaveLength(2)
  })
})

it('an audience is told by a call, said twice', async () => {
  const audiences = {
    support: { label: 'Support', phones: ['+14155550111'] },
    customers: testPlanInput.audiences.customers,
  }
  const notices = [{ id: 'ops', audience: 'support', means: ['voice'], templates: { initial: 'internal-alert' } }]
  desk = openDesk({ plan: { audiences, notices } })
  const effect = { kind: 'notify', notice: 'ops', means: 'voice', moment: 'initial', nth: 0, dueMs: 0 } as const
  expect(await carriers().voice.notify(effect, desk.carrying())).toMatchObject({ ok: true, detail: { sent: 1 } })
  await post(`${sim.url}/_call`, { CallSid: (await calls())[0].sid, noInput: true })
  // Twilio has the call already, as far as anybody knows who died before the answer.
  const carrying = desk.carrying({ atMs: around.clock.now() })
  await carrying.ledger.begin(carrying.ledger.placeOf(deliveryKey(carrying), '+14155550111'), carrying.atMs)
  expect(await carriers().voice.notify(effect, carrying)).toMatchObject({ ok: true, detail: { sent: 1 } })
  expect(await calls()).toHaveLength(1)
  const [{ said }] = await calls()
  expect(said).toEqual([said[0], said[0]])
  expect(said[0]).toContain('a message about Shop. Incident DR-20261205-1000, severity Critical')
})

it('a test needs no answer', async () => {
  const { plan, story } = desk
  await carriers().sms.test({ plan, person: 'olga', atMs: story.nowMs, signal: AbortSignal.timeout(5_000) })
  expect((await messages())[0].body).toBe(
    'Test: this is how Muster reaches you about Shop. Nothing has happened, no answer is needed.',
  )
})

it('asks somebody who went silent, by text message, with the same code', async () => {
  await carriers().sms.askAgain({ kind: 'ask-again', person: 'olga' }, desk.carrying())
  expect((await messages())[0].body).toContain(`ACK ${pageCode(SECRET, 'DR-20261205-1000', 'olga')}`)
})
