/** Plans that move the traffic to another region and never say how it comes back. */
import type { CheckRule } from '../rule.ts'

export const failbackMissing: CheckRule = {
  name: 'failback-missing',
  level: 'warning',
  judge: ({ plan }) => {
    const others = Object.entries(plan.regions).filter(([, { role }]) => role !== 'primary')
    const oneWay = others.filter(([, { failback }]) => failback === undefined).map(([id]) => id)
    if (oneWay.length === 0) return []
    return [
      {
        path: ['regions'],
        at: 'key',
        message: `the plan can move to ${oneWay.join(' and ')} and says no way back to the primary region`,
        remedy: `write the way as a sequence or a card and name it as "failback" of ${oneWay.length === 1 ? 'that region' : 'each of them'}`,
      },
    ]
  },
}
