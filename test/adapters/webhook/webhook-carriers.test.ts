/** Programs that are told: what they get, how they can check it, and what their answers mean. */
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorReply } from '../../../sim/http/messages.ts'
import { createWebhookCarriers } from '../../../src/adapters/webhook/webhook-carriers.ts'
import { privately } from '../../../src/plan/actor.ts'
import { SECOND } from '../../incident/story.ts'
import { testPlanInput } from '../../incident/test-plan.ts'
import { startWebhookReceiver } from '../../sim/surroundings.ts'
import { type Desk, openDesk, templates } from '../incident.ts'

const SIGNING = 'a secret that both sides know'
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>
let desk: Desk
let environment: Record<string, string>
const open = (mode: 'real' | 'drill' = 'real') =>
  openDesk({
    plan: {
      audiences: {
        support: { label: 'Support', webhook: { urlEnv: 'HELP_DESK_URL', secretEnv: 'HELP_DESK_SECRET' } },
        customers: testPlanInput.audiences.customers,
      },
      notices: [{ id: 'desk', audience: 'support', means: ['webhook'], templates: { initial: 'internal-alert' } }],
      statusPage: { url: 'https://status.example', webhook: { urlEnv: 'STATUS_URL' } },
      components: { checkout: { label: 'Checkout' }, vault: { label: 'Vault', public: false } },
    },
    story: { declare: { components: ['checkout', 'vault'], mode } },
  })
beforeEach(async () => {
  receiver = await startWebhookReceiver()
  environment = { HELP_DESK_URL: `${receiver.url}/in?key=abc`, HELP_DESK_SECRET: SIGNING, STATUS_URL: receiver.url }
  desk = open()
})
afterEach(() => receiver.close())

const carriers = () => createWebhookCarriers({ messages: templates(), env: (name) => environment[name] })
const effect = { kind: 'notify', notice: 'desk', means: 'webhook', moment: 'initial', nth: 0, dueMs: 0 } as const
const notify = (change: Parameters<Desk['carrying']>[0] = {}) => carriers().notify(effect, desk.carrying(change))
const bodies = () => receiver.requests.map(({ body }) => JSON.parse(String(body)))

it('an audience’s program gets what happened and the text, signed', async () => {
  expect(await notify()).toMatchObject({ ok: true })
  const [request] = receiver.requests
  expect(request?.path).toBe('/in')
  expect(bodies()).toEqual([
    {
      incident: 'DR-20261205-1000',
      system: 'The Shop',
      drill: false,
      at: '2026-12-05T10:00:00.000Z',
      notice: 'desk',
      moment: 'initial',
      status: 'investigating',
      severity: 'critical',
      subject: expect.anything(),
      text: expect.stringContaining('DR-20261205-1000'),
    },
  ])
  expect(request?.headers['idempotency-key']).toBe('DR-20261205-1000/notify/one')
  const [, seconds, hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request?.headers['muster-signature'])) ?? []
  expect(hex).toBe(createHmac('sha256', SIGNING).update(`${seconds}.${request?.body}`).digest('hex'))
  expect(Math.abs(Date.now() / 1_000 - Number(seconds))).toBeLessThan(60)
})

it('in a drill both the text and a field say so', async () => {
  desk = open('drill')
  await notify()
  expect(bodies()).toMatchObject([{ drill: true, text: expect.stringContaining('DRILL') }])
})

it('it is told once, and a repetition after a crash bears the same key', async () => {
  const carrying = desk.carrying()
  const dying = { ...carrying.ledger, end: () => Promise.reject(new Error('killed')) }
  await expect(carriers().notify(effect, { ...carrying, ledger: dying })).rejects.toThrow('killed')
  expect(await carriers().notify(effect, carrying)).toMatchObject({ ok: true })
  expect(await carriers().notify(effect, carrying)).toMatchObject({ ok: true })
  expect(receiver.requests.map(({ headers }) => headers['idempotency-key'])).toEqual([
    'DR-20261205-1000/notify/one',
    'DR-20261205-1000/notify/one',
  ])
})

describe('its answer', () => {
  const answers = (status: number, headers: Record<string, string> = {}) =>
    receiver.answer((): DoorReply => ({ status, headers }))

  it.each([
    [204, {}, { ok: true }],
    [429, { 'retry-after': '9' }, { ok: false, retryAfterS: 9, reason: 'The webhook takes no more for now (429).' }],
    [503, { 'retry-after': '7' }, { ok: false, retryAfterS: 7, reason: 'The webhook has a fault (503).' }],
    [500, {}, { ok: false, reason: 'The webhook has a fault (500).' }],
    [404, {}, { ok: false, permanent: true, reason: 'The webhook refused it (404).' }],
    [301, { location: 'https://elsewhere.example' }, { ok: false, permanent: true }],
  ])('%i %j', async (status, headers, { ...outcome }) => {
    answers(status, headers as Record<string, string>)
    const { retryAfterS, ...expected } = outcome as { retryAfterS?: number }
    const retry = retryAfterS === undefined ? {} : { retryAtMs: desk.story.nowMs + retryAfterS * SECOND }
    const given = await notify()
    expect(given).toMatchObject({ ...expected, ...retry })
    expect(JSON.stringify(given)).not.toContain('abc')
  })

  it('that never comes ends with the attempt', async () => {
    receiver.answer(() => new Promise<DoorReply>(() => {}) as unknown as DoorReply)
    const over = new AbortController()
    const outcome = notify({ signal: over.signal })
    over.abort()
    expect(await outcome).toMatchObject({ ok: false, reason: 'The webhook did not answer in time.' })
  })

  it('is not to be had where nobody listens', async () => {
    await receiver.close()
    expect(await notify()).toMatchObject({ ok: false, reason: 'The webhook cannot be reached (ECONNREFUSED).' })
  })
})

it.each([
  ['HELP_DESK_URL', 'There is no address to call: set HELP_DESK_URL to one that begins with https://.'],
  ['HELP_DESK_SECRET', 'There is no secret to sign with: set HELP_DESK_SECRET.'],
])('without %s nothing is sent, and the variable is named', async (name, reason) => {
  delete environment[name]
  expect(await notify()).toEqual({ ok: false, permanent: true, reason })
  expect(receiver.requests).toEqual([])
})

it('a status page of its own kind follows status, public words and components', async () => {
  const publish = (version: number) =>
    carriers().publishStatus({ kind: 'publish-status', version }, desk.carrying({ obligation: 'publish' }))
  expect(await publish(1)).toMatchObject({ ok: true })
  desk.story.ask({ type: 'update', text: privately('Half of the orders are back.'), public: true })
  desk.story.ask({ type: 'resolve' })
  await publish(2)
  expect(bodies()).toMatchObject([
    {
      page: 'https://status.example',
      incident: 'DR-20261205-1000',
      status: 'investigating',
      components: [{ name: 'Checkout', status: 'major_outage' }],
      update: 'We are aware of a disruption of The Shop and are investigating it.',
      version: 1,
    },
    { status: 'resolved', components: [{ name: 'Checkout', status: 'operational' }], version: 2 },
  ])
  expect(JSON.stringify(bodies())).not.toMatch(/queries fail|Database corruption|Vault/)
  expect(receiver.requests.map(({ headers }) => headers['idempotency-key'])).toEqual([
    'DR-20261205-1000/publish/1',
    'DR-20261205-1000/publish/2',
  ])
})
