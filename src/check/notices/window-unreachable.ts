/** Notices whose time is too short for the people who have to act before they are out: to approve the draft, or to publish it by hand. */
import { formatDuration } from '../../plan/length.ts'
import type { Notice, Plan } from '../../plan/schema.ts'
import { ANSWER_MS, APPROVAL_MS, BY_HAND_MS } from '../assumptions.ts'
import type { CheckRule, Finding } from '../rule.ts'

/** A draft appears a third of its window before its time, but never more than so long before, as in `src/incident`. */
const AHEAD_MAX_MS = 30 * 60_000

export const windowUnreachable: CheckRule = {
  name: 'window-unreachable',
  level: 'warning',
  judge: ({ plan }) =>
    plan.notices.flatMap((notice, index) => [
      ...approvedTooLate(plan, notice, index),
      ...publishedTooLate(notice, index),
    ]),
}

function approvedTooLate(plan: Plan, notice: Notice, index: number): Finding[] {
  const { approval, deadline } = notice
  if (!approval?.moments.includes('initial') || deadline === undefined) return []
  const plannedMs = planned(notice)
  const aheadMs = approval.ahead ?? Math.min(plannedMs / 3, AHEAD_MAX_MS)
  const draftMs = Math.max(0, plannedMs - aheadMs)
  if (freeFrom(notice, draftMs) + APPROVAL_MS <= deadline) return []
  const reader = approval.by ?? plan.communication ?? plan.commander
  const comes = approval.otherwise === 'hold' ? 'it is held and late' : 'it goes out unread'
  return [
    {
      path: ['notices', index, 'approval'],
      at: 'key',
      message: `the notice "${notice.id}" must be out within ${formatDuration(deadline)}, its draft appears ${afterwards(draftMs)}, and "${reader}" cannot have approved it by then: ${comes}`,
      remedy: `write a later deadline, ${draftMs > 0 ? 'let the draft appear earlier with a longer "ahead", ' : ''}or take "approval" away: ${assumed(notice, APPROVAL_MS, 'to read it')}`,
    },
  ]
}

function publishedTooLate(notice: Notice, index: number): Finding[] {
  const { means, deadline } = notice
  if (deadline === undefined || !Array.isArray(means) || !means.includes('manual')) return []
  const handedMs = planned(notice)
  if (freeFrom(notice, handedMs) + BY_HAND_MS <= deadline) return []
  return [
    {
      path: ['notices', index, 'deadline'],
      at: 'value',
      message: `the notice "${notice.id}" is handed to a person ${afterwards(handedMs)} and must be out within ${formatDuration(deadline)}, which leaves too little to publish it by hand`,
      remedy: `write an earlier target, or a later deadline: ${assumed(notice, BY_HAND_MS, 'to publish it')}`,
    },
  ]
}

const planned = ({ target, earliest }: Notice): number => target ?? earliest ?? 0

/** In the first minutes of an incident nobody has answered yet; whoever answers a question of the plan is there already. */
const freeFrom = ({ from }: Notice, atMs: number): number => (from === 'declared' ? Math.max(atMs, ANSWER_MS) : atMs)

const afterwards = (ms: number): string => (ms === 0 ? 'at once' : `after ${formatDuration(ms)}`)

const assumed = ({ from }: Notice, ms: number, what: string): string =>
  `people are taken to need ${from === 'declared' ? `${formatDuration(ANSWER_MS)} to answer and ` : ''}${formatDuration(ms)} ${what}`
