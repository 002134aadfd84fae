/** By which means somebody can be reached, and which are missing. */
import { personOrder } from '../../src/plan/people.ts'
import { type Means, PERSON_MEANS, type Plan } from '../../src/plan/schema.ts'

/** Every means for which the person has a usable address, in their own order if they have one, then the rest. */
export function reachableMeans(plan: Plan, person: string): Means[] {
  const known = plan.people[person]
  if (known === undefined) return []
  const { means: own, ...address } = known
  const anonymous = { ...plan, people: { [person]: address } }
  return personOrder(anonymous, person, { means: [...new Set([...(own ?? []), ...PERSON_MEANS])] })
}
