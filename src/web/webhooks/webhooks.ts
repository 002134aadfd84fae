/**
 * Everything that comes in from outside but Slack: Twilio's messages, calls and reports, PagerDuty's webhooks, and the links in mail. Each is
 * served only when it is configured. Whoever is not who they claim to be gets 401 (a link: 404) and nothing happens; what comes twice acts
 * once.
 */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Services } from '../../../commands/services.ts'
import type { Messages } from '../../messages/messages.ts'
import { alertsWebhook } from './alerts/alerts-webhook.ts'
import { answerLink } from './answer-link.ts'
import { contactLink } from './contact-link.ts'
import { pagerDutyWebhook } from './pagerduty-webhook.ts'
import { createReplyLimit } from './reply-limit.ts'
import { onlyTwilio, type TwilioVariables } from './twilio-signature.ts'
import { smsWebhook } from './twilio-sms.ts'
import { statusWebhook } from './twilio-status.ts'
import { voiceWebhook } from './twilio-voice.ts'

export interface WebhookOptions {
  services: Pick<Services, 'ask' | 'state' | 'view' | 'incidentsWithPlans' | 'plans' | 'watch' | 'askWatch'>
  messages: Messages
  /** Of which codes and links are made. */
  secret: string
  /** The program's clock, epoch ms. */
  now: () => number
  /** A new word at each call, of letters and digits; two calls never give the same. */
  newKey: () => string
  /** What the outside sees in front of the paths that this server sees; for Twilio's signatures. */
  publicUrl?: string
  /** Where these routes hang below it, such as `/hooks`; '' for the root. */
  mountedAt: string
  twilioAuthToken?: string
  pagerDutySecret?: string
  /** Of monitors that send alerts. */
  alertsSecret?: string
}

/** PagerDuty sends the largest, with long custom details. */
const BODY_BYTES_MAX = 1024 * 1024

/** Routes: `/twilio/{sms,status,voice,gather}`, `/pagerduty`, `/alerts/{alertmanager,grafana,pagerduty,json}/:plan`, `/a/:token`, `/c/:token`. */
export function createWebhooks(options: WebhookOptions): Hono {
  const { services, messages, secret, now, newKey, publicUrl, mountedAt } = options
  const { twilioAuthToken, pagerDutySecret, alertsSecret } = options
  const app = new Hono()
  app.use(bodyLimit({ maxSize: BODY_BYTES_MAX }))
  app.route('/a', answerLink({ ports: services, secret, now, newKey }))
  app.route('/c', contactLink({ ports: services, secret, now }))
  if (pagerDutySecret !== undefined) {
    const ports = { ask: services.ask, incident: services.state }
    app.route('/pagerduty', pagerDutyWebhook({ ports, secret: pagerDutySecret, now }))
  }
  const alerts = {
    keySecret: secret,
    ...(alertsSecret !== undefined && { secret: alertsSecret }),
    ...(pagerDutySecret !== undefined && { pagerDutySecret }),
  }
  app.route('/alerts', alertsWebhook({ services, now, newKey, ...alerts }))
  if (twilioAuthToken !== undefined && publicUrl !== undefined) {
    const from = new Hono<TwilioVariables>()
    const url = `${publicUrl.replace(/\/$/, '')}${mountedAt}/twilio`
    from.use(onlyTwilio(twilioAuthToken, publicUrl))
    from.route('/sms', smsWebhook({ ports: services, secret, now, replies: createReplyLimit() }))
    from.route('/status', statusWebhook({ ports: services, now }))
    from.route('/', voiceWebhook({ ports: services, messages, secret, now, url }))
    app.route('/twilio', from)
  }
  return app
}
