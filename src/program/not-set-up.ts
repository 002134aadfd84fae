/** What is said of a means that nobody has set up: a failure like any other, after which the next means is tried. */
import type { AudienceMeans, Means } from '../plan/schema.ts'

export const NOT_SET_UP: Record<Means | AudienceMeans, string> = {
  slack: 'Slack is not set up.',
  pagerduty: 'PagerDuty is not set up.',
  sms: 'Twilio is not set up.',
  voice: 'Twilio is not set up.',
  email: 'Mail is not set up.',
  'slack-dm': 'Slack is not set up.',
  'status-page': 'There is no status page.',
  webhook: 'Nothing is set up to call webhooks.',
  manual: 'This is for a person to do.',
}
