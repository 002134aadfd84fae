/** What stands on the page besides incidents: tiers, announced maintenance, history; and the page of one incident. */
import { expect, test } from 'vitest'
import { planSchema } from '../../src/plan/schema.ts'
import { MINUTE, openDesk } from '../commands/desk.ts'
import { bank } from '../commands/plans.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { openSite } from './site.ts'

const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const shop = planSchema.parse({
  ...testPlanInput,
  zone: 'Europe/Berlin',
  tiers: [
    { id: 'core', label: 'Core', window: '0-15 minutes' },
    { id: 'extras', label: 'Extras', window: '15-30 minutes' },
  ],
  components: {
    search: { label: 'Search', tier: 'extras' },
    checkout: { label: 'Checkout', tier: 'core' },
    batch: { label: 'Batch', public: false, tier: 'core' },
    help: { label: 'Help' },
  },
  maintenance: [
    {
      id: 'disks',
      title: 'New disks',
      start: '2026-12-05T12:00',
      length: '2 hours',
      components: ['checkout', 'batch'],
    },
    {
      id: 'rehearsal',
      title: 'Fire <drill>',
      kind: 'drill',
      start: '2026-12-12T09:00Z',
      length: '1 h',
      text: 'We practise.',
    },
  ],
  scenarios: {
    ...testPlanInput.scenarios,
    slow: { title: 'Index rebuilt by hand', severity: 'minor', components: ['search', 'batch'] },
  },
})

async function open() {
  const desk = await openDesk(shop, bank)
  const site = openSite(desk)
  const text = async (path: string) => (await site.get(path)).text()
  // biome-ignore lint/suspicious/noExplicitAny: whatever the JSON is.
  const json = async (path: string) => (await site.json(path)) as any
  return { desk, site, text, json }
}

test('components stand in the order of their tiers, under their names, and as groups in the JSON', async () => {
  const { text, json } = await open()
  const page = await text('/status/shop')
  const places = ['>Help<', '<h3>Core</h3>', '>Checkout<', '<h3>Extras</h3>', '>Search<'].map((part) =>
    page.indexOf(part),
  )
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places).not.toContain(-1)
  const { components } = await json('/status/shop/api/v2/components.json')
  expect(components.map((one: { id: string; group_id: string | null }) => [one.id, one.group_id])).toEqual([
    ['shop/help', null],
    ['shop/checkout', 'shop/tier/core'],
    ['shop/search', 'shop/tier/extras'],
    ['shop/tier/core', null],
    ['shop/tier/extras', null],
  ])
  expect(components[3]).toMatchObject({
    group: true,
    name: 'Core',
    components: ['shop/checkout'],
    status: 'operational',
  })
  // With all systems on one page they stand under the names of the systems.
  expect(await text('/status')).toMatch(
    /<h3 class="system"><a href="\/status\/shop">The Shop<\/a><\/h3>[\s\S]*<h4>Core<\/h4>/,
  )
})

test('maintenance is upcoming, then in progress with its components, then done, then gone', async () => {
  const { desk, text, json } = await open()
  const files = async () => {
    const of = async (file: string) =>
      (await json(`/status/shop/api/v2/${file}`)).scheduled_maintenances.map((one: { id: string; status: string }) => [
        one.id,
        one.status,
      ])
    return {
      upcoming: await of('scheduled-maintenances/upcoming.json'),
      active: await of('scheduled-maintenances/active.json'),
    }
  }
  const disks = 'shop/disks'
  const rehearsal = ['shop/rehearsal', 'scheduled']
  // 10:00 UTC; noon in Berlin is 11:00 UTC.
  expect(await files()).toEqual({ upcoming: [[disks, 'scheduled'], rehearsal], active: [] })
  expect(await text('/status/shop')).toContain('Maintenance, upcoming')
  await desk.advance(HOUR)
  expect(await files()).toEqual({ upcoming: [rehearsal], active: [[disks, 'in_progress']] })
  const summary = await json('/status/shop/api/v2/summary.json')
  expect(summary.status).toEqual({ indicator: 'maintenance', description: 'Service under maintenance' })
  expect(summary.components[1]).toMatchObject({ id: 'shop/checkout', status: 'under_maintenance' })
  expect(summary.scheduled_maintenances[0]).toMatchObject({
    ...{ id: disks, name: 'New disks', impact: 'maintenance', page_id: 'shop' },
    ...{ scheduled_for: '2026-12-05T11:00:00.000Z', scheduled_until: '2026-12-05T13:00:00.000Z' },
    components: [{ id: 'shop/checkout' }],
  })
  expect(await text('/status/shop')).toContain('Maintenance, in progress')
  await desk.advance(2 * HOUR)
  expect(await files()).toEqual({ upcoming: [rehearsal], active: [] })
  expect((await json('/status/shop/api/v2/summary.json')).status.indicator).toBe('none')
  const page = await text('/status/shop')
  expect(page).toContain('Maintenance, done')
  expect(page).toContain('Drill, upcoming')
  expect(page).toContain('Fire &lt;drill&gt;')
  expect(page).not.toContain('Batch')
  await desk.advance(30 * DAY)
  expect(await text('/status/shop')).not.toMatch(/New disks|Fire/)
})

test('an incident counts before maintenance, and maintenance is no downtime', async () => {
  const { desk, text, json } = await open()
  await desk.advance(90 * MINUTE)
  expect(await text('/status/shop')).toMatch(/Checkout, past 90 days: 100 % uptime, no disruptions/)
  await desk.type('declare shop critical')
  const { components, status } = await json('/status/shop/api/v2/summary.json')
  expect(components[1].status).toBe('major_outage')
  expect(status.indicator).toBe('critical')
})

test('the history says in words how long, which incident, and that the objective is missed', async () => {
  const { desk, text } = await open()
  await desk.type('declare shop slow')
  await desk.advance(3 * HOUR)
  const during = await text('/status/shop')
  expect(during).toMatch(/Search, past 90 days: 99\.86\d % uptime, disruptions on 1 day, listed below/)
  expect(during).toContain('below the objective of 99.9 %')
  expect(during).toContain('Partial outage, down for 3 h, <a href="/status/shop/incidents/DR-20261205-1000">')
  // Watched only: degraded, and the clock of the outage stands.
  await desk.type('status monitoring')
  await desk.advance(5 * HOUR)
  await desk.type('resolve')
  expect(await text('/status/shop')).toContain('down for 3 h,')
  expect(await text('/status/bank')).not.toContain('objective of 99.9 %</span>, <')
  // Another component of the same plan was never down.
  expect(await text('/status/shop')).toContain('Help, past 90 days: 100 % uptime')
  await desk.advance(89 * DAY)
  expect(await text('/status/shop')).toContain('disruptions on 1 day')
  await desk.advance(DAY)
  expect(await text('/status/shop')).not.toContain('disruptions on 1 day')
})

test('drills, false alarms and duplicates of false alarms never count', async () => {
  const { desk, text } = await open()
  await desk.type('declare drill shop slow')
  await desk.type('declare shop slow')
  await desk.type('declare separate shop slow')
  await desk.advance(2 * HOUR)
  await desk.type('cancel DR-20261205-1000-3 duplicate-of DR-20261205-1000-2')
  await desk.type('cancel DR-20261205-1000-2 the probe was broken')
  expect(await text('/status/shop')).toMatch(/Search, past 90 days: 100 % uptime, no disruptions/)
})

test('each incident has a page, also when it is over; drills and other plans have none there', async () => {
  const { desk, site, text, json } = await open()
  await desk.type('declare shop slow secret words')
  await desk.type('update public Search is <slow>.')
  const path = '/status/shop/incidents/DR-20261205-1000'
  const page = await text(path)
  expect(page).toContain('<h1>Service disruption – The Shop</h1>')
  expect(page).toContain('Search is &lt;slow&gt;.')
  expect(page).not.toMatch(/secret words|Index rebuilt/)
  const { incidents } = await json('/status/api/v2/incidents.json')
  expect(incidents[0].shortlink).toBe(`https://muster.example.com${path}`)
  await desk.advance(HOUR)
  await desk.type('resolve')
  await desk.advance(20 * DAY)
  expect(await text(path)).toMatch(/2026-12-05 10:00 UTC<\/time> to [\s\S]*\(1 h\)/)
  expect((await site.get(path.replace('shop', 'bank'))).status).toBe(404)
  await desk.type('declare drill shop slow')
  expect((await site.get('/status/shop/incidents/DR-20261225-1100')).status).toBe(404)
  expect((await site.get('/status/shop/incidents/DR-1')).status).toBe(404)
})
