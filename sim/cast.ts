/** The people of the sandbox: everybody whom its plans name, once, with addresses at the simulated services. */
import { SANDBOX_DOMAIN } from '../src/check/people/placeholders.ts'
import type { Plan } from '../src/plan/schema.ts'

export interface CastMember {
  /** Id in the plans; the same id in two plans is the same human. */
  person: string
  name: string
  /** Ids of the roles held, over all plans. */
  roles: string[]
  email: string
  /** E.164, of the range that is set aside for fiction. */
  phone: string
  /** IANA zone in which they live: the one that a plan gives them, else UTC. */
  zone: string
  pagerdutyUserId: string
}

/** The first telephone number: +1 415 555 0100 and up. */
const FIRST_NUMBER = 14155550100

export function castOf(plans: readonly Plan[]): CastMember[] {
  const ids = [...new Set(plans.flatMap((plan) => Object.keys(plan.people)))]
  return ids.map((person, index) => {
    const named = plans.map((plan) => plan.people[person]?.name).find((name) => name !== undefined) ?? person
    const zone = plans.map((plan) => plan.people[person]?.zone).find((each) => each !== undefined) ?? 'UTC'
    const roles = plans.flatMap((plan) =>
      Object.keys(plan.roles).filter((role) => plan.roles[role]?.holders.includes(person)),
    )
    return {
      person,
      // The example plans mark their people as placeholders; here they are real enough.
      name: named.replace(/\s*\(placeholder\)$/, ''),
      roles: [...new Set(roles)],
      email: `${person}@${SANDBOX_DOMAIN}`,
      phone: `+${FIRST_NUMBER + index + 1}`,
      zone,
      pagerdutyUserId: `P${String(index + 1).padStart(6, '0')}`,
    }
  })
}
