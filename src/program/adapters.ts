/** The adapters that the settings call for. What has no settings is absent, and whoever needs it says so. */

import type { Carrier } from '../adapters/carrier.ts'
import { createEmailCarriers, type EmailCarriers } from '../adapters/email/email-carriers.ts'
import { createPagerDutyCarriers, type PagerDutyCarriers } from '../adapters/pagerduty/pagerduty-carriers.ts'
import { createPagerDutyClient, type PagerDutyClient } from '../adapters/pagerduty/pagerduty-client.ts'
import { createSlackCarriers, type SlackCarriers } from '../adapters/slack/carriers.ts'
import { createSlackClient } from '../adapters/slack/client.ts'
import { createSlackLine, type SlackLine } from '../adapters/slack/line.ts'
import { createRunOutput, type RunOutput } from '../adapters/slack/run-output.ts'
import { publishStatusBy } from '../adapters/statuspage/publish-status.ts'
import { createStatuspageCarrier } from '../adapters/statuspage/statuspage-carrier.ts'
import { createStatuspageClient } from '../adapters/statuspage/statuspage-client.ts'
import type { TwilioCarriers } from '../adapters/twilio/carriers-shape.ts'
import { createTwilioCarriers } from '../adapters/twilio/twilio-carriers.ts'
import { createWebhookCarriers, type WebhookCarriers } from '../adapters/webhook/webhook-carriers.ts'
import { wallClock } from '../engine/wall-clock.ts'
import type { Event } from '../incident/events.ts'
import type { Messages } from '../messages/messages.ts'
import { tell } from '../messages/tell.ts'
import { type ConsoleCarriers, createConsoleMessages } from './console-messages.ts'
import type { Settings } from './settings.ts'

export interface Adapters {
  slack?: SlackCarriers
  /** Whether Slack answers. */
  slackLine?: SlackLine
  /** Links to the responder console, and its codes. */
  consoleMessages?: ConsoleCarriers
  /** Shows the output of a run while it runs. */
  output?: RunOutput
  pagerduty?: PagerDutyCarriers & { client: PagerDutyClient }
  twilio?: TwilioCarriers
  email?: EmailCarriers
  webhook: WebhookCarriers
  /** Status pages of other companies. */
  statuspage: Carrier<'publish-status'>
  close(): Promise<void>
}

interface AdapterParts {
  settings: Settings
  messages: Messages
  events(incident: string): Promise<(Event & { seq: number })[]>
  /** Where the outside reaches us; absent: no webhooks, and no links in messages. */
  outside?: { publicUrl: string; hooksUrl: string }
}

export function createAdapters({ settings, messages, events, outside }: AdapterParts): Adapters {
  const { secret } = settings
  const links = outside ? { incidentUrl: incidentUrlAt(outside.publicUrl) } : {}
  const reachable = outside ? { ...links, webhooksUrl: outside.hooksUrl } : {}
  const webhook = createWebhookCarriers({ messages, env: (name) => settings.actions.environment[name] })
  const hosted =
    settings.statuspage && createStatuspageCarrier({ client: createStatuspageClient(settings.statuspage), messages })
  const adapters: Adapters = {
    webhook,
    statuspage: publishStatusBy({ webhook: webhook.publishStatus, ...(hosted && { hosted }) }),
    async close() {
      await adapters.output?.stop()
      adapters.pagerduty?.client.close()
    },
  }
  if (settings.slack) {
    const { botToken, apiUrl, statusUrl } = settings.slack
    const client = createSlackClient({ token: botToken, ...(apiUrl ? { apiUrl } : {}) })
    adapters.slack = createSlackCarriers({ client, messages: { tell, notice: messages.notice }, events })
    adapters.slackLine = createSlackLine(client, statusUrl)
    adapters.output = createRunOutput(client, {
      now: wallClock.now,
      sleep: (ms, signal) => wallClock.sleepUntil(wallClock.now() + ms, signal),
    })
  }
  if (settings.pagerduty) {
    const { routingKeys, apiKey, server, ca } = settings.pagerduty
    const client = createPagerDutyClient({
      ...(apiKey ? { apiKey } : {}),
      ...(server ? { server } : {}),
      ...(ca ? { ca } : {}),
    })
    const carriers = createPagerDutyCarriers({
      client,
      messages,
      routingKey: (variable) => routingKeys[variable],
      ...links,
    })
    adapters.pagerduty = { ...carriers, client }
  }
  if (settings.twilio) {
    const { rates = {}, ...account } = settings.twilio
    adapters.twilio = createTwilioCarriers({ account, rates, messages, secret, ...reachable })
  }
  if (settings.email) adapters.email = createEmailCarriers({ ...settings.email, messages, secret, ...reachable })
  const { publicUrl } = outside ?? {}
  const { twilio, email } = adapters
  adapters.consoleMessages = createConsoleMessages({ secret, messages, publicUrl, sms: twilio?.sms, email })
  return adapters
}

const incidentUrlAt = (publicUrl: string) => (incident: string) => `${publicUrl}/console/incidents/${incident}`
