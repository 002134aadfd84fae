/** What somebody is asked to do about what people are told, for the board, the channel, the console and `/dr comms`. */
import { reveal } from '../../plan/actor.ts'
import type { AudienceMeans, Plan } from '../../plan/schema.ts'
import { actorView, type PersonView, personView } from '../person-view.ts'
import type { IncidentState } from '../state.ts'
import { meansInForce } from './in-force.ts'
import { entriesOf } from './indexed.ts'
import { deadlineMs, sendMs } from './schedule.ts'
import { type MessageId, type MessageText, textOfMessage } from './state.ts'
import { holdersNow, type Task, tasksOf } from './tasks.ts'

export interface TaskView {
  id: string
  kind: 'approve' | 'hand' | 'question'
  state: 'open' | 'done' | 'gone'
  sinceMs: number
  /** When it goes out unread, or is late; null: it waits until somebody acts. */
  untilMs: number | null
  role: { label: string; people: PersonView[] }
  /** Audience of the message, or the question. */
  title: string
  /** Of a message. */
  message?: MessageId & {
    version: number
    text: MessageText | null
    means: AudienceMeans[]
    /** When it goes out as things stand, epoch ms; null: not before somebody approves it. */
    goesMs: number | null
    dueMs: number
    deadlineMs: number | null
    otherwise: 'send' | 'hold'
    editedBy: PersonView | null
  }
  /** Who has acted, and how. */
  acted: { by: PersonView; atMs: number; how: string; reason: string } | null
  /** Buttons: words of `/dr comms`. */
  actions: { words: string; label: string; style?: 'primary' | 'danger' }[]
}

/** A message that has been written, word for word as it goes out (R75). */
export interface MessageView extends MessageId {
  audience: string
  composedMs: number
  version: number
  /** null: it has been erased. */
  text: MessageText | null
}

export const messagesView = (plan: Plan, state: IncidentState): MessageView[] =>
  Object.values(state.communication.messages).map((message) => {
    const { notice, moment, nth, composedMs, version } = message
    const audience = plan.notices.find(({ id }) => id === notice)?.audience ?? notice
    const label = plan.audiences[audience]?.label ?? audience
    return { notice, moment, nth, composedMs, version, audience: label, text: textOfMessage(message) ?? null }
  })

export const tasksView = (plan: Plan, state: IncidentState): TaskView[] =>
  tasksOf(plan, state).map((task) => ({
    ...{ id: task.id, kind: task.kind, state: task.state, sinceMs: task.sinceMs, untilMs: task.untilMs },
    role: {
      label: plan.roles[task.role]?.label ?? task.role,
      people: holdersNow(plan, state, task.role).map((person) => personView(plan, person)),
    },
    title: titleOf(plan, task),
    ...messageOf(plan, state, task),
    acted: actedOf(plan, state, task),
    actions: task.state === 'open' ? actionsOf(task) : [],
  }))

const titleOf = (plan: Plan, task: Task): string =>
  task.kind === 'question'
    ? task.question.question
    : (plan.audiences[task.notice.audience]?.label ?? task.notice.audience)

function messageOf(plan: Plan, state: IncidentState, task: Task): Pick<TaskView, 'message'> {
  if (task.kind === 'question') return {}
  const { notice, message } = task
  const { moment, nth, version, dueMs, editedBy } = message
  return {
    message: {
      ...{ notice: notice.id, moment, nth, version, dueMs },
      text: textOfMessage(message) ?? null,
      means: meansInForce(plan, state, notice),
      goesMs: sendMs(state, notice, message),
      deadlineMs: deadlineMs(state, notice, message) ?? null,
      otherwise: notice.approval?.otherwise ?? 'send',
      editedBy: editedBy ? actorView(plan, editedBy) : null,
    },
  }
}

function actedOf(plan: Plan, state: IncidentState, task: Task): TaskView['acted'] {
  if (task.kind === 'question') {
    const given = state.communication.answers[task.name]
    if (!given) return null
    return { by: actorView(plan, given.by), atMs: given.atMs, how: given.answer, reason: reveal(given.reason) }
  }
  const { approved, skipped, version } = task.message
  if (task.kind === 'hand') {
    const sent = entriesOf(state, task.message).find(({ means }) => means === 'manual')
    return sent?.by ? { by: actorView(plan, sent.by), atMs: sent.attemptedMs, how: 'told', reason: '' } : null
  }
  if (skipped)
    return { by: actorView(plan, skipped.by), atMs: skipped.atMs, how: 'left out', reason: reveal(skipped.reason) }
  if (approved?.version !== version) return null
  return { by: actorView(plan, approved.by), atMs: approved.atMs, how: 'approved', reason: '' }
}

function actionsOf(task: Task): TaskView['actions'] {
  if (task.kind === 'question') {
    return [
      { words: `yes ${task.name}`, label: 'Yes', style: 'primary' },
      { words: `no ${task.name}`, label: 'No' },
    ]
  }
  if (task.kind === 'hand')
    return [{ words: `done ${task.id.replace(/\/hand$/, '')}`, label: 'Done', style: 'primary' }]
  const shown = `${task.id} v${task.message.version}`
  return [
    { words: `approve ${shown}`, label: 'Approve', style: 'primary' },
    { words: `edit ${shown}`, label: 'Edit' },
    { words: `skip ${shown}`, label: 'Leave out', style: 'danger' },
  ]
}
