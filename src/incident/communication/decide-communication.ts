/** What becomes of a command about what people are told. */
import { reveal } from '../../plan/actor.ts'
import { formatDuration } from '../../plan/length.ts'
import type { Notice, Plan } from '../../plan/schema.ts'
import { clockTime, happened, type IncidentDecision, nothing, overNote, refuse } from '../decision.ts'
import { belongs, notOfIt } from '../recovery/refusals.ts'
import { lastAdded } from '../review/owed-review.ts'
import type { IncidentState } from '../state.ts'
import type { CommunicationCommand } from './commands.ts'
import { isOutward } from './in-force.ts'
import { entriesOfNotice, hasReached, isGoingOut } from './indexed.ts'
import { type Message, type MessageId, messageKey } from './state.ts'
import { communicationRole, isAnswerable, mayDo, type Task, tasksOf } from './tasks.ts'

type CommandOf<T extends CommunicationCommand['type']> = Extract<CommunicationCommand, { type: T }>

export function decideCommunication(plan: Plan, state: IncidentState, command: CommunicationCommand): IncidentDecision {
  switch (command.type) {
    case 'notify':
      return notify(plan, state, command)
    case 'edit-message':
    case 'approve-message':
    case 'skip-message':
      return decideDraft(plan, state, command)
    case 'told-by-hand':
      return toldByHand(plan, state, command)
    case 'answer-question':
      return answerQuestion(plan, state, command)
    case 'set-cadence':
      return setCadence(plan, state, command)
    case 'publish-review':
      return publishReview(plan, state, command)
  }
}

/** By its id, else the first one for the audience of that id. */
function noticeNamed(plan: Plan, id: string): Notice | undefined {
  return (
    plan.notices.find((candidate) => candidate.id === id) ?? plan.notices.find((candidate) => candidate.audience === id)
  )
}

const noNotice = (plan: Plan, id: string): IncidentDecision =>
  refuse(`The plan ${plan.id} has no notice ${id}; it has ${plan.notices.map((n) => n.id).join(', ')}.`)

const audienceOf = (plan: Plan, notice: Notice): string => plan.audiences[notice.audience]?.label ?? notice.audience

function notify(plan: Plan, state: IncidentState, command: CommandOf<'notify'>): IncidentDecision {
  const { atMs, by, notice: id } = command
  const over = overNote(state)
  if (over) return refuse(over)
  const notice = noticeNamed(plan, id)
  if (!notice) return noNotice(plan, id)
  if (!belongs(plan, state, by)) return refuse(notOfIt(plan))
  if (state.mode === 'drill' && isOutward(plan, notice))
    return refuse(`${state.id} is a drill, and a drill tells nobody outside.`)
  if (state.asks[notice.id] !== undefined || state.notices.some((sent) => sent.notice === notice.id))
    return notifyAgain(plan, state, notice, command)
  return happened({ type: 'notice-asked', atMs, by, notice: notice.id })
}

/** Nobody reads messages that follow one another faster; two people may press at once. */
const NOTIFY_PAUSE_MS = 60_000

/** They have been told: they hear what is new since, now. */
function notifyAgain(
  plan: Plan,
  state: IncidentState,
  notice: Notice,
  { atMs, by }: CommandOf<'notify'>,
): IncidentDecision {
  const who = audienceOf(plan, notice)
  const known = entriesOfNotice(state, notice.id)
  const again = { type: 'notice-asked', atMs, by, notice: notice.id, again: true } as const
  // What was given up is tried once more.
  if (known.some(({ failed }) => failed)) return happened(again)
  if (!known.some(hasReached)) return nothing(`The message to ${who} is on its way; \`/dr comms\` shows how far.`)
  const lastMs = Math.max(...known.map(({ sentMs, attemptedMs }) => sentMs ?? attemptedMs))
  if (atMs - lastMs < NOTIFY_PAUSE_MS)
    return nothing(`${who} were told less than a minute ago: \`/dr comms\` shows what.`)
  if (!notice.templates.progress)
    return nothing(`${who} have been told already, and the plan has no template for more.`)
  return happened(again)
}

type Draft = CommandOf<'edit-message' | 'approve-message' | 'skip-message'>

function decideDraft(plan: Plan, state: IncidentState, command: Draft): IncidentDecision {
  const found = findTask(plan, state, command, 'approve')
  if ('refusal' in found) return found.refusal
  const { notice, message, task } = found
  const { atMs, by } = command
  const id = { notice: notice.id, moment: message.moment, nth: message.nth }
  const who = audienceOf(plan, notice)
  if (!mayDo(plan, state, task.role, by.person)) return notYours(plan, state, task)
  if (isGoingOut(state, message)) return refuse(`The message to ${who} has gone out; \`/dr update\` says more.`)
  if (message.skipped) return refuse(`The message to ${who} was left out: ${reveal(message.skipped.reason)}`)
  if (task.state === 'gone') return refuse(`The message to ${who} is no longer needed.`)
  switch (command.type) {
    case 'skip-message':
      if (command.version !== undefined && command.version !== message.version)
        return changedSince(plan, state, message)
      if (reveal(command.reason).trim() === '') return refuse('Say why the message is left out.')
      return happened({ type: 'message-skipped', atMs, by, ...id, reason: command.reason })
    case 'edit-message':
      if (command.version !== message.version) return changedSince(plan, state, message)
      return happened({ type: 'message-edited', atMs, by, ...id, version: message.version + 1, text: command.text })
    case 'approve-message':
      if (command.version !== message.version) return changedSince(plan, state, message)
      if (message.approved?.version === message.version) return nothing(`The message to ${who} is approved already.`)
      return happened({ type: 'message-approved', atMs, by, ...id, version: message.version })
  }
}

function changedSince(plan: Plan, { id }: IncidentState, { editedBy }: Message): IncidentDecision {
  const who = editedBy?.person ? (plan.people[editedBy.person]?.name ?? editedBy.person) : 'Somebody'
  return refuse(`${who} has changed the text meanwhile: read it again (\`/dr comms ${id}\`), then say so.`)
}

function notYours(plan: Plan, state: IncidentState, { role }: Pick<Task, 'role'>): IncidentDecision {
  const leader = state.roles[state.commanderRole]?.person
  const leads = leader === undefined ? '' : `, or ${plan.people[leader]?.name ?? leader}, who leads`
  return refuse(`This is for the ${plan.roles[role]?.label ?? role}${leads}.`)
}

/** The message and its task; a sentence when there is none. */
function findTask(plan: Plan, state: IncidentState, id: MessageId, kind: 'approve' | 'hand') {
  const notice = plan.notices.find((candidate) => candidate.id === id.notice)
  const message = state.communication.messages[messageKey(id)]
  if (!notice) return { refusal: noNotice(plan, id.notice) }
  const task = tasksOf(plan, state).find(
    (one): one is Exclude<Task, { kind: 'question' }> => one.kind === kind && one.message === message,
  )
  if (message && task) return { notice, message, task }
  const why = message ? 'goes out by itself' : 'is not written yet'
  return {
    refusal: refuse(`The message to ${audienceOf(plan, notice)} ${why}; \`/dr comms\` shows what waits for somebody.`),
  }
}

function toldByHand(plan: Plan, state: IncidentState, command: CommandOf<'told-by-hand'>): IncidentDecision {
  const found = findTask(plan, state, command, 'hand')
  if ('refusal' in found) return found.refusal
  const { notice, message, task } = found
  const { atMs, by, where } = command
  if (task.state === 'done') return nothing(`${audienceOf(plan, notice)} have been told already.`)
  if (!mayDo(plan, state, task.role, by.person)) return notYours(plan, state, task)
  const id = { notice: notice.id, moment: message.moment, nth: message.nth }
  return happened({ type: 'told-by-hand', atMs, by, ...id, dueMs: message.dueMs, ...(where ? { where } : {}) })
}

function answerQuestion(plan: Plan, state: IncidentState, command: CommandOf<'answer-question'>): IncidentDecision {
  const { atMs, by, question: name, answer, sinceMs = atMs, reason } = command
  const question = plan.questions[name]
  if (!question) {
    const known = Object.keys(plan.questions)
    return refuse(
      known.length > 0
        ? `The plan ${plan.id} has no question ${name}; it has ${known.join(', ')}.`
        : `The plan ${plan.id} has no questions.`,
    )
  }
  const over = overNote(state)
  if (over && !isAnswerable(plan, state, name)) return refuse(over)
  if (state.mode === 'drill') return refuse(`${state.id} is a drill: nobody outside is told, so nothing is asked.`)
  const task = tasksOf(plan, state).find((one) => one.kind === 'question' && one.name === name)
  const role = task?.role ?? question.by ?? plan.communication ?? state.commanderRole
  if (!mayDo(plan, state, role, by.person)) return notYours(plan, state, { role })
  if (answer === 'no' && reveal(reason).trim() === '') return refuse('A no needs a reason: it stands in the review.')
  if (sinceMs > atMs) return refuse('It cannot be known from a moment in the future; times are UTC.')
  const before = state.communication.answers[name]
  if (before?.answer === answer && before.sinceMs === sinceMs)
    return nothing(`That was answered with ${answer} at ${clockTime(before.atMs)}.`)
  if (before?.answer === 'yes' && answer === 'no' && isTold(plan, state, name))
    return refuse('Somebody has been told because of the yes: say what is true now with `/dr update`.')
  return happened({
    type: 'question-answered',
    atMs,
    by,
    question: name,
    answer,
    sinceMs,
    ...(reason ? { reason } : {}),
  })
}

const isTold = (plan: Plan, state: IncidentState, question: string): boolean =>
  plan.notices.some(
    (notice) =>
      [notice.if, notice.from].includes(question) &&
      state.notices.some((entry) => entry.notice === notice.id && entry.sentMs),
  )

/** Nobody reads updates that follow one another faster. */
const CADENCE_MIN_MS = 60_000

function setCadence(plan: Plan, state: IncidentState, command: CommandOf<'set-cadence'>): IncidentDecision {
  const { atMs, by, notice: id, everyMs } = command
  const over = overNote(state)
  if (over) return refuse(over)
  const notice = noticeNamed(plan, id)
  if (!notice) return noNotice(plan, id)
  if (!belongs(plan, state, by)) return refuse(notOfIt(plan))
  const who = audienceOf(plan, notice)
  if (!notice.templates.progress && everyMs !== null)
    return refuse(
      `The plan has no template for updates to ${who}: add "progress" to the templates of notice ${notice.id}.`,
    )
  if (everyMs !== undefined && everyMs !== null && everyMs < CADENCE_MIN_MS)
    return refuse(`Every ${formatDuration(everyMs)} is too often: a minute is the least.`)
  return happened({ type: 'cadence-set', atMs, by, notice: notice.id, ...(everyMs === undefined ? {} : { everyMs }) })
}

function publishReview(plan: Plan, state: IncidentState, command: CommandOf<'publish-review'>): IncidentDecision {
  const { atMs, by, link, own } = command
  if (state.phase !== 'resolved') return refuse(`${state.id} is not resolved: there is nothing to review yet.`)
  const role = communicationRole(plan, state)
  if (!mayDo(plan, state, role, by.person)) return notYours(plan, state, { role })
  if (own) {
    const { published } = state.review
    if (published && lastAdded(state).seq <= published.seq)
      return nothing(`The review of ${state.id} has been published, and nothing has been added since.`)
    return happened({ type: 'review-published', atMs, by, link, own })
  }
  if (reveal(state.communication.review?.link) === reveal(link))
    return nothing(`That the review of ${state.id} is there has been said already.`)
  return happened({ type: 'review-published', atMs, by, link })
}
