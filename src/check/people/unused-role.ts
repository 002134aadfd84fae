/** Roles that nothing in the plan asks for: a name without a task. */
import type { CheckRule } from '../rule.ts'
import { textsOf } from './role-uses.ts'

export const unusedRole: CheckRule = {
  name: 'unused-role',
  level: 'warning',
  judge: ({ plan, data }) => {
    const texts = textsOf(data)
    return Object.entries(plan.roles)
      .filter(([id]) => !texts.has(id))
      .map(([id, { label }]) => ({
        path: ['roles', id],
        at: 'key',
        message: `nothing in the plan asks for the role "${id}" (${label}): it is on no ladder, owns no step and approves nothing`,
        remedy: 'give it a task, such as "owner" of a step or "to" of a level, or take it away',
      }))
  },
}
