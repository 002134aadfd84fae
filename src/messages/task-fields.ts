/** What a message to whoever has to act about what people are told can say, besides the incident itself. */
import type { TaskView } from '../incident/communication/view-tasks.ts'
import type { ExternalEffect } from '../incident/effects.ts'
import type { IncidentState } from '../incident/state.ts'
import type { View } from '../incident/view-shape.ts'
import type { Plan } from '../plan/schema.ts'
import { type MessageFields, messageFields } from './fields.ts'
import { audienceName, MARK_WORDS, messageName } from './notice-words.ts'
import { clockText } from './time-text.ts'

export const TASK_FIELDS = [
  'person',
  /** What it is, as in "first message to Customers". */
  'task',
  'audience',
  /** When the message goes out as things stand. */
  'goesOut',
  /** What happens if nobody acts, as a sentence. */
  'otherwise',
  /** Of a question: itself, and until when it is to be answered. */
  'question',
  'answerBy',
  /** How far the time of a message has run out, as in "half is over", and when it is late. */
  'mark',
  'lateAt',
  'incidentUrl',
] as const

interface About {
  plan: Plan
  state: IncidentState
  view: View
  atMs: number
}

/** By which template somebody is asked. */
export const taskTemplate = ({ kind }: TaskView): string => (kind === 'question' ? 'question' : 'draft')

export function taskFields(
  about: About,
  { person }: Extract<ExternalEffect, { kind: 'ask-task' }>,
  task: TaskView,
  incidentUrl: string | undefined,
): MessageFields {
  const { plan } = about
  const { message, untilMs } = task
  return withValues(about, person, {
    ...NOTHING,
    task: message ? messageName(plan, message) : task.title,
    audience: message ? task.title : null,
    goesOut: message?.goesMs == null ? null : clockText(message.goesMs),
    otherwise: otherwiseOf(task),
    question: task.kind === 'question' ? task.title : null,
    answerBy: task.kind === 'question' && untilMs !== null ? clockText(untilMs) : null,
    incidentUrl: incidentUrl ?? null,
  })
}

function otherwiseOf({ kind, message, untilMs }: TaskView): string | null {
  if (kind === 'question') return null
  if (kind === 'hand') {
    const by = untilMs === null ? 'now' : `by ${clockText(untilMs)}`
    return `Nobody but you can tell them: please do so ${by}, and say that it is done.`
  }
  return message?.goesMs == null
    ? 'It waits until somebody approves it.'
    : `If nobody acts, it goes out as it is at ${clockText(message.goesMs)}.`
}

export function lateFields(
  about: About,
  effect: Extract<ExternalEffect, { kind: 'tell-notice' }>,
  incidentUrl: string | undefined,
): MessageFields {
  const { plan, view } = about
  const due = view.notices.find(
    ({ notice, moment, nth }) => notice === effect.notice && moment === effect.moment && nth === effect.nth,
  )
  return withValues(about, effect.person, {
    ...NOTHING,
    task: messageName(plan, effect),
    audience: audienceName(plan, effect.notice),
    mark: MARK_WORDS[effect.mark],
    lateAt: due?.deadlineMs === undefined ? null : clockText(due.deadlineMs),
    incidentUrl: incidentUrl ?? null,
  })
}

const NOTHING = Object.fromEntries(TASK_FIELDS.map((field) => [field, null]))

function withValues({ plan, state, view, atMs }: About, person: string, own: MessageFields['values']): MessageFields {
  const fields = messageFields(plan, state, view, atMs, plan.people[person]?.zone ?? 'UTC')
  return { ...fields, values: { ...fields.values, ...own, person: plan.people[person]?.name ?? person } }
}
