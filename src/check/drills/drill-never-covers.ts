/** Scenarios that no drill ever practises. */
import type { CheckRule } from '../rule.ts'

export const drillNeverCovers: CheckRule = {
  name: 'drill-never-covers',
  level: 'warning',
  judge: ({ plan }) => {
    const drilled = new Set(
      Object.values(plan.drills).flatMap(({ scenarios, rotation }) => [...scenarios, ...Object.values(rotation)]),
    )
    return Object.entries(plan.scenarios).flatMap(([id, { title }]) =>
      drilled.has(id)
        ? []
        : [
            {
              path: ['scenarios', id],
              at: 'key' as const,
              message: `no drill ever practises "${title}", so nobody knows whether its steps and their times are right`,
              remedy: `write a drill with "scenarios: [${id}]", or take it into a rotation`,
            },
          ],
    )
  },
}
