/** Somebody, as people are shown them. */
import type { Actor } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'

export interface PersonView {
  /** Id in the plan, or the actor's id. */
  id: string
  name: string
}

export const personView = (plan: Plan, id: string): PersonView => ({ id, name: plan.people[id]?.name ?? id })
export const actorView = (plan: Plan, by: Actor): PersonView => personView(plan, by.person ?? by.id)
