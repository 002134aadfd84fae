/** A scenario that promises less than the plan as a whole does, and could do better for all that its backups say. */

import { formatDuration } from '../../plan/length.ts'
import { needsOwnRpo } from '../backups/rpo.ts'
import type { CheckRule } from '../rule.ts'

export const objectiveBeyondPlan: CheckRule = {
  name: 'objective-beyond-plan',
  level: 'warning',
  judge: ({ plan, nowMs }) =>
    Object.entries(plan.scenarios).flatMap(([id, scenario]) =>
      (['rto', 'rpo'] as const).flatMap((key) => {
        const own = scenario[key]
        const overall = plan.objectives[key]
        if (own === undefined || own <= overall) return []
        if (key === 'rpo' && needsOwnRpo(plan, id, nowMs)) return []
        const name = key.toUpperCase()
        return [
          {
            path: ['scenarios', id, key],
            at: 'value' as const,
            message: `the ${name} of "${id}" is ${formatDuration(own)}, ${formatDuration(own - overall)} more than the ${formatDuration(overall)} that the plan promises for everything`,
            remedy: `write ${formatDuration(overall)}${overall > 0 ? ' or less' : ''} here, or raise "objectives.${key}"`,
          },
        ]
      }),
    ),
}
