/** What one record of any simulated service changes in the workspace. Pure. */
import type { ServiceRecord } from '../../services.ts'
import type { Change } from './changes.ts'
import { slackChanges } from './slack-changes.ts'

export function recordChanges(record: ServiceRecord, botUserId: string): Change[] {
  switch (record.kind) {
    case 'slack':
      return [...slackChanges(record.record, botUserId), ...latestSlackCall(record.record)]
    case 'sms':
      return [{ type: 'sms', sms: record.sms }]
    case 'call':
      return [{ type: 'call', call: record.call }]
    case 'mail': {
      const { at, from, to, subject, text, html } = record.mail
      return [{ type: 'mail', mail: { at, from, to, subject, text, html } }]
    }
    case 'pagerduty': {
      const { id, number, dedupKey, service, title, severity, status, createdAt, updatedAt } = record.incident
      const acknowledgedBy = record.incident.acknowledgements.map(({ by }) => by.name)
      const shown = { id, number, dedupKey, title, severity, status, createdAt, updatedAt, acknowledgedBy }
      return [{ type: 'pagerduty', incident: { ...shown, service: service.name } }]
    }
    case 'wire': {
      const { who, service, at, method, path, status } = record.record
      return who === 'bot' ? [{ type: 'latest-call', service, latest: { at, call: `${method} ${path}`, status } }] : []
    }
  }
}

/** Slack answers 200 to nearly everything: a call that a fault ended counts as cut or refused. */
function latestSlackCall({ who, method, at, response }: Extract<ServiceRecord, { kind: 'slack' }>['record']): Change[] {
  if (who !== 'bot') return []
  const fault = /^fault: (.*)$/.exec(String(response.error ?? ''))?.[1]
  const status = fault === undefined ? 200 : (STATUS_OF_FAULT[fault] ?? 500)
  return [{ type: 'latest-call', service: 'slack', latest: { at, call: method, status } }]
}

const STATUS_OF_FAULT: Record<string, number> = { down: 0, 'rate-limit': 429 }
