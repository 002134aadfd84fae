/** Readiness for browsers and tools: the console's page, its JSON, and the metrics; all say what `/dr readiness` says. */
import { expect, test } from 'vitest'
import type { Services } from '../../commands/services.ts'
import { planSchema } from '../../src/plan/schema.ts'
import type { SeenSet } from '../../src/readiness/backups/seen.ts'
import { MINUTE, openDesk } from '../commands/desk.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { openSite } from './site.ts'

const DAY = 24 * 60 * MINUTE
const shop = planSchema.parse({
  ...testPlanInput,
  system: { name: 'Shop & <b>Sons</b>', publicName: 'The Shop' },
  scenarios: { flood: { title: 'Flood' }, fire: { title: '<i>Fire</i>' } },
  drills: {
    monthly: { label: 'Monthly drill', every: 'month', scenarios: ['flood'] },
    restore: { label: 'Restore', every: 'quarter' },
  },
})

async function held() {
  const desk = await openDesk(shop)
  await desk.type('drill start monthly')
  await desk.advance(30 * MINUTE)
  await desk.type('resolve')
  return { desk, site: openSite(desk) }
}

test('the page: what is missing before what is in order, with links to incidents, and no text taken for markup', async () => {
  const { site } = await held()
  const response = await site.get('/console/readiness')
  expect(response.status).toBe(200)
  const page = await response.text()
  expect(page).toContain('<strong>50 %</strong>')
  expect(page).toContain('2 of 4 that should hold do.')
  expect(page).toContain('Shop &amp; &lt;b&gt;Sons&lt;/b&gt;')
  expect(page).toContain('<strong>&lt;i&gt;Fire&lt;/i&gt;</strong>: never gone through')
  expect(page).toContain('<a href="/console/incidents/DR-20261205-1000">DR-20261205-1000</a>')
  expect(page).toContain('overdue since 2026-10-01')
  expect(page.indexOf('Missing')).toBeLessThan(page.indexOf('In order'))
  expect(await (await site.get('/console')).text()).toContain('href="/console/readiness"')
})

test('the JSON: the number, each item with its standing and its line', async () => {
  const { site } = await held()
  expect(await site.json('/console/api/readiness')).toEqual([
    {
      ...{ plan: 'shop', name: 'Shop & <b>Sons</b>', at: '2026-12-05T10:30:00.000Z', percent: 50 },
      items: [
        expect.objectContaining({
          ...{ kind: 'scenario', id: 'flood', holds: true },
          text: 'Flood: last proven today in a drill, in 30 min of 4 h (DR-20261205-1000)',
        }),
        expect.objectContaining({ kind: 'scenario', id: 'fire', holds: false, proof: null }),
        expect.objectContaining({ kind: 'drill', id: 'monthly', holds: true }),
        expect.objectContaining({ kind: 'drill', id: 'restore', holds: false }),
      ],
    },
  ])
})

test('readiness is behind the console’s token', async () => {
  const site = openSite(await openDesk(shop), { kind: 'token', token: 'secret-token' })
  expect((await site.get('/console/readiness')).status).toBe(401)
  expect((await site.get('/console/api/readiness')).status).toBe(401)
  expect((await site.get('/console/readiness', { authorization: 'Bearer secret-token' })).status).toBe(200)
})

test('the metrics: percent, how old each proof is, which drill is overdue; a plan that is gone is told no more', async () => {
  const { desk, site } = await held()
  await desk.advance(47 * DAY - 30 * MINUTE)
  const text = (await site.metrics.read()).text
  expect(text).toContain('muster_readiness_percent{plan="shop"} 25')
  expect(text).toContain(`muster_scenario_proven_age_seconds{plan="shop",scenario="flood"} ${47 * 86_400}`)
  expect(text).toContain('muster_scenario_proven_age_seconds{plan="shop",scenario="fire"} +Inf')
  expect(text).toContain('muster_drill_overdue{plan="shop",drill="monthly"} 0')
  expect(text).toContain('muster_drill_overdue{plan="shop",drill="restore"} 1')
  desk.files.plans = []
  await desk.services.reloadPlans(true)
  await desk.advance(6 * MINUTE)
  expect((await site.metrics.read()).text).not.toContain('plan="shop"')
})

test('the metrics: what would be lost now and what can be restored, also while the store does not answer', async () => {
  const plan = planSchema.parse({
    ...testPlanInput,
    components: { db: { label: 'Database' }, files: { label: 'Files' } },
    stores: { s3: { bucket: 'b' } },
    backups: {
      db: { label: 'Database', store: 's3', components: ['db'] },
      files: { label: 'Files', store: 's3', components: ['files'] },
    },
  })
  const desk = await openDesk(plan)
  const made = (ago: number, verified: boolean) => {
    const madeAtMs = desk.clock.now() - ago * MINUTE
    return { key: `k${ago}`, madeAtMs, size: 1, verified }
  }
  const newest = [made(10, false), made(60, true)]
  const db = { set: 'db', newest, oldestMs: newest[1]!.madeAtMs }
  const files = { set: 'files', newest: [] }
  let looks = 0
  let seen: SeenSet[] = [db, files]
  const lookAtBackups: Services['lookAtBackups'] = async () => {
    looks++
    return { ok: true, seen }
  }
  const site = openSite({ ...desk, services: { ...desk.services, lookAtBackups } })
  const metrics = async () => (await site.metrics.read()).text
  await expect.poll(metrics).toContain('muster_backup_lost_seconds{plan="shop",component="db"} 600')
  const text = await metrics()
  expect(text).toContain('muster_backup_restorable{plan="shop",component="db"} 1')
  expect(text).toContain('muster_backup_restorable_age_seconds{plan="shop",component="db"} 3600')
  expect(text).toContain('muster_backup_lost_seconds{plan="shop",component="files"} +Inf')
  expect(text).toContain('muster_backup_restorable{plan="shop",component="files"} 0')
  expect(text).toContain('muster_backup_restorable_age_seconds{plan="shop",component="files"} +Inf')
  expect(looks).toBe(1)
  seen = [
    { set: 'db', newest: [], unread: 'away' },
    { set: 'files', newest: [], unread: 'away' },
  ]
  await desk.advance(10 * MINUTE)
  await expect.poll(async () => [await metrics(), looks]).toEqual([expect.stringContaining('component="db"} 1200'), 2])
})

test('without a plan the page says so', async () => {
  const site = openSite(await openDesk())
  expect(await (await site.get('/console/readiness')).text()).toContain('There is no plan in force.')
})
