/**
 * Turns what somebody did inside PagerDuty into an acknowledgement here, whether a webhook or the poll brought it; brought by both, it acts
 * once. Resolving a page there counts as an acknowledgement too: whoever closed it has seen it, but no button in PagerDuty ends a disaster.
 */
import type { IncidentCommand } from '../../incident/commands.ts'
import type { IncidentState } from '../../incident/state.ts'
import type { Actor } from '../../plan/actor.ts'
import { personByContact } from '../../plan/people.ts'
import type { Plan } from '../../plan/schema.ts'
import { readLevelDedupKey } from './dedup-keys.ts'

export interface AcknowledgingPorts {
  incident(id: string): Promise<{ state: IncidentState; plan: Plan } | undefined>
  ask(incident: string, command: IncidentCommand, key: string): Promise<{ ok: boolean }>
}

/** Somebody inside PagerDuty has shown that they have the page. */
export interface PagerDutyAnswer {
  dedupKey: string
  /** PagerDuty user id. */
  user: string
  did: 'acknowledged' | 'resolved'
  /** As PagerDuty writes it; where it gives no time, what else tells this answer from others. */
  at: string
}

const SECOND_MS = 1_000

/**
 * The same for one answer whoever tells of it: a webhook's `occurred_at` has milliseconds, the REST API's times are whole seconds.
 */
export const answerKey = ({ dedupKey, user, did, at }: PagerDutyAnswer): string =>
  `pagerduty:${dedupKey}:${user}:${did}:${secondOf(at) ?? at}`

/**
 * @param atMs when we learnt of it, epoch ms. @returns false when this is no page of ours, which is nobody's mistake: one PagerDuty account
 * serves many programs.
 */
export async function acknowledgeFromPagerDuty(
  answer: PagerDutyAnswer,
  atMs: number,
  { incident, ask }: AcknowledgingPorts,
): Promise<boolean> {
  const page = readLevelDedupKey(answer.dedupKey)
  const found = page && (await incident(page.incident))
  if (!page || !found) return false
  const person = personByContact(found.plan, { pagerduty: answer.user })
  const by: Actor = { id: `pagerduty:${answer.user}`, via: 'pagerduty', ...(person !== undefined && { person }) }
  const second = secondOf(answer.at)
  const command: IncidentCommand = {
    type: 'acknowledge',
    atMs,
    by,
    ...(person !== undefined && { person }),
    // The last instant that a time in whole seconds may mean: an answer must not look older than it is.
    ...(second !== undefined && { saidMs: (second + 1) * SECOND_MS - 1 }),
  }
  await ask(page.incident, command, answerKey(answer))
  return true
}

/** Seconds since 1970; undefined when it is no time at all. */
const secondOf = (at: string): number | undefined =>
  /^\d{4}-\d\d-\d\dT/.test(at) ? Math.floor(Date.parse(at) / SECOND_MS) : undefined
