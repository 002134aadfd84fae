/** Times of a notice that contradict each other. */
import { formatDuration } from '../../plan/length.ts'
import type { Path } from '../../plan/problem.ts'
import type { Notice } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'

export const noticeTimes: CheckRule = {
  name: 'notice-times',
  level: 'warning',
  judge: ({ plan }) => plan.notices.flatMap((notice, index) => impossibleTimes(notice, ['notices', index])),
}

/** Without a target a notice goes out at its earliest moment, so that one is judged in the target's place. */
function impossibleTimes({ earliest, target, deadline }: Notice, path: Path): Finding[] {
  const planned = target ?? earliest
  if (planned === undefined) return []
  const key = target === undefined ? 'earliest' : 'target'
  const warn = (message: string, remedy: string): Finding => ({ path: [...path, key], at: 'value', message, remedy })
  const written = `the ${key} (${formatDuration(planned)})`
  if (deadline !== undefined && planned > deadline) {
    const after = `${written} is after the deadline (${formatDuration(deadline)}), so the notice is always late`
    return [warn(after, `write an earlier ${key}, or a later deadline`)]
  }
  if (earliest !== undefined && planned < earliest) {
    const before = `${written} is before the earliest moment (${formatDuration(earliest)}), so the two contradict each other`
    return [warn(before, 'write a target that is not before "earliest", or take one of the two away')]
  }
  return []
}
