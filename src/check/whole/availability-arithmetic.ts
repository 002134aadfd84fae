/** How many outages as long as the RTO the promised availability allows in a year (E28): with 99.9 percent and four hours, two. */
import { formatDuration } from '../../plan/length.ts'
import type { CheckRule, Finding } from '../rule.ts'

/** Plans turn 99.9 percent into 8.76 hours, of a year of 365 days. */
const YEAR_MS = 365 * 24 * 3_600_000
/** More outages than this a year are a number that nobody has to be told. */
const OUTAGES_MAX = 2
/** A scenario that takes this share of the year's budget is told by name. */
const GRAVE_SHARE = 0.5

export const availabilityArithmetic: CheckRule = {
  name: 'availability-arithmetic',
  level: 'warning',
  judge: ({ plan: { objectives, scenarios } }) => {
    const { availability, rto } = objectives
    if (availability === undefined || availability >= 100) return []
    // Percents are written with few decimals; binary fractions would make 8 h 45 min 36 s a millisecond short.
    const budgetMs = Math.round((YEAR_MS * (100_000 - Math.round(availability * 1000))) / 100_000)
    const path = ['objectives', 'availability']
    const budget = `${availability} percent allow ${formatDuration(budgetMs)} of outage in a year`
    const outages = Math.floor(budgetMs / Math.max(1, rto))
    const ofThePlan: Finding[] =
      outages > OUTAGES_MAX
        ? []
        : [
            {
              path,
              at: 'value',
              message: `${budget}: ${times(outages)} of ${formatDuration(rto)}, the RTO, and no more`,
              remedy: 'promise less, recover sooner, or say that planned outages and disasters do not count',
            },
          ]
    const grave = Object.entries(scenarios).flatMap(([id, scenario]): Finding[] => {
      const share = (scenario.rto ?? 0) / budgetMs
      if (scenario.rto === undefined || scenario.rto <= rto || share < GRAVE_SHARE) return []
      return [
        {
          path: ['scenarios', id, 'rto'],
          at: 'value',
          message: `"${scenario.title}" may take ${formatDuration(scenario.rto)}, which is ${Math.round(share * 100)} percent of the ${formatDuration(budgetMs)} that ${availability} percent allow in a year`,
          remedy: 'shorten it, or say that it does not count against the availability',
        },
      ]
    })
    return [...ofThePlan, ...grave]
  },
}

const times = (count: number): string => ['not one outage', 'one outage', 'two outages'][count] ?? `${count} outages`
