/**
 * Notices that hang on a question in ways that contradict each other, so that they never go out, or go out late. Whether the question exists is for
 * `src/plan`.
 */
import { formatDuration } from '../../plan/length.ts'
import type { Path } from '../../plan/problem.ts'
import type { Notice, Plan, Question } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'

export const noticeQuestion: CheckRule = {
  name: 'notice-question',
  level: 'warning',
  judge: ({ plan }) => plan.notices.flatMap((notice, index) => contradictions(plan, notice, ['notices', index])),
}

function contradictions(plan: Plan, notice: Notice, path: Path): Finding[] {
  const from = notice.from === 'declared' ? undefined : notice.from
  const asked = [
    ...(from === undefined ? [] : [{ key: 'from', id: from }]),
    ...(notice.if === undefined ? [] : [{ key: 'if', id: notice.if }]),
  ]
  return [
    ...(from !== undefined && from === notice.if ? [saidTwice(from, path)] : []),
    ...asked.flatMap(({ key, id }) => neverAsked(plan.questions[id], notice, id, [...path, key])),
    ...(notice.if === undefined || from !== undefined
      ? []
      : askedTooLate(plan.questions[notice.if], notice, notice.if, [...path, 'if'])),
  ]
}

const saidTwice = (id: string, path: Path): Finding => ({
  path: [...path, 'if'],
  at: 'value',
  message: `"from: ${id}" already waits for a yes to this question`,
  remedy: 'take "if" away to count from the answer, or "from" to count from the declaration',
})

/** Asked in other scenarios, or at other severities, than those of its notice: only somebody who answers unasked sets it off. */
function neverAsked(question: Question | undefined, notice: Notice, id: string, path: Path): Finding[] {
  if (question === undefined) return []
  const apart = (theirs: string[] | undefined, ours: string[] | undefined) =>
    theirs !== undefined && ours !== undefined && !ours.some((one) => theirs.includes(one))
  const where = apart(question.scenarios, notice.scenarios)
    ? 'scenarios'
    : apart(question.severities, notice.severities)
      ? 'severities'
      : undefined
  if (where === undefined) return []
  const message = `the question "${id}" is asked in none of the ${where} of this notice, so nobody is asked whether it goes out`
  const remedy = `give the question the ${where} of the notice, or the notice those of the question`
  return [{ path, at: 'value', message, remedy }]
}

/** An answer at half of the time leaves the other half to write and send (R61). */
function askedTooLate(question: Question | undefined, { deadline }: Notice, id: string, path: Path): Finding[] {
  if (question === undefined || deadline === undefined || question.within <= deadline / 2) return []
  const message = `the question "${id}" may be answered after ${formatDuration(question.within)}, which is more than half of the ${formatDuration(deadline)} that the notice has`
  const remedy = `write "within: ${formatDuration(deadline / 2)}" or less at the question, or a later deadline here`
  return [{ path, at: 'value', message, remedy }]
}
