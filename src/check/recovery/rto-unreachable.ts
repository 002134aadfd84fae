/** The longest way through a scenario's steps takes longer than its RTO: it is missed although everything goes as planned. */
import type { CheckRule } from '../rule.ts'
import { inMinutes } from '../words.ts'
import { partsInWords, recoveryTimes } from './recovery-time.ts'

export const rtoUnreachable: CheckRule = {
  name: 'rto-unreachable',
  level: 'warning',
  judge: ({ plan }) =>
    Object.entries(plan.scenarios).flatMap(([id, scenario]) => {
      const rtoMs = scenario.rto ?? plan.objectives.rto
      const times = recoveryTimes(plan, id)
      const time = times && (times.ordinary.totalMs > rtoMs ? times.ordinary : times.worst)
      if (!time || time.totalMs <= rtoMs) return []
      const { totalMs, stepsMs, longest } = time
      const alone = stepsMs > rtoMs ? `; the steps alone are ${inMinutes(stepsMs - rtoMs)} over` : ''
      return [
        {
          path: ['scenarios', id],
          at: 'key',
          step: longest.id,
          message: `"${id}" takes ${inMinutes(totalMs)} at least, ${inMinutes(totalMs - rtoMs)} more than its RTO of ${inMinutes(rtoMs)}: ${partsInWords(time)}${alone}`,
          remedy: `shorten "${longest.id}" (${inMinutes(longest.budget ?? 0)}), the longest on the way, let steps go on side by side with "needs", or write an RTO of ${inMinutes(totalMs)} or more`,
        },
      ]
    }),
}
