/** All that answers over HTTP but Slack's receiver, from the program's settings: pages, consoles and metrics, and below `/hooks` what comes in. */
import type { Hono } from 'hono'
import type { Services } from '../../commands/services.ts'
import type { Clock } from '../engine/clock.ts'
import type { Logger } from '../engine/logger.ts'
import type { Messages } from '../messages/messages.ts'
import type { Settings } from '../program/settings.ts'
import { accessBy } from './console/access.ts'
import { withResponders } from './responder/mount.ts'
import { createResponderConsole } from './responder/routes.ts'
import { createWeb, type WebPorts } from './web.ts'
import { createWebhooks } from './webhooks/webhooks.ts'

/** Where providers' webhooks and the links in mail come in, below the public URL. */
export const HOOKS_PATH = '/hooks'

type Given = 'run' | 'metrics' | 'standingWords' | 'runLog' | 'printPdf' | 'newKey' | 'ready' | 'health'

export interface SiteParts extends Pick<WebPorts, Given> {
  settings: Settings
  services: Services
  messages: Messages
  /** What the outside sees; undefined: only this machine sees us. */
  publicUrl: string | undefined
  /** Where the server itself listens. */
  ownUrl: string
  subscribing: WebPorts['subscribing'] | undefined
  clock: Clock
  logger: Logger
}

export function createSite(parts: SiteParts): Pick<Hono, 'fetch'> {
  const { settings, services, messages, run, metrics, standingWords, runLog, printPdf, newKey, logger } = parts
  const { publicUrl, ownUrl, subscribing, ready, health, clock } = parts
  const web = createWeb({
    ...{ services, run, metrics, standingWords, runLog, printPdf, newKey, logger, ready, health },
    publicUrl: () => publicUrl ?? ownUrl,
    ...(subscribing ? { subscribing } : {}),
    access: accessBy(settings),
    ...(settings.metricsToken ? { metricsToken: settings.metricsToken } : {}),
    nowMs: clock.now,
  })
  const { twilio, alertsSecret, pagerduty } = settings
  web.route(
    HOOKS_PATH,
    createWebhooks({
      ...{ services, messages, newKey, secret: settings.secret, now: clock.now, mountedAt: HOOKS_PATH },
      ...(publicUrl ? { publicUrl } : {}),
      ...(twilio ? { twilioAuthToken: twilio.authToken } : {}),
      ...(alertsSecret ? { alertsSecret } : {}),
      ...(pagerduty?.webhookSecret ? { pagerDutySecret: pagerduty.webhookSecret } : {}),
    }),
  )
  const responders = createResponderConsole({
    ...{ services, runLog, newKey, logger, secret: settings.secret, nowMs: clock.now },
    publicUrl: () => publicUrl ?? ownUrl,
  })
  return { fetch: withResponders(web.fetch, responders.fetch) }
}
