/** Drafts that are to appear longer ahead than there is time: they can appear when the times of their notice begin to count, not before. */
import { formatDuration } from '../../plan/length.ts'
import type { Path } from '../../plan/problem.ts'
import type { Notice } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'

export const noticeApproval: CheckRule = {
  name: 'notice-approval',
  level: 'warning',
  judge: ({ plan }) => plan.notices.flatMap((notice, index) => lateDrafts(notice, ['notices', index])),
}

function lateDrafts({ approval, earliest, target, deadline }: Notice, path: Path): Finding[] {
  const planned = target ?? earliest ?? 0
  if (approval?.ahead === undefined || approval.ahead <= planned) return []
  const ahead = formatDuration(approval.ahead)
  const until = planned === 0 ? 'the notice goes out at once' : `the notice goes out after ${formatDuration(planned)}`
  const remedy =
    deadline === undefined || deadline <= planned
      ? 'write a shorter "ahead", or a later "target" and a "deadline"'
      : 'write a shorter "ahead", or a later "target"'
  const message = `its draft is to appear ${ahead} ahead, but ${until}: there is not so much time to read it`
  return [{ path: [...path, 'approval', 'ahead'], at: 'value', message, remedy }]
}
