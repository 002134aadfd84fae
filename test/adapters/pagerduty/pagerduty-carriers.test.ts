import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PagerDutySim, startPagerDutySim } from '../../../sim/pagerduty/pagerduty.ts'
import { createAcknowledgementPoll } from '../../../src/adapters/pagerduty/acknowledgement-poll.ts'
import { createPagerDutyCarriers, pagerDutySeverity } from '../../../src/adapters/pagerduty/pagerduty-carriers.ts'
import { createPagerDutyClient, type PagerDutyClient } from '../../../src/adapters/pagerduty/pagerduty-client.ts'
import type { Moment } from '../../../src/incident/effects.ts'
import { MINUTE, SECOND } from '../../incident/story.ts'
import { getJson, surroundings, temporaryFolder } from '../../sim/surroundings.ts'
import { type Desk, openDesk, templates } from '../incident.ts'
import { personAt } from './person-at.ts'

const USERS = [
  { id: 'P000001', name: 'Olga', email: 'olga@example.com' },
  { id: 'PSTRANGER', name: 'Stranger', email: 'stranger@example.com' },
]

let around: ReturnType<typeof surroundings>
let sim: PagerDutySim
let client: PagerDutyClient
let desk: Desk
beforeEach(async () => {
  around = surroundings()
  sim = await startPagerDutySim({
    ...around,
    users: USERS,
    onCall: [{ schedule: 'SCHED', user: 'P000001' }],
    webhookSecrets: ['s'],
    caPath: join(temporaryFolder(), 'ca.pem'),
  })
  client = createPagerDutyClient({ server: sim.botServer, ca: sim.ca, apiKey: sim.apiKey })
  desk = openDesk()
})
afterEach(async () => {
  client.close()
  await sim.close()
})

const carriers = (routingKey: string | undefined = sim.routingKey) =>
  createPagerDutyCarriers({
    client,
    messages: templates(),
    routingKey: () => routingKey,
    incidentUrl: (incident) => `https://muster.example/${incident}`,
  })
const received = async () => (await getJson(sim.receivedUrl)) as { path: string; status: number; body: unknown }[]
const pageOlga = () => carriers().page(desk.page('olga', 'pagerduty'), desk.carrying())

describe('a page by PagerDuty', () => {
  it('triggers one incident for the level, with the severity and a summary that stands alone', async () => {
    expect(await pageOlga()).toEqual({ ok: true, detail: { ref: 'DR-20261205-1000/0/one' } })
    expect((await received()).map(({ body }) => body)).toEqual([
      expect.objectContaining({
        event_action: 'trigger',
        dedup_key: 'DR-20261205-1000/0/one',
        payload: {
          summary: '[Critical] Shop: queries fail (DR-20261205-1000)',
          source: 'Shop',
          severity: 'critical',
          custom_details: { incident: 'DR-20261205-1000', purpose: 'Look at it.' },
        },
        links: [{ href: 'https://muster.example/DR-20261205-1000', text: 'All about the incident' }],
      }),
    ])
  })

  it('keeps its key when it is sent again, and settles the same incident', async () => {
    await pageOlga()
    await pageOlga()
    const settle = { kind: 'settle-pagerduty', level: '0/one', action: 'resolve' } as const
    expect(await carriers().settle(settle, desk.carrying())).toMatchObject({ ok: true })
    const { incidents } = (await client.get('/incidents', {}, AbortSignal.timeout(5_000))).body as {
      incidents: { incident_key: string; status: string }[]
    }
    expect(incidents.map(({ incident_key, status }) => [incident_key, status])).toEqual([
      ['DR-20261205-1000/0/one', 'resolved'],
    ])
  })

  it('asks once when PagerDuty limits us, and hands on how long to wait', async () => {
    around.faults.set({ service: 'pagerduty', fault: 'rate-limit', retryAfter: 17 })
    const { atMs } = desk.carrying()
    expect(await pageOlga()).toEqual({
      ok: false,
      reason: 'PagerDuty takes no more for now (429).',
      retryAtMs: atMs + 17 * SECOND,
    })
    expect(await received()).toHaveLength(1)
  })

  it.each([
    [
      { fault: 'error' as const, status: 500 },
      { ok: false, reason: 'PagerDuty has a fault (500).' },
    ],
    [
      { fault: 'error' as const, status: 403 },
      { ok: false, permanent: true },
    ],
    [{ fault: 'down' as const }, { ok: false, reason: expect.stringMatching(/^PagerDuty cannot be reached \(E/) }],
  ])('says what was wrong: %o', async (fault, outcome) => {
    around.faults.set({ service: 'pagerduty', ...fault })
    expect(await pageOlga()).toMatchObject(outcome)
  })

  it('gives up when the attempt is over', async () => {
    around.faults.set({ service: 'pagerduty', fault: 'slow', delayMs: 5_000 })
    const over = new AbortController()
    const outcome = carriers().page(desk.page('olga', 'pagerduty'), desk.carrying({ signal: over.signal }))
    over.abort()
    expect(await outcome).toMatchObject({ ok: false, reason: 'PagerDuty did not answer in time.' })
  })

  it('refuses for good without a routing key, and names the variable', async () => {
    const { page } = createPagerDutyCarriers({ client, messages: templates(), routingKey: () => undefined })
    expect(await page(desk.page('olga', 'pagerduty'), desk.carrying())).toEqual({
      ok: false,
      permanent: true,
      reason: 'There is no PagerDuty routing key: set PAGERDUTY_ROUTING_KEY.',
    })
  })

  it('leaves no test open', async () => {
    const { plan, story } = desk
    const testing = { plan, person: 'olga', atMs: story.nowMs, signal: AbortSignal.timeout(5_000) }
    expect(await carriers().test(testing)).toMatchObject({ ok: true })
    expect((await received()).map(({ body }) => (body as { event_action: string }).event_action)).toEqual([
      'trigger',
      'resolve',
    ])
  })
})

describe('an audience', () => {
  const notices = [{ id: 'ops', audience: 'support', means: ['pagerduty'], templates: { initial: 'internal-alert' } }]
  const effect = { kind: 'notify', notice: 'ops', means: 'pagerduty', nth: 0, dueMs: 0 } as const
  const events = async () =>
    (await received()).map(({ body }) => body as { event_action: string; dedup_key: string } | null)
  const updates = async () => {
    const [incident] = (await client.get('/incidents', {}, AbortSignal.timeout(5_000))).body.incidents as {
      id: string
    }[]
    const { body } = await client.get(`/incidents/${incident?.id}/log_entries`, {}, AbortSignal.timeout(5_000))
    return body.log_entries as { message: string; agent: { id: string } }[]
  }
  const tell = (moment: Moment, obligation: string = moment, change: Parameters<Desk['carrying']>[0] = {}) =>
    carriers().notify({ ...effect, moment }, desk.carrying({ obligation, ...change }))
  beforeEach(() => {
    desk = openDesk({ plan: { notices } })
  })

  it('is told in an incident of its own, which is closed at the end', async () => {
    client.close()
    client = createPagerDutyClient({ server: sim.botServer, ca: sim.ca })
    for (const moment of ['initial', 'progress', 'resolved'] as const)
      expect(await tell(moment)).toMatchObject({ ok: true })
    const bodies = await events()
    expect(bodies.map((body) => body?.event_action)).toEqual(['trigger', 'trigger', 'resolve'])
    expect(new Set(bodies.map((body) => body?.dedup_key))).toEqual(new Set(['DR-20261205-1000/notice/ops']))
  })

  it('hears in between, and of the review, by status updates where an API key is there', async () => {
    for (const moment of ['initial', 'progress', 'resolved', 'review'] as const) {
      expect(await tell(moment)).toMatchObject({ ok: true })
    }
    const actions = (await events()).flatMap((body) => body?.event_action ?? [])
    expect(actions).toEqual(['trigger', 'resolve'])
    const told = await updates()
    expect(told).toHaveLength(2)
    expect(told[0]).toMatchObject({ agent: { id: 'P000001' }, message: expect.stringContaining('DR-20261205-1000') })
  })

  it('is not told twice after a crash: PagerDuty is asked for its log', async () => {
    await tell('initial')
    const { ledger } = desk.carrying()
    const dying = { ...ledger, end: () => Promise.reject(new Error('killed')) }
    await expect(tell('progress', 'progress', { ledger: dying })).rejects.toThrow('killed')
    expect(await tell('progress')).toMatchObject({ ok: true })
    expect(await tell('progress')).toMatchObject({ ok: true })
    expect(await updates()).toHaveLength(1)
  })

  it('hears by an event where PagerDuty takes no status updates, and waits where it limits them', async () => {
    await tell('initial')
    around.faults.set({ service: 'pagerduty', fault: 'error', status: 402, match: 'status_updates' })
    expect(await tell('progress')).toMatchObject({ ok: true, detail: { ref: 'DR-20261205-1000/notice/ops' } })
    around.faults.clear('pagerduty')
    around.faults.set({ service: 'pagerduty', fault: 'rate-limit', match: 'status_updates', retryAfter: 11 })
    const limited = { ok: false, retryAtMs: desk.story.nowMs + 11 * SECOND }
    expect(await tell('progress', 'another')).toMatchObject(limited)
  })
})

it('knows who is on call, leaving out whom the plan does not know', async () => {
  const effect = { kind: 'on-call-lookup', level: '0/one', target: 0, schedule: 'SCHED' } as const
  expect(await carriers().lookUp(effect, desk.carrying({ atMs: around.clock.now() }))).toEqual({
    ok: true,
    detail: { people: ['olga'] },
  })
  await personAt(sim)('/_oncall', { schedule: 'SCHED', user: 'PSTRANGER' })
  expect(await carriers().lookUp(effect, desk.carrying({ atMs: around.clock.now() }))).toEqual({
    ok: true,
    detail: { people: [] },
  })
})

it('maps severities by the plan, else by rank', () => {
  const severities = [
    { id: 'low', label: 'Low', rank: 4 },
    { id: 'high', label: 'High', rank: 2 },
    { id: 'top', label: 'Top', rank: 1 },
    { id: 'trifle', label: 'Trifle', rank: 5, pagerduty: 'warning' as const },
  ]
  const plan = openDesk({
    plan: { severities, scenarios: {}, defaultSeverity: 'top' },
    story: { declare: { severity: 'top', scenario: null } },
  }).plan
  expect(['top', 'high', 'low', 'trifle'].map((id) => pagerDutySeverity(plan, id))).toEqual([
    'critical',
    'error',
    'warning',
    'warning',
  ])
})

describe('without webhooks', () => {
  const poll = (failures: unknown[] = []) =>
    createAcknowledgementPoll({
      client,
      clock: around.clock,
      openIncidents: async () => (desk.story.state.phase === 'open' ? [desk.story.state] : []),
      incident: desk.services.state,
      ask: desk.services.ask,
      onFailure: (error) => failures.push(error),
    })
  /** Olga has been paged by PagerDuty, as far as the core knows. */
  const openPagedByPagerDuty = () =>
    openDesk({ level: { means: ['pagerduty'] }, story: { answer: () => ({ ok: true, detail: {} }) } })

  it('asking PagerDuty brings an acknowledgement once, by the person who gave it', async () => {
    desk = openPagedByPagerDuty()
    await pageOlga()
    const polling = poll()
    await polling.poll()
    expect(desk.asked).toEqual([])
    await personAt(sim)('/_acknowledge', { dedup_key: 'DR-20261205-1000/0/one', user: 'P000001' })
    await polling.poll()
    await polling.poll()
    expect(desk.asked.map(({ command }) => command)).toEqual([
      expect.objectContaining({
        type: 'acknowledge',
        person: 'olga',
        by: { person: 'olga', id: 'pagerduty:P000001', via: 'pagerduty' },
      }),
    ])
    expect(desk.story.state.acknowledgements).toHaveProperty('olga')
  })

  it('an acknowledgement there that is older than a hand-off here is none any more, a newer one is', async () => {
    desk = openPagedByPagerDuty()
    await pageOlga()
    const there = personAt(sim)
    const olga = { dedup_key: 'DR-20261205-1000/0/one', user: 'P000001' }
    await there('/_acknowledge', olga)
    desk.story.nowMs = around.clock.now() + MINUTE
    desk.story.ask({ type: 'decline' })
    await poll().poll()
    expect(desk.story.state.acknowledgements).toEqual({})
    await there('/_unacknowledge', olga)
    around.clock.moveTo(around.clock.now() + 2 * MINUTE)
    await there('/_acknowledge', olga)
    await poll().poll()
    expect(desk.story.state.acknowledgements).toHaveProperty('olga')
  })

  it('asks nothing while nothing is open', async () => {
    desk = openPagedByPagerDuty()
    desk.story.ask({ type: 'resolve' })
    await poll().poll()
    expect(await received()).toEqual([])
  })

  it('reports a failed poll and goes on', async () => {
    desk = openPagedByPagerDuty()
    around.faults.set({ service: 'pagerduty', fault: 'error', status: 500 })
    const failures: unknown[] = []
    await poll(failures).poll()
    expect(failures.map(String)).toEqual(['Error: PagerDuty answered 500 when it was asked for incidents.'])
  })
})
