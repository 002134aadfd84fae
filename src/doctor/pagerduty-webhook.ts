/** An acknowledgement in PagerDuty is seen at once, which takes a webhook; whether PagerDuty has one, only its own page shows. */
import { type Check, ok, warning } from './finding.ts'

export const pagerDutyWebhook: Check = {
  name: 'pagerduty-webhook',
  group: 'PagerDuty',
  run({ settings: { pagerduty, publicUrl }, hooksPath }) {
    // Without a public address webhooks cannot come; `without-address` tells what polling does for it.
    if (!pagerduty || publicUrl === undefined) return []
    const address = `${publicUrl}${hooksPath}/pagerduty`
    if (pagerduty.webhookSecret !== undefined)
      return [ok(`Webhooks at ${address} are checked with PAGERDUTY_WEBHOOK_SECRET`)]
    const why =
      pagerduty.apiKey === undefined
        ? 'An acknowledgement in PagerDuty goes unseen, and people are paged on.'
        : 'An acknowledgement in PagerDuty is only seen by polling, up to 30 s late.'
    const remedy = `Add a Generic Webhook (v3) to ${address} in PagerDuty (Integrations) and set PAGERDUTY_WEBHOOK_SECRET to the secret that it shows once.`
    return [warning('There is no webhook secret', why, remedy)]
  },
}
