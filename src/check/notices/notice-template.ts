/** What a notice promises its audience and has no words for: updates, or a review. */
import { formatDuration } from '../../plan/length.ts'
import type { Path } from '../../plan/problem.ts'
import type { Notice } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'

export const noticeTemplate: CheckRule = {
  name: 'notice-template',
  level: 'warning',
  judge: ({ plan }) =>
    plan.notices.flatMap((notice, index) => [
      ...wordlessUpdates(notice, ['notices', index]),
      ...wordlessReview(notice, ['notices', index]),
    ]),
}

function wordlessUpdates({ cadence, templates }: Notice, path: Path): Finding[] {
  if (cadence === undefined || templates.progress !== undefined) return []
  return [
    {
      path: [...path, 'cadence'],
      at: 'value',
      message: `every ${formatDuration(cadence)} its audience is to hear from us, but there is no template "progress", so it does not`,
      remedy: 'name one under "templates.progress", such as customer-progress, or take "cadence" away',
    },
  ]
}

function wordlessReview({ reviewWithin, templates }: Notice, path: Path): Finding[] {
  if (reviewWithin === undefined || templates.review !== undefined) return []
  return [
    {
      path: [...path, 'reviewWithin'],
      at: 'value',
      message: 'a review is promised, but there is no template "review" that says where it is',
      remedy: 'name one under "templates.review", such as customer-review, or take "reviewWithin" away',
    },
  ]
}
