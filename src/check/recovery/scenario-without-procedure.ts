/** A scenario that can be declared, and that nobody has written a recovery for. */
import type { CheckRule } from '../rule.ts'

export const scenarioWithoutProcedure: CheckRule = {
  name: 'scenario-without-procedure',
  level: 'warning',
  judge: ({ plan }) =>
    Object.entries(plan.scenarios)
      .filter(([, { phases }]) => phases.length === 0)
      .map(([id, { title }]) => ({
        path: ['scenarios', id],
        at: 'key',
        message: `there is not one step for "${id}" (${title}), so whoever declares it has to invent its recovery`,
        remedy: 'write its "phases", be it with a single manual step that says whom to call',
      })),
}
