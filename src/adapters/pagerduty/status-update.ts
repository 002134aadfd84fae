/**
 * What is told in the course of an incident, as a status update on the PagerDuty incident of its notice: that reaches the subscribers there
 * and pages nobody. Where that cannot be (no incident, a plan of PagerDuty's without the feature, nobody in whose name to write), the caller
 * falls back to an event.
 */
import type { IncidentState } from '../../incident/state.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Carrying } from '../carrier.ts'
import { deliverOnce, deliveryKey, type Found } from '../deliver-once.ts'
import type { Failure, Sending } from '../outcomes.ts'
import { answered, answerOf, failureOf } from './answers.ts'
import type { PagerDutyClient } from './pagerduty-client.ts'

/** Of PagerDuty's log, newest first: more than is told in an attempt's time. */
const LOGGED_MAX = 50
const WRITERS_TRIED_MAX = 3

type At = Pick<Carrying, 'signal'>

/** @returns undefined when there is no way to post it. */
export async function postStatusUpdate(
  client: PagerDutyClient,
  { dedupKey, message }: { dedupKey: string; message: string },
  carrying: Carrying,
): Promise<Sending | undefined> {
  const { plan, state, ledger, atMs, signal } = carrying
  const found = await answerOf(
    client.get('/incidents', { incident_key: dedupKey, date_range: 'all' }, signal),
    carrying,
  )
  if ('ok' in found) return found
  const failure = failureOf(found, atMs)
  if (failure) return failure.permanent ? undefined : failure
  const incident = newestOf(found.body)
  if (incident === undefined) return undefined
  const from = await writerOf(client, plan, state, carrying)
  if (typeof from !== 'string') return from
  const key = deliveryKey(carrying)
  const place = ledger.placeOf(key, incident)
  const path = `/incidents/${incident}`
  const sending = await deliverOnce(ledger, place, (await ledger.of(key)).get(place.recipient), atMs, {
    send: () =>
      answered(client.post(`${path}/status_updates`, { message }, from, signal), carrying, ({ body }) => ({
        ref: (body.status_update as { id?: string } | undefined)?.id,
      })),
    find: () => findUpdate(client, path, message, carrying),
  })
  return !sending.ok && sending.permanent ? undefined : sending
}

async function findUpdate(
  client: PagerDutyClient,
  path: string,
  message: string,
  { atMs, signal }: Carrying,
): Promise<Found> {
  const logged = await answerOf(client.get(`${path}/log_entries`, { limit: String(LOGGED_MAX) }, signal), { signal })
  if ('ok' in logged) return logged
  const failure = failureOf(logged, atMs)
  if (failure) return failure
  const entries = (logged.body.log_entries ?? []) as { id: string; type?: string; message?: string }[]
  const ours = entries.find((entry) => entry.type === 'status_update_log_entry' && entry.message === message)
  return ours && { ref: ours.id }
}

function newestOf(body: Record<string, unknown>): string | undefined {
  const incidents = (body.incidents ?? []) as { id: string; created_at?: string }[]
  return incidents.toSorted((one, other) => Date.parse(other.created_at ?? '') - Date.parse(one.created_at ?? ''))[0]
    ?.id
}

/**
 * PagerDuty writes in the name of one of its users, by the mail address that they have there: whoever leads, else the first of the plan whom
 * it knows.
 */
async function writerOf(
  client: PagerDutyClient,
  plan: Plan,
  state: IncidentState,
  at: At,
): Promise<string | undefined | Failure> {
  const leads = plan.commander === undefined ? undefined : state.roles[plan.commander]?.person
  const people = [...(leads === undefined ? [] : [leads]), ...Object.keys(plan.people)]
  const users = new Set(people.flatMap((person) => plan.people[person]?.pagerduty ?? []))
  for (const user of [...users].slice(0, WRITERS_TRIED_MAX)) {
    const answer = await answerOf(client.get(`/users/${encodeURIComponent(user)}`, {}, at.signal), at)
    if ('ok' in answer) return answer
    const { email } = (answer.body.user ?? {}) as { email?: string }
    if (email !== undefined) return email
  }
  return undefined
}
