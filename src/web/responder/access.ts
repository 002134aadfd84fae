/**
 * Who may be in the responder console: the one place that says so, asked at each request. A session belongs to one person and one incident; it ends when its time is over, when
 * the person has left the plan in force, and a week after the end of the incident.
 */
import type { Services } from '../../../commands/services.ts'
import { type ConsoleLink, verifySession } from '../../adapters/console-credentials.ts'
import { CONSOLE_AFTER_END_MS } from '../../incident/console/limits.ts'
import { openedKey } from '../../incident/console/state.ts'
import type { IncidentState } from '../../incident/state.ts'
import type { View } from '../../incident/view-shape.ts'
import type { Actor } from '../../plan/actor.ts'
import type { Plan } from '../../plan/schema.ts'

export interface Responder {
  session: ConsoleLink
  by: Actor & { person: string }
  name: string
  plan: Plan
  state: IncidentState
  view: View
}

export type Admitted = { ok: true; responder: Responder } | { ok: false; why: string }

type Known = Pick<Services, 'state' | 'plans' | 'view'>

/** @param link of a session or of a link that is about to be opened, whose signature and time have been checked. */
export async function admit(services: Known, link: ConsoleLink, nowMs: number): Promise<Admitted> {
  const { incident, person } = link
  const [found, view, plans] = await Promise.all([services.state(incident), services.view(incident), services.plans()])
  if (!found || !view) return { ok: false, why: `There is no incident ${incident}.` }
  const { plan, state } = found
  // Of a plan that has been retired since, the incident's own is all that there is.
  const inForce = plans[plan.id] ?? plan
  const known = Object.hasOwn(inForce.people, person) ? plan.people[person] : undefined
  if (!known)
    return {
      ok: false,
      why: `You are no longer among the people of ${plan.system.name}: this console is closed to you.`,
    }
  if (state.endedMs !== null && nowMs - state.endedMs > CONSOLE_AFTER_END_MS)
    return { ok: false, why: `${incident} has been over for more than a week: its console is closed.` }
  const by = { person, id: 'console-link', via: 'console' as const }
  return { ok: true, responder: { session: link, by, name: known.name, plan, state, view } }
}

/** The same for the token of a session, which is good only for the incident whose page is asked for. */
export async function admitSession(
  services: Known,
  { secret, token, incident, nowMs }: { secret: string; token: string | undefined; incident: string; nowMs: number },
): Promise<Admitted> {
  const verified = token === undefined ? undefined : verifySession(secret, token, nowMs)
  if (!verified?.ok || verified.link.incident !== incident)
    return { ok: false, why: verified?.ok === false && verified.why === 'expired' ? SESSION_OVER : NO_SESSION }
  const admitted = await admit(services, verified.link, nowMs)
  if (!admitted.ok) return admitted
  const { person, link } = verified.link
  // A session that the journal knows nothing of was never opened by a link.
  return admitted.responder.state.console.opened[openedKey(person, link)] === undefined
    ? { ok: false, why: NO_SESSION }
    : admitted
}

const ANOTHER =
  'Reply LINK and your code to any text message of Muster, or type `/dr links console` in Slack, and another one comes.'
const NO_SESSION = `Open the link that you were sent for this incident: this browser has no session for it. ${ANOTHER}`
const SESSION_OVER = `Your session is over: it lasts 12 hours. ${ANOTHER}`
