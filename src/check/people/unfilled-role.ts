/** Roles that the plan counts on and nobody holds. During an incident somebody has to be found for them first. */
import { counted } from '../../plan/in-words.ts'
import { everyoneOf } from '../../plan/people.ts'
import type { Plan } from '../../plan/schema.ts'
import type { CheckRule } from '../rule.ts'
import { stepsOf } from '../steps.ts'
import { listed } from '../words.ts'
import { textsOf } from './role-uses.ts'

export const unfilledRole: CheckRule = {
  name: 'unfilled-role',
  level: 'warning',
  judge: ({ plan, data }) => {
    const texts = textsOf(data)
    return Object.entries(plan.roles)
      .filter(([id, { holders }]) => holders.length === 0 && texts.has(id) && !isOnLadder(plan, id))
      .map(([id, { label }]) => ({
        path: ['roles', id],
        at: 'key',
        message: `nobody holds the role "${id}" (${label}), ${tasksOf(plan, id)}`,
        remedy: 'name people under "holders", or give what it is to do to a role that somebody holds',
      }))
  },
}

/** Of a level that pages nobody another rule speaks. */
const isOnLadder = (plan: Plan, role: string): boolean =>
  Object.values(plan.policies).some(({ levels }) =>
    levels.some(({ to }) =>
      to.some((target) => {
        const inner = 'pagerdutySchedule' in target ? target.otherwise : target
        return 'role' in inner && inner.role === role && everyoneOf(plan, inner).length === 0
      }),
    ),
  )

function tasksOf(plan: Plan, role: string): string {
  const steps = stepsOf(plan)
  const places = (owned: typeof steps) => new Set(owned.map(({ path }) => JSON.stringify(path))).size
  const owned = places(steps.filter(({ step }) => step.owner === role))
  const approved = places(steps.filter(({ step }) => step.do && step.approval?.roles.includes(role)))
  const tasks = [
    ...(plan.commander === role ? ['leads every incident'] : []),
    ...(plan.communication === role ? ['answers for what people are told'] : []),
    ...(owned > 0 ? [`owns ${counted(owned, 'step')}`] : []),
    ...(approved > 0 ? [`is to approve ${counted(approved, 'step')}`] : []),
  ]
  return tasks.length > 0 ? `which ${listed(tasks)}` : 'which the plan counts on'
}
