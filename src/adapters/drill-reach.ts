/**
 * What a drill does not reach, whatever the plan says (promise 7): nobody outside, no public page, none of its subscribers. The one place
 * where this is held at the way out, by every means; the core does not owe such effects in the first place.
 */
import type { ExternalEffect } from '../incident/effects.ts'
import type { IncidentState } from '../incident/state.ts'
import type { Plan } from '../plan/schema.ts'
import { type Failure, refused } from './outcomes.ts'

/** Why this effect does not go out in a drill; undefined: it may, or this is none. */
export function refusedInDrill(effect: ExternalEffect, plan: Plan, state: IncidentState): Failure | undefined {
  if (state.mode !== 'drill') return undefined
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
