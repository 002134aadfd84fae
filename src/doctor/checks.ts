/** All checks, in the order in which people read them: what everything stands on first. */
import { alerts } from './alerts.ts'
import { anchors } from './anchors.ts'
import { approvals } from './approvals.ts'
import { clock } from './clock.ts'
import { configuration } from './configuration.ts'
import { database } from './database.ts'
import type { Check } from './finding.ts'
import { heartbeat } from './heartbeat.ts'
import { lifeboat } from './lifeboat.ts'
import { mail } from './mail.ts'
import { objectStorage } from './object-storage.ts'
import { offsite } from './offsite.ts'
import { pagerDutyEvents } from './pagerduty-events.ts'
import { pagerDutyReading } from './pagerduty-reading.ts'
import { pagerDutyWebhook } from './pagerduty-webhook.ts'
import { pdf } from './pdf.ts'
import { people } from './people.ts'
import { plans } from './plans.ts'
import { publicAddress } from './public-address.ts'
import { slackChannels } from './slack-channels.ts'
import { slackConnection } from './slack-connection.ts'
import { slackPeople } from './slack-people.ts'
import { slackScopes } from './slack-scopes.ts'
import { slackToken } from './slack-token.ts'
import { stepVariables } from './step-variables.ts'
import { twilioAccount } from './twilio-account.ts'
import { twilioNumber } from './twilio-number.ts'
import { webhookVariables } from './webhook-variables.ts'
import { withoutAddress } from './without-address.ts'

export const checks: readonly Check[] = [
  configuration,
  plans,
  stepVariables,
  webhookVariables,
  database,
  lifeboat,
  slackToken,
  slackScopes,
  slackConnection,
  slackPeople,
  slackChannels,
  pagerDutyEvents,
  pagerDutyReading,
  pagerDutyWebhook,
  twilioAccount,
  twilioNumber,
  mail,
  objectStorage,
  anchors,
  pdf,
  offsite,
  publicAddress,
  withoutAddress,
  heartbeat,
  alerts,
  clock,
  people,
  approvals,
]
