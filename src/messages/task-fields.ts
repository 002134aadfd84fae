/** What a message to whoever has to act about what people are told can say, besides the incident itself. */
import type { TaskView } from '../incident/communication/view-tasks.ts'
import type { ExternalEffect, NoticeMark } from '../incident/effects.ts'
import type { About } from './about.ts'
import { TASK_FIELDS } from './field-catalogue.ts'
import { type FieldValue, type MessageFields, messageFields } from './fields.ts'
import { audienceName, messageName } from './notice-words.ts'
import { clockText } from './time-text.ts'

/** By which template somebody is asked. */
export const taskTemplate = ({ kind }: TaskView): string => (kind === 'question' ? 'question' : 'draft')

const KINDS: Record<TaskView['kind'], string> = {
  approve: 'Read and approve',
  hand: 'Tell by hand',
  question: 'Answer',
}

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
    task: message ? `${KINDS[task.kind]}: ${messageName(plan, message)}` : null,
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
    return `Nobody but you can tell them: please do so ${by}, and say that it is done`
  }
  return message?.goesMs == null
    ? 'It waits until somebody approves it'
    : `It goes out at ${clockText(message.goesMs)}, brought up to date`
}

export function lateFields(
  about: About,
  effect: Extract<ExternalEffect, { kind: 'tell-notice' }>,
  incidentUrl: string | undefined,
): MessageFields {
  const { plan } = about
  return withValues(about, effect.person, {
    ...NOTHING,
    task: '/dr comms shows what holds it up',
    audience: audienceName(plan, effect.notice),
    mark: MARKS[effect.mark],
    goesOut: clockText(effect.lateMs),
    incidentUrl: incidentUrl ?? null,
  })
}

/** As in "The message to Customers …". */
const MARKS: Record<NoticeMark, string> = {
  '50': 'has used up half of its time',
  '75': 'has used up three quarters of its time',
  '90': 'has used up nine tenths of its time',
  soon: 'is due in a moment',
  missed: 'is late',
}

const NOTHING: Record<string, FieldValue> = Object.fromEntries(TASK_FIELDS.map((field) => [field, null]))

function withValues({ plan, state, view, atMs }: About, person: string, own: MessageFields['values']): MessageFields {
  const fields = messageFields(plan, state, view, atMs, plan.people[person]?.zone)
  return { ...fields, values: { ...fields.values, ...own, person: plan.people[person]?.name ?? person } }
}
