import { expect, test } from 'vitest'
import { healthProof } from '../../src/program/health.ts'
import { plainText } from '../../src/web/console/plain-text.ts'
import { MINUTE, openDesk } from '../commands/desk.ts'
import { shop } from '../commands/plans.ts'
import { openSite } from './site.ts'

test('metrics: open incidents, the most overdue thing, effects by kind and outcome', async () => {
  const desk = await openDesk(shop)
  const site = openSite(desk)
  await desk.type('declare drill shop minor')
  await desk.type('declare database-corruption')
  site.metrics.countEffect('page', 'failed', 20)
  desk.clock.moveTo(desk.clock.now() + 20 * MINUTE)
  const response = await site.get('/metrics')
  expect(response.headers.get('content-type')).toContain('text/plain')
  const text = await response.text()
  expect(text).toContain('muster_open_incidents{mode="real"} 1')
  expect(text).toContain('muster_open_incidents{mode="drill"} 1')
  expect(text).toContain('muster_effects_total{kind="page",outcome="failed"} 1')
  expect(Number(/muster_oldest_overdue_seconds (\d+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(300)
})

test('health is one thing, readiness another; a fault is a sentence for the reader and a line for the operator', async () => {
  const desk = await openDesk(shop)
  const site = openSite(desk)
  expect((await site.get('/healthz')).status).toBe(200)
  expect(await site.json('/readyz')).toEqual({ ok: true })
  desk.services.incidentsWithPlans = async () => {
    throw new Error('password=hunter2')
  }
  const response = await site.get('/status')
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('hunter2')
  expect(site.logged).toEqual(['a web request failed'])
})

test('health proves who answers, to whoever asks with a nonce', async () => {
  const site = openSite(await openDesk(shop))
  expect(await site.json('/healthz')).toEqual({ ok: true, version: '1.0.0' })
  expect(await site.json('/healthz?nonce=abc')).toEqual({
    ok: true,
    version: '1.0.0',
    proof: healthProof('secret of the site', 'abc'),
  })
  expect(await site.json('/healthz?nonce=abd')).not.toEqual(await site.json('/healthz?nonce=abc'))
  expect(await site.json(`/healthz?nonce=${'a'.repeat(65)}`)).toEqual({ ok: true, version: '1.0.0' })
})

test.each([
  ['*DR-1 is open*: see <#C1>', 'DR-1 is open: see #dr-1'],
  ['<@U1|ana> and <@U2>', '@ana and @U2'],
  ['<https://x.example.com/a|Runbook>', 'Runbook (https://x.example.com/a)'],
  ['say `/dr ack`. 2 * 3 * 4', 'say `/dr ack`. 2 * 3 * 4'],
  ['• *Level 1* paged', '• Level 1 paged'],
])('plain text of %s', (text, plain) => {
  expect(plainText(text, new Map([['C1', 'dr-1']]))).toBe(plain)
})
