/** What the question whether somebody can be reached can say. */
import type { Plan } from '../plan/schema.ts'
import { type MessageFields, systemValues } from './fields.ts'

export const CONTACT_FIELDS = ['person', 'code', 'reachedUrl', 'planId'] as const

export function contactFields(
  plan: Plan,
  person: string,
  ways: { code?: string; reachedUrl?: string | undefined },
): MessageFields {
  const { code = null, reachedUrl = null } = ways
  const values = {
    ...systemValues(plan),
    person: plan.people[person]?.name ?? person,
    code,
    reachedUrl,
    planId: plan.id,
  }
  return { planId: plan.id, drill: false, values }
}
