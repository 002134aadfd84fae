/**
 * What a drill does not reach, whatever the plan says (promise 7): nobody outside, no public page, none of its subscribers, and where it names who takes part, nobody
 * else. The one place where this is held at the way out, by every means; of what is outside, the core does not owe such effects in the first place. A page to
 * somebody who does not take part has failed for good, so that the ladder goes on to the next at once.
 */
import type { ExternalEffect } from '../incident/effects.ts'
import type { IncidentState } from '../incident/state.ts'
import type { Plan } from '../plan/schema.ts'
import { type Failure, refused } from './outcomes.ts'

/** These end up with somebody in particular, and yet disturb nobody who has not asked. */
const QUIET: ReadonlySet<ExternalEffect['kind']> = new Set(['invite', 'check-delivery', 'send-code', 'send-review'])

/** Why this effect does not go out in a drill; undefined: it may, or this is none. */
export function refusedInDrill(effect: ExternalEffect, plan: Plan, state: IncidentState): Failure | undefined {
  if (state.mode !== 'drill') return undefined
  const unasked = refusedToOthers(effect, plan, state)
  if (unasked) return unasked
  switch (effect.kind) {
    case 'publish-status':
    case 'publish-site':
      return refused('A drill is not shown on the public status page.')
    case 'tell-subscribers':
      return refused('A drill tells no subscribers of the status page.')
    case 'notify': {
      if (effect.means === 'status-page') return refused('A drill is not shown on the public status page.')
      const notice = plan.notices.find(({ id }) => id === effect.notice)
      // What is not known to be inside is outside.
      const external = (notice && plan.audiences[notice.audience]?.external) ?? true
      return external ? refused('A drill tells nobody outside the organization.') : undefined
    }
    default:
      return undefined
  }
}

function refusedToOthers(effect: ExternalEffect, plan: Plan, state: IncidentState): Failure | undefined {
  const participants = state.drill === null ? undefined : plan.drills[state.drill]?.participants
  if (!participants) return undefined
  if ('means' in effect && effect.means === 'pagerduty')
    return refused('PagerDuty pages whomever its service says, and this drill is for those who take part.')
  if (!('person' in effect) || QUIET.has(effect.kind)) return undefined
  const given = Object.values(state.roles).some(({ person }) => person === effect.person)
  if (given || participants.some((role) => plan.roles[role]?.holders.includes(effect.person))) return undefined
  return refused(`${plan.people[effect.person]?.name ?? effect.person} does not take part in this drill.`)
}
