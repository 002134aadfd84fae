/** Audiences that stand in the plan and are told nothing: no notice names them, so nobody has chosen any words for them. */
import type { CheckRule } from '../rule.ts'

export const audienceWithoutTemplate: CheckRule = {
  name: 'audience-without-template',
  level: 'warning',
  judge: ({ plan }) => {
    const told = new Set(plan.notices.map(({ audience }) => audience))
    return Object.entries(plan.audiences)
      .filter(([id]) => !told.has(id))
      .map(([id, { label, external }]) => ({
        path: ['audiences', id],
        at: 'key',
        message: `the audience "${id}" (${label}) is told nothing: no notice names it, and so no template is there for it`,
        remedy: `write a notice with "audience: ${id}" and "templates: { initial: ${external ? 'customer-initial' : 'internal-alert'} }", or take the audience away`,
      }))
  },
}
