/** Notices that do not say by which means their audience is told (E7): it is told by the plan's default, if that reaches it. */
import type { Path } from '../../plan/problem.ts'
import type { Notice, Plan } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { missingAddress } from './missing-address.ts'

export const noticeMeans: CheckRule = {
  name: 'notice-means',
  level: 'warning',
  judge: ({ plan }) =>
    plan.notices.flatMap((notice, index) =>
      notice.means === undefined ? [unsaidMeans(plan, notice, ['notices', index])] : [],
    ),
}

function unsaidMeans(plan: Plan, { id, audience }: Notice, path: Path): Finding {
  const means = plan.defaultMeans.join(', ')
  const reached = plan.defaultMeans.some((one) => missingAddress(plan, audience, one) === undefined)
  const message = reached
    ? `the notice "${id}" says by no means how its audience is told, so the plan's default is used: ${means}`
    : `the notice "${id}" names no means, and by the plan's default (${means}) nobody of "${audience}" can be reached`
  const remedy = reached
    ? 'write its "means", such as "means: [email]"'
    : `write its "means", or give "audiences.${audience}" the addresses`
  return { path, at: 'value', message, remedy }
}
