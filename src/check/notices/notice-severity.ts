/** Notices of severities that are never as bad as the one from which they go out. */
import type { Path } from '../../plan/problem.ts'
import type { Notice, Plan } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'

export const noticeSeverity: CheckRule = {
  name: 'notice-severity',
  level: 'warning',
  judge: ({ plan }) => plan.notices.flatMap((notice, index) => neverSevere(plan, notice, ['notices', index])),
}

function neverSevere(plan: Plan, { fromSeverity, severities }: Notice, path: Path): Finding[] {
  const rank = (id: string) => plan.severities.find((one) => one.id === id)?.rank
  const least = fromSeverity === undefined ? undefined : rank(fromSeverity)
  if (least === undefined || severities === undefined) return []
  if (severities.some((id) => (rank(id) ?? Number.POSITIVE_INFINITY) <= least)) return []
  const message = `none of its severities (${severities.join(', ')}) is as bad as "${fromSeverity}", so the notice never goes out`
  const remedy = 'take "severities" or "fromSeverity" away'
  return [{ path: [...path, 'fromSeverity'], at: 'value', message, remedy }]
}
