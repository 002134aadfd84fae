/** `/dr comms`: who is told what and when; and what waits for somebody: reading a draft, telling by hand, answering a question. */

import type { MessageId, MessageText } from '../src/incident/communication/state.ts'
import { messagesView, type TaskView } from '../src/incident/communication/view-tasks.ts'
import { SECTION_LABELS, type View } from '../src/incident/view-shape.ts'
import { privately } from '../src/plan/actor.ts'
import { inWords } from '../src/plan/in-words.ts'
import { answer, refuse, refuseField } from './asking/answers.ts'
import { incidentForm, textField } from './asking/incident-form.ts'
import { readMoment } from './asking/moments.ts'
import { put } from './asking/put.ts'
import { afterFirst, type Found, whichIncident } from './asking/which-incident.ts'
import { type FoundTask, isWaiting, whichTask } from './asking/which-task.ts'
import type { DrCommand, Form, FormField, Reply, Request } from './command.ts'
import { commsText, messageText } from './wording/comms.ts'
import { heldLine } from './wording/held.ts'
import { lines } from './wording/lists.ts'
import { moment } from './wording/times.ts'

type At = Extract<Found, { ok: true }>
type Task = Extract<FoundTask, { ok: true }>

export const comms: DrCommand = {
  name: 'comms',
  aliases: ['communication'],
  usage: 'comms [INCIDENT] [show | approve | edit | skip | done | yes | no] [WHOM or QUESTION] [reason]',
  summary: 'Who is told what and when; drafts to approve, questions to answer',
  async run(request) {
    const found = await whichIncident(request, 'comms', { ended: true })
    if (!found.ok) return found.reply
    const { values } = request
    const words = values ? (values.task ?? '') : request.words.trim()
    const word = words.split(/\s+/)[0]?.toLowerCase() ?? ''
    const rest = afterFirst(words)
    switch (word) {
      case '':
        return overview(request, found)
      case 'show':
        return show(request, found, rest)
      case 'approve':
        return approve(request, found, rest)
      case 'edit':
        return edit(request, found, rest)
      case 'skip':
        return skip(request, found, rest)
      case 'done':
        return done(request, found, rest)
      case 'yes':
      case 'no':
        return answerQuestion(request, found, word, rest)
      default:
        return refuse(`"${word}" is nothing that \`/dr comms\` can do: say show, approve, edit, skip, done, yes or no.`)
    }
  },
}

async function overview({ atMs, services }: Request, { view }: At): Promise<Reply> {
  const held = heldLine(await services.system(), atMs)
  const waiting = view.tasks.filter((task) => isWaiting(task, atMs))
  const buttons = waiting.flatMap((task) =>
    task.actions.map(({ words: value, label, style }) => ({
      ...{ command: 'comms', value, label: `${label}: ${task.title}` },
      ...(style ? { style } : {}),
    })),
  )
  return answer(lines(held, commsText(view, atMs)), {
    incident: view.id,
    buttons,
    data: { tasks: view.tasks, notices: view.notices },
  })
}

/** Word for word: what has been written to an audience, newest first unless the words say which. */
async function show(request: Request, { view, plan }: At, words: string): Promise<Reply> {
  const known = await request.services.state(view.id)
  const messages = known ? messagesView(plan, known.state) : []
  const name = words.split(/\s+/)[0]?.toLowerCase() ?? ''
  const written = messages.filter(({ notice, moment: which, nth, audience }) => {
    return (
      name === '' || [notice, `${notice}/${which}`, `${notice}/${which}/${nth}`, audience.toLowerCase()].includes(name)
    )
  })
  const message = written.at(-1)
  if (!message) {
    const names = [...new Set(messages.map(({ notice }) => notice))]
    const choices = names.length > 0 ? `: say ${inWords(names, 'or')}` : ''
    return refuse(`Nothing has been written to ${name || 'anybody'} yet${choices}. \`/dr comms\` shows what is due.`)
  }
  const task = view.tasks.find(({ message: one }) => one && idText(one) === idText(message))
  const out = view.notices.find((one) => one.state === 'sent' && idText(one as MessageId) === idText(message))
  const standing = task
    ? standingOf(task, request.atMs, out?.sentMs)
    : `written ${moment(message.composedMs, request.atMs)}`
  const shown = lines(`*${message.audience}*, ${standing}`, messageText(message.text))
  return answer(shown, { incident: view.id, buttons: buttonsOf(task), data: message })
}

const idText = ({ notice, moment: which, nth }: MessageId): string => `${notice}/${which}/${nth}`

const buttonsOf = (task: TaskView | undefined): NonNullable<Reply['buttons']> =>
  (task?.actions ?? []).map(({ words: value, label, style }) => ({
    ...{ command: 'comms', value, label },
    ...(style ? { style } : {}),
  }))

/** @param outMs when it went out, if it has. */
function standingOf({ acted, message, state }: TaskView, nowMs: number, outMs?: number): string {
  if (acted) return `${acted.how} by ${acted.by.name} at ${moment(acted.atMs, nowMs)}`
  if (state === 'gone') return outMs === undefined ? 'no longer needed' : `went out ${moment(outMs, nowMs)} as it was`
  return message?.goesMs ? `goes out ${moment(message.goesMs, nowMs)}` : 'waits until somebody approves it'
}

/** Who approves by typing sees first what it is; a button stands under it. */
function approve(request: Request, { view }: At, words: string): Reply | Promise<Reply> {
  const found = whichTask(view, 'approve', words, request.atMs)
  if (!found.ok) return refuse(found.why)
  const { task, version } = found
  if (version === undefined && task.state === 'open' && !request.values) {
    const typed = `approve ${task.id} v${task.message?.version}`
    const text = lines(
      `*${task.title}*, ${standingOf(task, request.atMs)}. This is what goes out:`,
      messageText(task.message?.text ?? null),
      `\`/dr comms ${typed}\` approves exactly this.`,
    )
    return answer(text, { incident: view.id, buttons: buttonsOf(task), data: task })
  }
  const wish = { type: 'approve-message', ...idOf(task), version: version ?? task.message?.version ?? 1 } as const
  return put(request, view.id, wish, (after) => {
    const goesMs = after.tasks.find(({ id }) => id === task.id)?.message?.goesMs
    const when =
      goesMs === null || goesMs === undefined || goesMs <= request.atMs ? 'now' : moment(goesMs, request.atMs)
    return `*Approved: the message to ${task.title}.* It goes out ${when}.`
  })
}

const idOf = (task: TaskView) => {
  const { notice = '', moment: which = 'initial' as const, nth = 0 } = task.message ?? {}
  return { notice, moment: which, nth }
}

function edit(request: Request, { view }: At, words: string): Reply | Promise<Reply> {
  const found = whichTask(view, 'approve', words, request.atMs)
  if (!found.ok) return refuse(found.why)
  const { task } = found
  const text = task.message?.text
  if (!text) return refuse('The text is not there to be changed: it has not been written yet, or was erased.')
  if (!request.values) {
    if (found.rest !== '')
      return change(request, view, found, { ...text, sections: withMain(text.sections, found.rest) })
    if (request.canShowForm) return answer('', { form: editForm(view, task, text), incident: view.id })
    return refuse(`Say the new text: \`/dr comms edit ${task.message?.notice} TEXT\`.`)
  }
  const { values } = request
  const edited: MessageText = {
    ...text,
    ...(text.subject === undefined ? {} : { subject: (values.subject ?? text.subject).trim() }),
    sections: Object.fromEntries(
      Object.entries(text.sections).map(([section, said]) => [section, (values[section] ?? said).trim()]),
    ),
  }
  const empty = Object.entries(edited.sections).find(([, said]) => said === '')
  if (empty) return refuseField(request, empty[0], 'Write something, or leave the message out instead.')
  return change(request, view, found, edited)
}

/** What is typed takes the place of the text that most people read; a text message and what is spoken stay as they are. */
function withMain(sections: MessageText['sections'], typed: string): MessageText['sections'] {
  const main = sections.text === undefined ? (Object.keys(sections)[0] ?? 'text') : 'text'
  return { ...sections, [main]: typed }
}

function change(request: Request, view: View, { task, version }: Task, edited: MessageText): Promise<Reply> {
  const wish = {
    ...{ type: 'edit-message' as const, ...idOf(task), version: version ?? task.message?.version ?? 1 },
    text: privately(JSON.stringify(edited)),
  } as const
  return put(request, view.id, wish, (after) => {
    const waits = after.tasks.find(({ id }) => id === task.id)
    return `*Changed: the message to ${task.title}.* It still has to be approved: \`/dr comms approve ${waits?.message?.notice ?? ''}\`.`
  })
}

/** Slack takes at most 3,000 characters in an input: what is longer stays as it is. */
const INPUT_CHARS_MAX = 3_000

function editForm(view: View, task: TaskView, text: MessageText): Form {
  const short = Object.entries(text.sections).filter(([, said]) => said.length <= INPUT_CHARS_MAX)
  const sections = short.map(([section, said]): FormField => {
    return { kind: 'multiline', param: section, label: SECTION_LABELS[section] ?? section, initial: said }
  })
  const subject: FormField[] =
    text.subject === undefined ? [] : [{ kind: 'text', param: 'subject', label: 'Subject', initial: text.subject }]
  const fields = [...subject, ...sections, taskField(task, `edit ${task.id} v${task.message?.version}`)]
  return { ...incidentForm('comms', view.id, 'Change the message', fields), submit: 'Save' }
}

/** Says in the submitted form what it is about. */
const taskField = (task: TaskView, value: string): FormField => ({
  ...{ kind: 'select', param: 'task', label: 'To', initial: value },
  options: [{ value, label: task.title.slice(0, 75) }],
})

function skip(request: Request, { view }: At, words: string): Reply | Promise<Reply> {
  const found = whichTask(view, 'approve', words, request.atMs)
  if (!found.ok) return refuse(found.why)
  const { task } = found
  const reason = (request.values?.text ?? found.rest).trim()
  if (reason === '' && !request.values && request.canShowForm) {
    const fields = [
      textField('Why it is left out'),
      taskField(task, `skip ${task.id}${found.version === undefined ? '' : ` v${found.version}`}`),
    ]
    return answer('', { form: incidentForm('comms', view.id, 'Leave the message out', fields), incident: view.id })
  }
  if (reason === '') return refuseField(request, 'text', `Say why: \`/dr comms skip ${task.message?.notice} REASON\`.`)
  const { version } = found
  const read = version === undefined ? {} : { version }
  const wish = { type: 'skip-message', ...idOf(task), ...read, reason: privately(reason) } as const
  return put(request, view.id, wish, () => `*Left out: the message to ${task.title}.* The reason stands in the review.`)
}

function done(request: Request, { view }: At, words: string): Reply | Promise<Reply> {
  const found = whichTask(view, 'hand', words, request.atMs)
  if (!found.ok) return refuse(found.why)
  const { task, rest } = found
  const wish = { type: 'told-by-hand', ...idOf(task), ...(rest ? { where: privately(rest) } : {}) } as const
  return put(request, view.id, wish, () => `*Noted: ${task.title} have been told.* Thank you.`)
}

/** `yes breach since 10:20`, `no breach only test data`. */
async function answerQuestion(
  request: Request,
  { view, plan }: At,
  which: 'yes' | 'no',
  words: string,
): Promise<Reply> {
  const found = whichQuestion(view, plan, words, request.atMs)
  if (!found.ok) return refuse(found.why)
  const { name, title, rest } = found
  const since = /^since\s+(.+)$/i.exec(rest)
  const read = since ? readMoment(since[1] ?? '', request.atMs, 'past') : undefined
  if (read && !read.ok) return refuse(read.why)
  const reason = (request.values?.text ?? (since ? '' : rest)).trim()
  if (which === 'no' && reason === '' && !request.values && request.canShowForm) {
    const value = `no ${name}`
    const fields: FormField[] = [
      textField('Why not', { hint: 'It stands in the review.' }),
      {
        ...{ kind: 'select', param: 'task', label: 'Question', initial: value },
        options: [{ value, label: title.slice(0, 75) }],
      },
    ]
    return answer('', { form: incidentForm('comms', view.id, 'No, because', fields), incident: view.id })
  }
  if (which === 'no' && reason === '') return refuseField(request, 'text', `Say why: \`/dr comms no ${name} REASON\`.`)
  const wish = {
    ...{ type: 'answer-question' as const, question: name, answer: which },
    ...(read ? { sinceMs: read.atMs } : {}),
    ...(reason ? { reason: privately(reason) } : {}),
  } as const
  const known = which === 'yes' ? `, known since ${moment(read?.atMs ?? request.atMs, request.atMs)}` : ''
  return put(request, view.id, wish, () => `*${title}* You say ${which}${known}. It is in the journal.`)
}

/** A question can be answered also where nobody was asked: in another scenario, for example. */
function whichQuestion(
  view: View,
  plan: At['plan'],
  words: string,
  nowMs: number,
): { ok: true; name: string; title: string; rest: string } | { ok: false; why: string } {
  const [first = ''] = words.split(/\s+/)
  const known = plan.questions[first.toLowerCase()]
  if (known) return { ok: true, name: first.toLowerCase(), title: known.question, rest: afterFirst(words) }
  const found = whichTask(view, 'question', words, nowMs)
  return found.ok ? nameOf(found) : found
}

const nameOf = ({ task, rest }: Task) => ({ ok: true as const, name: task.id.slice(1), title: task.title, rest })
