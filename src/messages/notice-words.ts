/** How messages to audiences are named in sentences. */
import type { Moment, NoticeMark } from '../incident/effects.ts'
import type { Plan } from '../plan/schema.ts'

export const MOMENT_WORDS: Record<Moment, string> = {
  initial: 'first message',
  progress: 'update',
  resolved: 'resolution',
  correction: 'correction',
  review: 'review',
}

/** As in "Half of the time for the first message to Customers is over". */
export const MARK_WORDS: Record<NoticeMark, [before: string, after: string]> = {
  '50': ['Half of the time', 'is over'],
  '75': ['Three quarters of the time', 'are over'],
  '90': ['90 % of the time', 'are over'],
  soon: ['Little time', 'is left'],
  missed: ['No time', 'is left'],
}

export const audienceName = (plan: Plan, id: string): string => {
  const notice = plan.notices.find((candidate) => candidate.id === id)
  return (notice && plan.audiences[notice.audience]?.label) ?? id
}

export const messageName = (plan: Plan, { notice, moment }: { notice: string; moment: Moment }): string =>
  `${MOMENT_WORDS[moment]} to ${audienceName(plan, notice)}`
