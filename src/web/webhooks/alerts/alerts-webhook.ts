/**
 * Alerts of other monitors: `POST /alertmanager/PLAN`, `/grafana/PLAN`, `/json/PLAN` with a token or a signature, `/pagerduty/PLAN` with PagerDuty's own. Whoever
 * is not who they claim to be gets 401 and nothing happens; a body that cannot be read gets 400 with one sentence. The same body again changes nothing: what is
 * known already, the watch knows.
 */
import { createHmac } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { Services } from '../../../../commands/services.ts'
import { sameSecret } from '../../../adapters/same-secret.ts'
import { SYSTEM } from '../../../plan/actor.ts'
import { isSignedByPagerDuty } from '../pagerduty-webhook.ts'
import { createFiring } from './firing.ts'
import { incomingAlerts, NotReadable, type Source } from './incoming.ts'

export interface AlertsWebhookOptions {
  services: Pick<Services, 'watch' | 'askWatch'>
  /** Of whoever sends alerts; absent: only PagerDuty may. */
  secret?: string
  pagerDutySecret?: string
  /** Muster's own, of which the keys of alerts are made. */
  keySecret: string
  now: () => number
  newKey: () => string
}

const SIGNATURE_HEADER = 'x-muster-signature'

export function alertsWebhook({
  services,
  secret,
  pagerDutySecret,
  keySecret,
  now,
  newKey,
}: AlertsWebhookOptions): Hono {
  const app = new Hono()
  const firing = createFiring()
  const take = (source: Source, isSender: (c: Context, body: string) => boolean) =>
    app.post(`/${source}/:plan`, async (c) => {
      const body = await c.req.text()
      if (!isSender(c, body)) return c.text('This request has neither the token nor a signature.\n', 401)
      const watched = await services.watch(c.req.param('plan'))
      if (!watched) return c.text('There is no such plan in force.\n', 404)
      const { plan, state } = watched
      const alerts = readable(source, body, { nowMs: now(), keySecret })
      if (typeof alerts === 'string') return c.text(`${alerts}\n`, 400)
      const counts = firing.count(plan, alerts, now(), (ref) => state.signals.tracks[ref]?.sinceMs ?? 0)
      const command = { type: 'report-alerts', alerts, counts, atMs: now(), by: SYSTEM } as const
      // No key of the body's: the same alert may come again, word for word, after it was over.
      const asked = await services.askWatch(plan.id, command, `alerts:${newKey()}`)
      // The sender tries again.
      return asked.ok ? c.json({ alerts: alerts.length }) : c.text(`${asked.why}\n`, 503)
    })
  if (secret !== undefined) {
    for (const source of ['alertmanager', 'grafana', 'json'] as const)
      take(source, (c, body) => hasToken(secret, c) || isSigned(secret, c, body))
  }
  if (pagerDutySecret !== undefined) {
    const header = 'x-pagerduty-signature'
    take('pagerduty', (c, body) => isSignedByPagerDuty(pagerDutySecret, body, c.req.header(header) ?? ''))
  }
  return app
}

/** @returns a sentence when it cannot be read. */
function readable(source: Source, body: string, reading: Parameters<typeof incomingAlerts>[2]) {
  try {
    return incomingAlerts(source, JSON.parse(body), reading)
  } catch (error) {
    if (error instanceof NotReadable) return error.message
    if (error instanceof SyntaxError) return 'This is no JSON: send an object.'
    throw error
  }
}

const hasToken = (secret: string, c: Context): boolean => {
  const [, token = ''] = /^bearer +(.+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  return sameSecret(token, secret)
}

function isSigned(secret: string, c: Context, body: string): boolean {
  const [, hex = ''] = /^sha256=([0-9a-f]{64})$/i.exec(c.req.header(SIGNATURE_HEADER) ?? '') ?? []
  const given = Buffer.from(hex, 'hex')
  const expected = createHmac('sha256', secret).update(body).digest()
  return sameSecret(given, expected)
}
