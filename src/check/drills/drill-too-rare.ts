/** Drills that are held less often than a standard of the plan asks for. */
import { DRILL_PERIODS, type Drill } from '../../plan/drill-schema.ts'
import type { CheckRule, Finding } from '../rule.ts'

const DAY_MS = 24 * 3_600_000

export const drillTooRare: CheckRule = {
  name: 'drill-too-rare',
  level: 'warning',
  judge: ({ plan }) =>
    Object.entries(plan.compliance).flatMap(([id, { standard, demands }]) =>
      demands.flatMap(({ drillEvery }, index): Finding[] => {
        if (drillEvery === undefined) return []
        const days = Math.min(...Object.values(plan.drills).map(daysBetween))
        if (days <= DRILL_PERIODS[drillEvery]) return []
        const held =
          days === Number.POSITIVE_INFINITY ? 'the plan has none' : `the most frequent one is held every ${days} days`
        return [
          {
            path: ['compliance', id, 'demands', index, 'drillEvery'],
            at: 'value',
            message: `${standard} asks for a drill in every ${drillEvery}, and ${held}`,
            remedy: `write a drill with "every: ${drillEvery}"`,
          },
        ]
      }),
    ),
}

/** Of a calendar the rule looks at what it most likely means: a month. */
function daysBetween({ every, schedule }: Drill): number {
  if (every !== undefined) return DRILL_PERIODS[every]
  return schedule?.time.kind === 'interval' ? schedule.time.everyMs / DAY_MS : DRILL_PERIODS.month
}
