/**
 * Who has acknowledged or resolved our pages inside PagerDuty, asked in one request for all open incidents: webhooks get switched off, and
 * never reach a bot behind a firewall.
 */
import type { PagerDutyAnswer } from './acknowledge-from-pagerduty.ts'
import type { PagerDutyClient } from './pagerduty-client.ts'

/** PagerDuty gives at most 100 at a time, and a poll asks for so many pages at most. */
const PAGE_SIZE = 100
const PAGES_MAX = 5

interface RestIncident {
  incident_key?: string
  status?: string
  last_status_change_at?: string
  acknowledgements?: { at?: string; acknowledger?: { id?: string; type?: string } }[]
  last_status_change_by?: { id?: string; type?: string }
}

/**
 * @param keys dedup keys of our open pages. @param sinceMs when the oldest of them was made, epoch ms.
 * @throws Error when PagerDuty does not answer, or not with a list.
 */
export async function pollIncidents(
  client: PagerDutyClient,
  keys: ReadonlySet<string>,
  sinceMs: number,
  signal: AbortSignal,
): Promise<PagerDutyAnswer[]> {
  const answers: PagerDutyAnswer[] = []
  for (let page = 0; page < PAGES_MAX; page++) {
    const query = {
      'statuses[]': ['acknowledged', 'resolved'],
      since: new Date(sinceMs).toISOString(),
      limit: String(PAGE_SIZE),
      offset: String(page * PAGE_SIZE),
    }
    const { status, body } = await client.get('/incidents', query, signal)
    if (status !== 200) throw new Error(`PagerDuty answered ${status} when it was asked for incidents.`)
    const incidents = (body.incidents ?? []) as RestIncident[]
    answers.push(...incidents.flatMap((incident) => answersOf(incident, keys)))
    if (body.more !== true) break
  }
  return answers
}

function answersOf(incident: RestIncident, keys: ReadonlySet<string>): PagerDutyAnswer[] {
  const dedupKey = incident.incident_key ?? ''
  if (!keys.has(dedupKey)) return []
  const acknowledged = (incident.acknowledgements ?? []).flatMap(({ at, acknowledger }): PagerDutyAnswer[] =>
    isUser(acknowledger) ? [{ dedupKey, user: acknowledger.id, did: 'acknowledged', at: at ?? '' }] : [],
  )
  const by = incident.last_status_change_by
  if (incident.status !== 'resolved' || !isUser(by)) return acknowledged
  return [...acknowledged, { dedupKey, user: by.id, did: 'resolved', at: incident.last_status_change_at ?? '' }]
}

/** Not the integration or service by which our own events act. */
export const isUser = (agent: { id?: string; type?: string } | null | undefined): agent is { id: string } =>
  agent?.id !== undefined && (agent.type === 'user_reference' || agent.type === 'user')
