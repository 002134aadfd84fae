/** A scenario that can be resolved without anybody having looked whether the service works. */
import type { CheckRule } from '../rule.ts'

export const scenarioWithoutChecks: CheckRule = {
  name: 'scenario-without-checks',
  level: 'warning',
  judge: ({ plan }) =>
    Object.entries(plan.scenarios)
      // Of one without any steps another rule speaks.
      .filter(([, { phases, validation }]) => phases.length > 0 && validation.length === 0)
      .map(([id]) => ({
        path: ['scenarios', id],
        at: 'key',
        message: `nothing has to pass before "${id}" is resolved: it has no "validation"`,
        remedy:
          'write what must be true at the end under "validation", such as a request to the health address or a manual step',
      })),
}
