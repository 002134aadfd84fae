/** Notices that a law demands by a certain time, and that the plan sends later or never. */
import { formatDuration } from '../../plan/length.ts'
import type { CheckRule, Finding } from '../rule.ts'

export const regulatorLate: CheckRule = {
  name: 'regulator-late',
  level: 'warning',
  judge: ({ plan }) =>
    Object.entries(plan.compliance).flatMap(([id, { standard, demands }]) =>
      demands.flatMap(({ notifyWithin, notice: wanted }, index): Finding[] => {
        if (notifyWithin === undefined) return []
        const path = ['compliance', id, 'demands', index]
        const asked = `${standard} asks for a notice within ${formatDuration(notifyWithin)}`
        const at = plan.notices.findIndex((notice) => notice.id === wanted)
        const notice = plan.notices[at]
        if (!notice) {
          const message = `${asked}, and no notice of the plan is named for it`
          return [
            {
              path: [...path, 'notifyWithin'],
              at: 'value',
              message,
              remedy: 'name it as "notice", or write one under "notices"',
            },
          ]
        }
        const planned = notice.deadline ?? notice.target ?? notice.earliest ?? 0
        if (planned <= notifyWithin) return []
        const key = notice.deadline !== undefined ? 'deadline' : notice.target !== undefined ? 'target' : 'earliest'
        return [
          {
            path: ['notices', at, key],
            at: 'value',
            message: `${asked}, and "${notice.id}" has until ${formatDuration(planned)}, which is ${formatDuration(planned - notifyWithin)} late`,
            remedy: `write "${key}: ${formatDuration(notifyWithin)}" or less`,
          },
        ]
      }),
    ),
}
