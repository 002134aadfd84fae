/** Notices by a means for which their audience has no address. Whether an address has the right form is for `src/plan`. */
import { meansOf } from '../../plan/notice-means.ts'
import type { Path } from '../../plan/problem.ts'
import type { Notice, Plan } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { missingAddress } from './missing-address.ts'

export const audienceUnreachable: CheckRule = {
  name: 'audience-unreachable',
  level: 'warning',
  judge: ({ plan }) => plan.notices.flatMap((notice, index) => unreachable(plan, notice, ['notices', index])),
}

function unreachable(plan: Plan, notice: Notice, path: Path): Finding[] {
  const { audience, means } = notice
  if (means === undefined) return []
  if (means === 'all') {
    if (meansOf(plan, notice).length > 0) return []
    const message = `the audience "${audience}" can be reached by no means at all, so nobody gets this notice`
    const remedy = `give "audiences.${audience}" a Slack channel, mail addresses, telephone numbers or people`
    return [{ path: [...path, 'means'], at: 'value', message, remedy }]
  }
  return means.flatMap((one, index) => {
    const missing = missingAddress(plan, audience, one)
    if (missing === undefined) return []
    const { what, remedy } = missing
    return {
      path: [...path, 'means', index],
      at: 'value',
      message: `the audience "${audience}" has no ${what}, so nobody gets this notice by ${one}`,
      remedy: `${remedy}, or take "${one}" away here`,
    }
  })
}
