/** Who belongs to an audience at the moment of sending: its own addresses, its people, and whoever holds its roles now (R27). */
import type { ExternalEffect } from '../incident/effects.ts'
import type { IncidentState } from '../incident/state.ts'
import { isE164 } from '../plan/phone.ts'
import type { Notice, Plan } from '../plan/schema.ts'
import { type Failure, refused } from './outcomes.ts'

export interface Recipients {
  notice: Notice
  /** Each once, in the order of the plan. */
  addresses: string[]
}

/** The mail addresses or telephone numbers that a notice goes to, or why it cannot go out. What a drill reaches is settled before. */
export function recipientsOf(
  effect: Extract<ExternalEffect, { kind: 'notify' }>,
  plan: Plan,
  state: IncidentState,
  contact: 'email' | 'phone',
): Recipients | Failure {
  const notice = plan.notices.find(({ id }) => id === effect.notice)
  const audience = notice && plan.audiences[notice.audience]
  if (!notice || !audience) return refused(`The plan has no notice "${effect.notice}" with an audience.`)
  const people = peopleOf(audience, plan, state).flatMap((person) => plan.people[person]?.[contact] ?? [])
  const own = contact === 'email' ? audience.emails : audience.phones
  const usable = [...own, ...people].filter((address) => contact === 'email' || isE164(address))
  if (usable.length === 0) {
    return refused(`${audience.label} has no ${contact === 'email' ? 'mail address' : 'telephone number'} in the plan.`)
  }
  return { notice, addresses: [...new Set(usable)] }
}

/** Its people, and whoever holds its roles now; each once. */
export function peopleOf(audience: Plan['audiences'][string], plan: Plan, state: IncidentState): string[] {
  const holders = audience.roles.flatMap((role) => state.roles[role]?.person ?? plan.roles[role]?.holders ?? [])
  return [...new Set([...audience.people, ...holders])]
}
