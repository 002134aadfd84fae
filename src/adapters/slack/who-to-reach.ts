/** Finds a person's Slack user id: from the plan, or from the id of an actor whom the plan does not know. */
import type { Plan } from '../../plan/schema.ts'
import { refused } from '../outcomes.ts'

/** @param person id in the plan, or an actor's id such as `slack:U024BE7LH`. Undefined: not to be reached by Slack. */
export function slackIdOf(plan: Plan, person: string): string | undefined {
  if (person.startsWith('slack:')) return person.slice('slack:'.length)
  return plan.people[person]?.slack
}

/** What to say when there is none. */
export const withoutSlackId = (plan: Plan, person: string) =>
  refused(`${plan.people[person]?.name ?? person} has no Slack id in the plan.`)
