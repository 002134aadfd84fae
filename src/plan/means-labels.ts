/** What the ways to reach people are called wherever people read of them. */
import type { AudienceMeans, Means } from './schema.ts'

/** Means in words. */
export const MEANS_LABELS: Record<Means, string> = {
  slack: 'Slack',
  pagerduty: 'PagerDuty',
  sms: 'SMS',
  voice: 'phone call',
  email: 'mail',
}

/** Means by which audiences are told, in words, as in "told by …". */
export const AUDIENCE_MEANS_LABELS: Record<AudienceMeans, string> = {
  ...MEANS_LABELS,
  'slack-dm': 'Slack message',
  'status-page': 'the status page',
  webhook: 'a request to their program',
  manual: 'hand',
}
