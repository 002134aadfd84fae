/** How long outages of a scenario's category are expected to last: told, and never an objective. */
import { formatDuration } from '../../src/plan/length.ts'
import type { Plan } from '../../src/plan/schema.ts'

/** Undefined: the plan expects nothing. */
export function expectedOutageLine(plan: Plan, scenario: string | null): string | undefined {
  const category = plan.categories[plan.scenarios[scenario ?? '']?.category ?? '']
  if (!category?.outage) return undefined
  const { fromMs, toMs } = category.outage
  const from = formatDuration(fromMs)
  const length = toMs === null ? (fromMs === 0 ? undefined : `${from} or longer`) : `${from} to ${formatDuration(toMs)}`
  return length && `Outages of this kind (${category.label}) are expected to last ${length}; the RTO stays what it is.`
}
