import { afterEach, beforeEach, expect, test } from 'vitest'
import { type StatuspageSim, startStatuspageSim } from '../../../sim/statuspage/statuspage.ts'
import { getJson, STARTED_AT, surroundings } from '../surroundings.ts'

const PAGE = 'page-1'
let around: ReturnType<typeof surroundings>
let sim: StatuspageSim
beforeEach(async () => {
  around = surroundings()
  const components = [
    { id: 'api', name: 'API' },
    { id: 'web', name: 'Website' },
  ]
  sim = await startStatuspageSim({ ...around, pages: [{ id: PAGE, components }] })
})
afterEach(() => sim.close())

async function bot(method: string, path: string, body?: unknown, key = sim.apiKey) {
  const response = await fetch(`${sim.botUrl}/v1/pages/${PAGE}${path}`, {
    method,
    headers: { authorization: `OAuth ${key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the test asserts.
  return { status: response.status, headers: response.headers, body: (await response.json()) as any }
}

const declare = () =>
  bot('POST', '/incidents', {
    incident: {
      name: 'Database outage',
      status: 'investigating',
      body: 'We are looking into it.',
      component_ids: ['api'],
      components: { api: 'major_outage' },
      metadata: { muster: { incident: '42' } },
    },
  })

test('an incident is opened, updated and resolved, and its components follow', async () => {
  const { status, body: opened } = await declare()
  expect(status).toBe(201)
  expect(opened).toMatchObject({
    page_id: PAGE,
    status: 'investigating',
    impact: 'critical',
    created_at: STARTED_AT,
    metadata: { muster: { incident: '42' } },
    components: [{ id: 'api', status: 'major_outage' }],
    incident_updates: [
      { body: 'We are looking into it.', affected_components: [{ code: 'api', old_status: 'operational' }] },
    ],
  })
  expect((await bot('GET', '/incidents/unresolved')).body).toMatchObject([{ id: opened.id }])

  around.clock.moveTo(around.clock.now() + 60_000)
  const change = { incident: { status: 'resolved', body: 'All is well.', components: { api: 'operational' } } }
  const { body: resolved } = await bot('PATCH', `/incidents/${opened.id}`, change)
  expect(resolved).toMatchObject({ status: 'resolved', resolved_at: '2026-03-07T09:01:00.000Z', impact: 'critical' })
  expect(resolved.incident_updates.map((update: { status: string }) => update.status)).toEqual([
    'resolved',
    'investigating',
  ])
  expect((await bot('GET', '/incidents/unresolved')).body).toEqual([])
  expect((await bot('GET', `/incidents/${opened.id}`)).body).toEqual(resolved)
  expect((await bot('GET', '/components/api')).body.status).toBe('operational')
})

test('components are listed in order and changed one by one', async () => {
  const changed = await bot('PATCH', '/components/web', { component: { status: 'degraded_performance' } })
  expect(changed).toMatchObject({ status: 200, body: { id: 'web', status: 'degraded_performance' } })
  const { body } = await bot('GET', '/components')
  expect(body.map((one: { name: string; status: string }) => [one.name, one.status])).toEqual([
    ['API', 'operational'],
    ['Website', 'degraded_performance'],
  ])
})

test.each([
  [{ status: 'investigating' }, "Name can't be blank"],
  [{ name: 'x', status: 'panicking' }, 'status must be one of'],
  [{ name: 'x', impact_override: 'huge' }, 'impact_override must be one of'],
  [{ name: 'x', components: { api: 'broken' } }, 'components.api must be one of'],
  [{ name: 'x', component_ids: ['db'] }, 'Component db does not exist'],
])('a wrong incident is refused with 422: %j', async (incident, reason) => {
  const refused = await bot('POST', '/incidents', { incident })
  expect(refused.status).toBe(422)
  expect(refused.body.error.join()).toContain(reason)
  expect((await bot('GET', '/incidents')).body).toEqual([])
})

test('a wrong state of a component, a wrong key and unknown things are refused', async () => {
  expect((await bot('PATCH', '/components/web', { component: { status: 'gone' } })).status).toBe(422)
  expect((await bot('GET', '/incidents', undefined, 'wrong')).status).toBe(401)
  expect((await bot('GET', '/incidents/none')).status).toBe(404)
  expect((await bot('PATCH', '/components/none', { component: {} })).status).toBe(404)
})

test('faults meet the bot, are listed with its calls, and never the driver', async () => {
  around.faults.set({ service: 'statuspage', fault: 'rate-limit', retryAfter: 9, count: 1 })
  const limited = await declare()
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '9'])
  around.faults.set({ service: 'statuspage', fault: 'error', status: 502, count: 1 })
  expect((await declare()).status).toBe(502)
  around.faults.set({ service: 'statuspage', fault: 'down' })
  await expect(declare()).rejects.toThrow('fetch failed')
  expect(await getJson(`${sim.url}/v1/pages/${PAGE}/incidents`)).toEqual([])
  const received = await getJson(sim.receivedUrl)
  expect(received.map((call: { status: number }) => call.status)).toEqual([429, 502, 0])
  expect(received[0]).toMatchObject({ at: STARTED_AT, method: 'POST', body: { incident: { name: 'Database outage' } } })
})
