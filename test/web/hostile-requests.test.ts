/** Whatever comes to the public addresses: an answer below 500 with a sentence, no effect without a proof of who asks, and the same headers on all. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMessages } from '../../src/messages/messages.ts'
import { createWebhooks } from '../../src/web/webhooks/webhooks.ts'
import { openDesk } from '../commands/desk.ts'
import { shop } from '../commands/plans.ts'
import { ORIGIN, openSite } from './site.ts'

const messages = createMessages({ dir: 'templates' })
const SECRET = 'a-secret-of-sixteen'

const part = fc.oneof(
  fc.constantFrom(
    '..',
    '%2e%2e',
    '%00',
    '%',
    'DR-20261205-1000',
    'shop',
    '__proto__',
    'e30.e30',
    '.',
    'a.b.c',
    'incidents',
    'review',
    'log',
    '<script>',
    '%0d%0aset-cookie:x',
  ),
  fc.string({ maxLength: 10 }).map((text) => encodeURIComponent(text.toWellFormed())),
)
const base = fc.constantFrom(
  '/hooks/a',
  '/hooks/c',
  '/hooks/alerts/json',
  '/hooks/alerts/alertmanager',
  '/hooks/alerts/grafana',
  '/hooks/alerts/pagerduty',
  '/hooks/pagerduty',
  '/hooks/twilio/sms',
  '/hooks/twilio/voice',
  '/hooks/twilio/status',
  '/status',
  '/status/api/v2',
  '/console',
  '/console/api/command',
  '/console/api/incidents',
  '/metrics',
  '/healthz',
  '',
)
const path = fc
  .tuple(base, fc.array(part, { maxLength: 3 }), fc.option(part))
  .map(([at, parts, query]) => [at, ...parts].join('/') + (query === null ? '' : `?nonce=${query}&as=${query}`))
const body = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.json({ maxDepth: 3 }),
  fc.constantFrom(
    '{"event":{}}',
    '{"alerts":[{"labels":{"__proto__":1}}]}',
    '[]',
    'null',
    `${'['.repeat(20_000)}`,
    'From=%2B14155550100&Body=ACK+XXXXX&MessageSid=SM1',
    '{"command":"hold now","person":"olga"}',
  ),
)
const type = fc.constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/yaml',
)
const proof = fc.constantFrom<Record<string, string>>(
  {},
  { authorization: 'Bearer nonsense' },
  { authorization: 'Basic %%%' },
  { 'x-pagerduty-signature': 'v1=00,v1=zz,v2=' },
  { 'x-twilio-signature': 'AAAA' },
  { 'x-muster-signature': 'sha256=00' },
  { origin: 'https://evil.example' },
)

test('nothing that comes unproven has an effect, breaks anything, or is answered with an inside of ours', async () => {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption critical queries fail')
  const site = openSite(desk, { kind: 'token', token: 'a-token-of-sixteen-characters' })
  const { services, clock } = desk
  let keys = 0
  site.web.route(
    '/hooks',
    createWebhooks({
      ...{
        services,
        messages,
        secret: SECRET,
        now: clock.now,
        newKey: () => `k${++keys}`,
        mountedAt: '/hooks',
        publicUrl: ORIGIN,
      },
      ...{
        twilioAuthToken: 'twilio-token',
        pagerDutySecret: 'pagerduty-secret',
        alertsSecret: 'alerts-secret-sixteen',
      },
    }),
  )
  const journal = async () =>
    JSON.stringify([await services.events('DR-20261205-1000'), await services.system(), await services.watch('shop')])
  const before = await journal()
  await fc.assert(
    fc.asyncProperty(
      path,
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'),
      body,
      type,
      proof,
      async (at, method, sent, contentType, headers) => {
        const request = {
          method,
          headers: { 'content-type': contentType, ...headers },
          ...(method === 'GET' ? {} : { body: sent }),
        }
        const answer = await site.web.request(`${ORIGIN}${at}`, request)
        expect(answer.status, `${method} ${at}`).toBeLessThan(500)
        expect(answer.headers.get('content-security-policy'), at).toContain("default-src 'none'")
        expect(answer.headers.get('x-content-type-options'), at).toBe('nosniff')
        expect(answer.headers.get('set-cookie')).toBe(null)
        expect(await answer.text()).not.toMatch(/\bat .+\.ts:\d+|TypeError|node_modules/)
        const to = answer.headers.get('location')
        if (to !== null) expect(to).toMatch(/^\/(status|console)\b/)
      },
    ),
    { numRuns: 400 },
  )
  expect(site.logged).toEqual([])
  expect(await journal()).toBe(before)
}, 60_000)
