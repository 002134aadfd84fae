/**
 * Turns what somebody did inside PagerDuty into an acknowledgement here, whether a webhook or the poll brought it. Resolving a page there
 * counts as an acknowledgement too: whoever closed it has seen it, but no button in PagerDuty ends a disaster.
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

/**
 * @param key same key, same act: repeated, it acts once. @returns false when this is no page of ours, which is nobody's mistake: one
 * PagerDuty account serves many programs.
 */
export async function acknowledgeFromPagerDuty(
  { dedupKey, user, atMs, key }: { dedupKey: string; user: string; atMs: number; key: string },
  { incident, ask }: AcknowledgingPorts,
): Promise<boolean> {
  const page = readLevelDedupKey(dedupKey)
  const found = page && (await incident(page.incident))
  if (!page || !found) return false
  const person = personByContact(found.plan, { pagerduty: user })
  const by: Actor = { id: `pagerduty:${user}`, via: 'pagerduty', ...(person !== undefined && { person }) }
  await ask(page.incident, { type: 'acknowledge', atMs, by, ...(person !== undefined && { person }) }, key)
  return true
}
