/** Templates of a team's own that no notice sends. Muster's own are never among them: most plans use a few of them. */
import type { CheckRule } from '../rule.ts'

export const unusedTemplate: CheckRule = {
  name: 'unused-template',
  level: 'warning',
  judge: ({ plan, templates }) => {
    if (!templates) return []
    const used = new Set(plan.notices.flatMap((notice) => Object.values(notice.templates)))
    return templates.found
      .filter((name) => !templates.own.includes(name) && !used.has(name))
      .toSorted()
      .map((name) => ({
        path: plan.notices.length > 0 ? ['notices'] : [],
        at: plan.notices.length > 0 ? 'key' : 'value',
        message: `no notice of the plan sends the template "${name}"`,
        remedy: `name it under "templates" of a notice, or take ${name}.liquid away`,
      }))
  },
}
