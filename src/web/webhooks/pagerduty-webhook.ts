/**
 * PagerDuty's v3 webhooks: what somebody did to one of our pages inside PagerDuty. The body is signed with the subscription's secret, by
 * several `v1=` values while a secret is being replaced (https://developer.pagerduty.com/docs/verifying-signatures). Everything that is
 * signed and of no use to us is answered 2xx: three refusals would switch the subscription off for a day.
 */
import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import {
  type AcknowledgingPorts,
  acknowledgeFromPagerDuty,
  type PagerDutyAnswer,
} from '../../adapters/pagerduty/acknowledge-from-pagerduty.ts'
import { isUser } from '../../adapters/pagerduty/poll-incidents.ts'
import { sameSecret } from '../../adapters/same-secret.ts'

export interface PagerDutyWebhookOptions {
  ports: AcknowledgingPorts
  secret: string
  now: () => number
}

const eventSchema = z.object({
  event: z.object({
    id: z.string(),
    event_type: z.string(),
    occurred_at: z.string().nullish(),
    agent: z.object({ id: z.string(), type: z.string() }).nullish(),
    data: z.object({ incident_key: z.string().nullish() }),
  }),
})

const ANSWERS: ReadonlyMap<string, PagerDutyAnswer['did']> = new Map([
  ['incident.acknowledged', 'acknowledged'],
  ['incident.resolved', 'resolved'],
])

export function pagerDutyWebhook({ ports, secret, now }: PagerDutyWebhookOptions): Hono {
  const app = new Hono()
  app.post('/', async (c) => {
    const body = await c.req.text()
    if (!isSignedByPagerDuty(secret, body, c.req.header('x-pagerduty-signature') ?? '')) {
      return c.text('This request is not signed by PagerDuty.\n', 401)
    }
    const read = eventSchema.safeParse(jsonOf(body))
    if (!read.success) return c.body(null, 204)
    const { id, event_type, occurred_at, agent, data } = read.data.event
    const did = ANSWERS.get(event_type)
    // Our own events come back as webhooks as well; their agent is the integration.
    if (!did || !isUser(agent) || !data.incident_key) return c.body(null, 204)
    // Without a time, the event's id tells this answer from others.
    const answer = { dedupKey: data.incident_key, user: agent.id, did, at: occurred_at ?? id }
    await acknowledgeFromPagerDuty(answer, now(), ports)
    return c.body(null, 204)
  })
  return app
}

/** @param header of `X-PagerDuty-Signature`. */
export function isSignedByPagerDuty(secret: string, body: string, header: string): boolean {
  const expected = createHmac('sha256', secret).update(body).digest()
  return header.split(',').some((signature) => {
    const [version, hex = ''] = signature.trim().split('=')
    const given = Buffer.from(hex, 'hex')
    return version === 'v1' && sameSecret(given, expected)
  })
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
