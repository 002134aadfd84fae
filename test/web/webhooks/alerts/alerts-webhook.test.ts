import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { alertsWebhook } from '../../../../src/web/webhooks/alerts/alerts-webhook.ts'
import { incomingAlerts } from '../../../../src/web/webhooks/alerts/incoming.ts'
import { MINUTE, PLAN, signalling, signalTypes, T0 } from '../../../readiness/signals/signalling.ts'

const SECRET = 'a secret of monitors'
const PAGERDUTY_SECRET = 'a secret of PagerDuty'
let desk: ReturnType<typeof signalling>
let server: Server
let url: string
beforeEach(async () => {
  desk = signalling()
  await listen()
})
/** A replica, which has heard of nothing yet. */
async function listen() {
  let keys = 0
  const app = new Hono()
  app.use(bodyLimit({ maxSize: 1024 * 1024 }))
  app.route(
    '/alerts',
    alertsWebhook({
      services: {
        watch: async (id) => (id === PLAN.id ? { plan: PLAN, state: desk.watch.state } : undefined),
        async askWatch(_id, command) {
          const given = desk.watch.give(command)
          return given.ok ? { ok: true, state: desk.watch.state, repeated: false } : { ok: false, why: given.why! }
        },
      },
      keySecret: 'a secret of ours',
      ...{ secret: SECRET, pagerDutySecret: PAGERDUTY_SECRET, now: () => desk.watch.nowMs, newKey: () => `${++keys}` },
    }),
  )
  server = createServer(getRequestListener(app.fetch))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`
}
afterEach(() => close())
function close() {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
}

const TOKEN = { authorization: `Bearer ${SECRET}` }
async function post(path: string, body: unknown, headers: Record<string, string> = TOKEN) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${url}/${path}`, { method: 'POST', body: text, headers })
  return { status: response.status, text: (await response.text()).trim() }
}
const signed = (body: unknown, secret = SECRET) => ({
  'x-muster-signature': `sha256=${createHmac('sha256', secret).update(JSON.stringify(body)).digest('hex')}`,
})
const OUT = { name: 'Out', text: 'nobody can order' }

describe('who may send', () => {
  it('is whoever has the token, or can sign', async () => {
    expect(await post('json/shop', OUT)).toEqual({ status: 200, text: '{"alerts":1}' })
    expect((await post('json/shop', OUT, signed(OUT))).status).toBe(200)
  })

  it('is nobody else', async () => {
    const wrong = [
      {},
      { authorization: 'Bearer another' },
      { authorization: SECRET },
      { authorization: `Basic ${SECRET}` },
      signed(OUT, 'another'),
      signed({ ...OUT, text: 'changed on the way' }),
      { 'x-muster-signature': 'sha256=' },
    ]
    for (const headers of wrong) {
      expect(await post('json/shop', OUT, headers)).toEqual({
        ...{ status: 401, text: 'This request has neither the token nor a signature.' },
      })
    }
    expect(signalTypes(desk.watch.events)).toEqual([])
  })

  it('is for PagerDuty whoever signs as PagerDuty does', async () => {
    const body = { event: { event_type: 'incident.triggered', data: { id: 'Q1', title: 'Shop is down' } } }
    expect((await post('pagerduty/shop', body)).status).toBe(401)
    const by = (secret: string) => ({
      'x-pagerduty-signature': `v1=${createHmac('sha256', secret).update(JSON.stringify(body)).digest('hex')}`,
    })
    expect((await post('pagerduty/shop', body, by('another'))).status).toBe(401)
    expect((await post('pagerduty/shop', body, by(PAGERDUTY_SECRET))).status).toBe(200)
    expect(desk.signals.tracks.unknown?.evidence?.private).toBe('Shop is down')
  })
})

describe('the key of an alert', () => {
  const keyOf = (keySecret: string, name = 'ann@shop.example') =>
    incomingAlerts('json', { name }, { nowMs: T0, keySecret })[0]?.key

  it('is the same for the same alert, and cannot be guessed without the secret of Muster', () => {
    expect(keyOf('a secret of ours')).toMatch(/^[0-9a-f]{16}$/)
    expect(keyOf('a secret of ours')).toBe(keyOf('a secret of ours'))
    expect(keyOf('a secret of ours')).not.toBe(keyOf('a secret of ours', 'bob@shop.example'))
    expect(keyOf('a secret of ours')).not.toBe(keyOf('another secret'))
  })
})

describe('what is long', () => {
  it('is cut off, label by label', () => {
    const labels = { short: 'a  b', long: 'x'.repeat(100_000) }
    const [alert] = incomingAlerts('json', { name: 'Out', labels }, { nowMs: T0, keySecret: 'a secret of ours' })
    expect(alert?.labels).toEqual({ short: 'a  b', long: 'x'.repeat(200) })
  })
})

describe('what cannot be taken', () => {
  it('is said in a sentence', async () => {
    expect(await post('json/shop', '{"name": ')).toEqual({ status: 400, text: 'This is no JSON: send an object.' })
    expect(await post('json/shop', {})).toEqual({
      status: 400,
      text: 'These are no alerts: there is no "name" or "alerts".',
    })
    const { status, text } = await post('alertmanager/shop', { alerts: [{ status: 'burning' }] })
    expect([status, text]).toEqual([
      400,
      expect.stringMatching(/^These are no alerts: "alerts\.0\.status" is not as it should be/),
    ])
  })

  it('is told of a plan that is not there', async () => {
    expect(await post('json/other', OUT)).toEqual({ status: 404, text: 'There is no such plan in force.' })
  })

  it('is refused when it is too long', async () => {
    expect((await post('json/shop', { ...OUT, text: 'x'.repeat(1024 * 1024) })).status).toBe(413)
  })
})

describe('an alert', () => {
  it('of Alertmanager, which sends it again and then its end', async () => {
    const alert = (status: string) => ({
      version: '4',
      status,
      groupKey: '{}:{alertname="DiskFree"}',
      alerts: [
        {
          status,
          labels: { alertname: 'DiskFree', instance: 'db-1' },
          annotations: { summary: 'db-1 is nearly full', value: '4.5' },
          startsAt: new Date(T0 - 2 * MINUTE).toISOString(),
          endsAt: '0001-01-01T00:00:00Z',
          fingerprint: 'c0ffee',
        },
      ],
    })
    expect((await post('alertmanager/shop', alert('firing'))).status).toBe(200)
    expect(desk.signals.proposal).toMatchObject({ refs: ['signal/disk'], firstBadMs: T0 - 2 * MINUTE })
    const events = desk.watch.events.length
    await post('alertmanager/shop', alert('firing'))
    expect(desk.watch.events).toHaveLength(events)
    await post('alertmanager/shop', alert('resolved'))
    expect(desk.signals.proposal).toBeNull()
  })

  it('of Grafana, with its values', async () => {
    const alert = (value: number) => ({
      status: 'firing',
      alerts: [
        { status: 'firing', labels: { alertname: 'DiskFree' }, values: { A: value }, startsAt: '0001-01-01T00:00:00Z' },
      ],
    })
    await post('grafana/shop', alert(5))
    expect(desk.signals.proposal).toBeNull()
    await post('grafana/shop', alert(4.99))
    expect(desk.signals.proposal).toMatchObject({ refs: ['signal/disk'], firstBadMs: T0 })
  })

  it('of PagerDuty that Muster itself has caused is none', async () => {
    const body = {
      event: {
        event_type: 'incident.triggered',
        data: { id: 'Q1', title: 'Shop', incident_key: 'DR-20261128-1000/0/one' },
      },
    }
    const header = `v1=${createHmac('sha256', PAGERDUTY_SECRET).update(JSON.stringify(body)).digest('hex')}`
    expect(await post('pagerduty/shop', body, { 'x-pagerduty-signature': header })).toEqual({
      status: 200,
      text: '{"alerts":0}',
    })
    expect(signalTypes(desk.watch.events)).toEqual([])
  })

  it('of PagerDuty that tells of something else is taken, and is none', async () => {
    const others = [
      { event_type: 'pagey.ping', data: { message: 'Hello from your friend Pagey!', type: 'ping' } },
      { event_type: 'incident.responder.added', data: { incident: { id: 'Q1' }, state: 'pending' } },
      { event_type: 'service.updated' },
    ]
    for (const event of others) {
      const signature = createHmac('sha256', PAGERDUTY_SECRET).update(JSON.stringify({ event })).digest('hex')
      const headers = { 'x-pagerduty-signature': `v1=${signature}` }
      expect(await post('pagerduty/shop', { event }, headers)).toEqual({ status: 200, text: '{"alerts":0}' })
    }
    expect(signalTypes(desk.watch.events)).toEqual([])
  })

  it('that was over and comes again, word for word, is asked about again', async () => {
    await post('json/shop', OUT)
    await post('json/shop', { ...OUT, status: 'resolved' })
    await post('json/shop', OUT)
    expect(desk.watch.of('proposal-opened')).toHaveLength(2)
  })

  it('of a storm is one of a thousand', async () => {
    for (let nth = 0; nth < 200; nth++) await post('json/shop', { name: `Unheard ${nth}` })
    await post('json/shop', { alerts: Array.from({ length: 800 }, (_, nth) => ({ name: `Unheard ${nth + 200}` })) })
    expect(desk.watch.of('proposal-opened')).toHaveLength(1)
    expect(signalTypes(desk.watch.events).length).toBeLessThanOrEqual(14)
    expect(desk.signals.tracks.unknown?.count).toBe(1_000)
  })

  it('of a storm that ends after a restart does not end the storm, and the last of them does', async () => {
    const alerts = (status: string, many = 100) => ({
      alerts: Array.from({ length: many }, (_, nth) => ({ name: 'Out', key: `k${nth}`, status })),
    })
    await post('json/shop', alerts('firing'))
    await close()
    await listen()
    for (let nth = 0; nth < 3; nth++) await post('json/shop', alerts('resolved', 1))
    expect(desk.signals.tracks['signal/out']).toMatchObject({ bad: true })
    await post('json/shop', alerts('resolved'))
    expect(desk.signals.proposal).toBeNull()
  })

  it('of many with a threshold counts no more once its number is within it, though it is still sent', async () => {
    const alerts = (value: number) => ({
      alerts: Array.from({ length: 6 }, (_, nth) => ({ name: 'DiskFree', key: `k${nth}`, value })),
    })
    await post('json/shop', alerts(3))
    expect(desk.signals.tracks['signal/disk']).toMatchObject({ bad: true, count: 6 })
    await post('json/shop', alerts(50))
    expect(desk.signals).toMatchObject({ proposal: null, past: [{ end: { how: 'recovered' } }] })
  })
})
