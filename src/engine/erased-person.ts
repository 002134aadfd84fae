/** A plan without one of its people: their id stays, because roles and incidents name it, and nothing else. */
import { ERASED } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'

/** Whether there is anything to erase. */
export const names = (plan: Plan, person: string): boolean =>
  Object.hasOwn(plan.people, person) && plan.people[person]?.name !== ERASED

export const withoutPerson = (plan: Plan, person: string): Plan => ({
  ...plan,
  people: { ...plan.people, [person]: { name: ERASED } },
})
