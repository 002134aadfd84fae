import { afterAll, beforeAll, expect, test } from 'vitest'
import { getJson, STARTED_AT } from '../surroundings.ts'
import { type Account, openAccount } from './account.ts'

let account: Account
beforeAll(async () => {
  account = await openAccount()
})
afterAll(() => account.close())

const incident = async (key: string) => (await account.rest('get', `incidents?incident_key=${key}`)).data.incidents[0]

test('the official client triggers, acknowledges and resolves one incident by its dedup key', async () => {
  const accepted = await account.trigger('dr-1')
  expect(accepted.response.status).toBe(202)
  expect(accepted.data).toEqual({ status: 'success', message: 'Event processed', dedup_key: 'dr-1' })
  expect(await incident('dr-1')).toMatchObject({
    status: 'triggered',
    title: 'Primary database is gone',
    urgency: 'high',
  })

  await account.trigger('dr-1')
  expect((await account.rest('get', 'incidents?incident_key=dr-1')).data.incidents).toHaveLength(1)
  await account.acknowledge('dr-1')
  expect((await incident('dr-1')).status).toBe('acknowledged')
  await account.resolve('dr-1')
  expect(await incident('dr-1')).toMatchObject({ status: 'resolved', resolved_at: '2026-03-07T09:00:00Z' })
})

test('a trigger after the resolve opens a new incident; an acknowledge before any trigger is dropped', async () => {
  await account.acknowledge('dr-2')
  expect(await incident('dr-2')).toBeUndefined()
  await account.trigger('dr-2')
  await account.resolve('dr-2')
  await account.trigger('dr-2')
  const { incidents } = (await account.rest('get', 'incidents?incident_key=dr-2')).data
  expect(incidents.map((one: { status: string }) => one.status)).toEqual(['resolved', 'triggered'])
})

test.each([
  [{ routing_key: 'short' }, /routing_key.*32/],
  [{ routing_key: 'x'.repeat(32) }, /Invalid routing key/],
  [{ dedup_key: 'k'.repeat(256) }, /dedup_key.*255/],
  [{ payload: { source: 'muster', severity: 'critical' } }, /payload.summary/],
  [{ payload: { summary: 's', source: 'muster', severity: 'fatal' } }, /payload.severity/],
  [{ payload: { summary: 's'.repeat(1025), source: 'muster', severity: 'info' } }, /payload.summary.*1024/],
  [{ client: 'x'.repeat(513 * 1024) }, /524288/],
])('a wrong event is refused with 400 and the reason: %#', async (wrong, reason) => {
  const refused = await account.trigger('dr-wrong', wrong)
  expect(refused.response.status).toBe(400)
  expect(refused.data.errors.join()).toMatch(reason)
  expect(await incident('dr-wrong')).toBeUndefined()
})

test('an event without a dedup key gets one', async () => {
  const { dedup_key } = (await account.trigger('', { dedup_key: undefined })).data
  expect((await incident(dedup_key)).status).toBe('triggered')
})

test('the 121st event of a minute is refused and not ingested, the next minute takes events again', async () => {
  const own = await openAccount()
  try {
    for (let sent = 0; sent < 120; sent++) expect((await own.trigger('flood')).response.status).toBe(202)
    const refused = await own.trigger('one-too-many')
    expect(refused.response.status).toBe(429)
    expect(refused.data.status).toBe('throttle exceeded')
    expect((await own.rest('get', 'incidents?incident_key=one-too-many')).data.incidents).toEqual([])
    own.clock.moveTo(own.clock.now() + 60_000)
    expect((await own.trigger('one-too-many')).response.status).toBe(202)
  } finally {
    await own.close()
  }
})

test('every call of the bot is listed over plain http with its status, refused ones too', async () => {
  const own = await openAccount()
  try {
    await own.trigger('dr-1')
    own.faults.set({ service: 'pagerduty', fault: 'error', status: 503, count: 1 })
    expect((await own.trigger('dr-2')).response.status).toBe(503)
    own.faults.set({ service: 'pagerduty', fault: 'down', count: 1 })
    await expect(own.trigger('dr-3')).rejects.toThrow(/socket hang up|ECONNRESET/)
    own.faults.set({ service: 'pagerduty', fault: 'rate-limit', retryAfter: 7, match: 'enqueue' })
    const limited = await own.trigger('dr-4')
    expect([limited.response.status, limited.response.headers.get('retry-after')]).toEqual([429, '7'])
    own.faults.clear()

    const received = await getJson(own.sim.receivedUrl)
    // pdjs asks three times more after a 429, whatever it is told.
    expect(received.map((call: { status: number }) => call.status)).toEqual([202, 503, 0, 429, 429, 429, 429])
    expect(received[0]).toMatchObject({
      at: STARTED_AT,
      method: 'POST',
      path: '/v2/enqueue',
      body: { dedup_key: 'dr-1' },
    })
  } finally {
    await own.close()
  }
})
