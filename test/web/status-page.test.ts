import { expect, test } from 'vitest'
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import { MINUTE, openDesk } from '../commands/desk.ts'
import { bank } from '../commands/plans.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { openSite } from './site.ts'

const shop: Plan = planSchema.parse({
  ...testPlanInput,
  components: {
    search: { label: 'Search' },
    checkout: { label: 'Checkout' },
    batch: { label: 'Batch', public: false },
  },
  scenarios: {
    ...testPlanInput.scenarios,
    slow: { title: 'Index rebuilt by hand', severity: 'minor', components: ['search', 'batch'] },
  },
})

interface Summary {
  page: { id: string; name: string; url: string; time_zone: string; updated_at: string }
  status: { indicator: string; description: string }
  components: { id: string; name: string; status: string }[]
  incidents: {
    id: string
    name: string
    status: string
    impact: string
    resolved_at: string | null
    incident_updates: { status: string; body: string; created_at: string }[]
    components: { id: string }[]
  }[]
  scheduled_maintenances: unknown[]
}

async function open() {
  const desk = await openDesk(shop, bank)
  const site = openSite(desk)
  const summary = async (path = '/status') => (await site.json(`${path}/api/v2/summary.json`)) as Summary
  return { desk, site, summary }
}

test('nothing is wrong: everything operational, each plan by itself and all together', async () => {
  const { summary } = await open()
  expect(await summary()).toMatchObject({
    page: { id: 'all', name: 'The Shop, Bank', url: 'https://muster.example.com/status', time_zone: 'Etc/UTC' },
    status: { indicator: 'none', description: 'All systems operational' },
    components: [
      { id: 'shop/search', status: 'operational' },
      { id: 'shop/checkout', status: 'operational' },
      { id: 'bank', name: 'Bank', status: 'operational' },
    ],
    incidents: [],
    scheduled_maintenances: [],
  })
  expect((await summary('/status/bank')).page).toMatchObject({
    id: 'bank',
    url: 'https://muster.example.com/status/bank',
  })
})

test('a declaration shows at once, with a generic title and standing words, on its own plan only', async () => {
  const { desk, summary } = await open()
  await desk.type('declare shop slow internal words')
  const { status, components, incidents } = await summary('/status/shop')
  expect(status).toEqual({ indicator: 'major', description: 'Partial system outage' })
  expect(components.map((one) => one.status)).toEqual(['partial_outage', 'operational'])
  expect(incidents).toMatchObject([
    {
      name: 'Service disruption – The Shop',
      status: 'investigating',
      impact: 'major',
      resolved_at: null,
      incident_updates: [
        { status: 'investigating', body: 'Shop stands at investigating.', created_at: '2026-12-05T10:00:00.000Z' },
      ],
      components: [{ id: 'shop/search' }],
    },
  ])
  expect(JSON.stringify(incidents)).not.toMatch(/Index rebuilt|internal words|Batch/)
  expect((await summary('/status/bank')).incidents).toEqual([])
  expect((await summary()).incidents).toHaveLength(1)
})

test('nobody said which components: all of the plan are out', async () => {
  const { desk, summary } = await open()
  await desk.type('declare shop critical')
  const { status, components } = await summary('/status/shop')
  expect(status.indicator).toBe('critical')
  expect(components.map((one) => one.status)).toEqual(['major_outage', 'major_outage'])
})

test('it follows the status: own words, recovering told as identified, monitoring degraded, then resolved', async () => {
  const { desk, site, summary } = await open()
  await desk.type('declare shop slow')
  await desk.advance(10 * MINUTE)
  await desk.type('update public Search is back for half of you.')
  await desk.type('update only for us')
  await desk.type('status recovering')
  expect((await summary('/status/shop')).incidents[0]?.status).toBe('identified')
  await desk.type('status monitoring')
  expect((await summary('/status/shop')).components[0]?.status).toBe('degraded_performance')
  await desk.advance(MINUTE)
  await desk.type('resolve')
  const { incidents, status } = await summary('/status/shop')
  expect(incidents).toEqual([])
  expect(status.indicator).toBe('none')
  const all = (await site.json('/status/shop/api/v2/incidents.json')) as Summary
  expect(all.incidents[0]).toMatchObject({ status: 'resolved', resolved_at: '2026-12-05T10:11:00.000Z' })
  expect(all.incidents[0]?.incident_updates.map((one) => one.body)).toEqual([
    'Shop stands at resolved.',
    'Shop stands at monitoring.',
    'Shop stands at recovering.',
    'Search is back for half of you.',
    'Shop stands at investigating.',
  ])
  expect(await site.json('/status/shop/api/v2/incidents/unresolved.json')).toMatchObject({ incidents: [] })
})

test('a false alarm is resolved with a correction, a duplicate points to the other entry', async () => {
  const { desk, site } = await open()
  await desk.type('declare shop slow')
  await desk.type('declare separate shop slow')
  await desk.type('cancel DR-20261205-1000-2 duplicate-of DR-20261205-1000')
  await desk.type('cancel the probe was broken')
  const { incidents } = (await site.json('/status/api/v2/incidents.json')) as Summary
  expect(incidents.map((one) => [one.id, one.status, one.incident_updates[0]?.body])).toEqual([
    ['DR-20261205-1000-2', 'resolved', 'This disruption is followed in another entry on this page.'],
    ['DR-20261205-1000', 'resolved', 'Shop stands at cancelled.'],
  ])
  expect(JSON.stringify(incidents)).not.toContain('probe')
})

test('a drill is never seen in public', async () => {
  const { desk, site, summary } = await open()
  await desk.type('declare drill shop slow')
  await desk.type('update public this is only a drill')
  expect((await summary()).incidents).toEqual([])
  for (const path of ['/status', '/status/shop', '/status/api/v2/incidents.json']) {
    expect(await (await site.get(path)).text()).not.toMatch(/drill|DR-2026/i)
  }
})

test('the page: state first, updates newest first, text escaped, past days, readable without scripts', async () => {
  const { desk, site } = await open()
  await desk.type('declare shop slow')
  await desk.type('update public <script>alert(1)</script> & sorry')
  const page = await (await site.get('/status/shop')).text()
  expect(page).toMatch(/<title>Partial system outage – The Shop<\/title>/)
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; sorry')
  expect(page).not.toContain('<script')
  expect(page.indexOf('sorry')).toBeLessThan(page.indexOf('Shop stands at investigating.'))
  expect(page).toContain('name="viewport"')
  expect(page).toContain('No disruptions.')
  await desk.type('resolve')
  expect(await (await site.get('/status')).text()).toContain('2026-12-05 10:00 UTC</time> to')
  await desk.advance(15 * 24 * 60 * MINUTE)
  expect(await (await site.get('/status')).text()).toContain('No disruptions.')
})

test('readable from other origins, revalidated each time, unknown pages are 404', async () => {
  const { site } = await open()
  const response = await site.get('/status/api/v2/status.json', { origin: 'https://elsewhere.example.com' })
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('cache-control')).toBe('no-cache')
  const again = await site.get('/status/api/v2/status.json', { 'if-none-match': response.headers.get('etag')! })
  expect(again.status).toBe(304)
  expect((await site.get('/status/nothing')).status).toBe(404)
  expect((await site.get('/status/nothing/api/v2/summary.json')).status).toBe(404)
  expect((await site.get('/status/')).status).toBe(200)
})

test('what is over leaves the page and its JSON after two weeks, what is open stays', async () => {
  const { desk, site } = await open()
  await desk.type('declare shop slow')
  await desk.type('declare separate shop slow')
  await desk.type('resolve DR-20261205-1000')
  const ids = async () =>
    ((await site.json('/status/api/v2/incidents.json')) as Summary).incidents.map((incident) => incident.id)
  expect(await ids()).toEqual(['DR-20261205-1000-2', 'DR-20261205-1000'])
  await desk.advance(14 * 24 * 60 * MINUTE)
  expect(await ids()).toEqual(['DR-20261205-1000-2', 'DR-20261205-1000'])
  await desk.advance(1)
  expect(await ids()).toEqual(['DR-20261205-1000-2'])
})

test('a plan that is retired in mid-incident stays on the page until the incident is over', async () => {
  const { desk, summary } = await open()
  await desk.type('declare shop database-corruption')
  desk.files.plans = [bank]
  await desk.services.reloadPlans(true)
  expect((await summary('/status/shop')).incidents).toHaveLength(1)
  expect((await summary()).page.name).toBe('Bank, The Shop')
  await desk.type('resolve')
  expect((await summary()).page.name).toBe('Bank')
})
