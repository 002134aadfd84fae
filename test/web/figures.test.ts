/** Figures for browsers and tools: the console's page with its pictures, its JSON, and the gauges; all say what `/dr metrics` says. */
import { expect, test } from 'vitest'
import { planSchema } from '../../src/plan/schema.ts'
import { MINUTE, openDesk } from '../commands/desk.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { openSite } from './site.ts'

const DAY = 24 * 60 * MINUTE
const shop = planSchema.parse({ ...testPlanInput, system: { name: 'Shop & <b>Sons</b>', publicName: 'The Shop' } })

/** Answered after 3 minutes, back after 40; looked at a day later. */
async function afterAnIncident() {
  const desk = await openDesk(shop)
  await desk.type('declare critical')
  await desk.advance(3 * MINUTE)
  await desk.type('ack')
  await desk.advance(37 * MINUTE)
  await desk.type('resolve')
  await desk.advance(DAY - 40 * MINUTE)
  return { desk, site: openSite(desk) }
}

test('the page: a figure a row, two pictures with words for who cannot see them, and no text taken for markup', async () => {
  const { site } = await afterAnIncident()
  const response = await site.get('/console/figures?period=30+days')
  expect(response.status).toBe(200)
  const page = await response.text()
  expect(page).toContain('<h2>Shop &amp; &lt;b&gt;Sons&lt;/b&gt;, the last 30 days</h2>')
  expect(page).toContain('<dt>Back after (MTTR)</dt><dd>40 min</dd>')
  expect(page).toContain('<dt>Noticed after (MTTD)</dt><dd>not known</dd>')
  expect(page).toContain('99.907 % of 99.9 % promised <span>▼ 100 % before</span>')
  expect(page).toMatch(
    /alt="Shop &amp; &lt;b&gt;Sons&lt;\/b&gt;: how soon it was back. The RTO was met" src="data:image\/svg\+xml;base64,/,
  )
  expect(page).toMatch(/alt="[^"]*: outage by month\. 0 of 1 month within it"/)
  expect(page).toContain('href="/console/figures?period=2026-11"')
  expect(page).not.toMatch(/undefined|NaN|\[object/)
  // Another time shows the same system, and the one that is shown is marked.
  const one = await (await site.get('/console/figures?plan=shop&period=90+days')).text()
  expect(one).toContain('<a href="/console/figures?plan=shop&amp;period=90+days" aria-current="page">90 days</a>')
  expect(one).toContain('href="/console/api/figures?plan=shop&amp;period=90+days"')
  expect(one).toContain('<a href="/console/figures?period=90+days">All systems</a>')
  expect(await (await site.get('/console')).text()).toContain('href="/console/figures"')
})

test('the JSON: the figures of the time and of the time before, each incident, and the rows in words', async () => {
  const { site } = await afterAnIncident()
  expect(await site.json('/console/api/figures?plan=shop&period=2026-12')).toMatchObject([
    {
      ...{ plan: 'shop', period: 'December 2026', at: '2026-12-06T10:00:00.000Z' },
      now: { incidents: 1, mtta: { meanMs: 3 * MINUTE }, mttd: { meanMs: null }, drills: null },
      before: { incidents: 0, rto: { percent: null } },
      months: [{ incidents: 1 }],
      measures: [{ incident: 'DR-20261205-1000', mttrMs: 40 * MINUTE, customerImpactMinutes: 40 }],
    },
  ])
  expect(await site.json('/console/api/figures?plan=shpo')).toEqual({ error: 'There is no plan shpo.' })
  const wrong = await site.get('/console/figures?period=soon')
  expect([wrong.status, await wrong.text()]).toEqual([400, '"soon" is no time: say 30 days, 2026-11, 2026 or year.'])
})

test('figures are behind the console’s token', async () => {
  const site = openSite(await openDesk(shop), { kind: 'token', token: 'secret-token' })
  expect((await site.get('/console/figures')).status).toBe(401)
  expect((await site.get('/console/api/figures')).status).toBe(401)
})

test('the gauges, over 30, 90 and 365 days; what nobody knows is not there', async () => {
  const { desk, site } = await afterAnIncident()
  const text = (await site.metrics.read()).text
  expect(text).toContain('muster_incidents{plan="shop",days="30"} 1')
  expect(text).toContain('muster_mttr_seconds{plan="shop",days="365"} 2400')
  expect(text).toContain('muster_mtta_seconds{plan="shop",days="90"} 180')
  expect(text).toContain('muster_rto_attainment_ratio{plan="shop",days="30"} 1')
  // 40 of the 43.2 minutes that 30 days allow.
  expect(Number(/muster_error_budget_remaining_ratio\{plan="shop",days="30"\} (\S+)/.exec(text)![1])).toBeCloseTo(
    3.2 / 43.2,
  )
  for (const unknown of [
    'muster_mttd_seconds{',
    'muster_rpo_attainment_ratio{',
    'muster_backups_restorable{',
    'muster_drills_missed{',
  ])
    expect(text).not.toContain(unknown)
  expect(text).not.toContain('NaN')
  desk.files.plans = []
  await desk.services.reloadPlans(true)
  await desk.advance(6 * MINUTE)
  expect((await site.metrics.read()).text).not.toContain('muster_incidents{')
})
