/** Who has been told what, who will be and what waits for somebody, in lines that are read on a phone. */

import type { MessageText } from '../../src/incident/communication/state.ts'
import type { TaskView } from '../../src/incident/communication/view-tasks.ts'
import { AUDIENCE_MEANS_LABELS, SECTION_LABELS, type View } from '../../src/incident/view-shape.ts'
import { inWords } from '../../src/plan/in-words.ts'
import type { AudienceMeans } from '../../src/plan/schema.ts'
import { bullets, lines } from './lists.ts'
import { clockTime, moment } from './times.ts'

type NoticeView = View['notices'][number]

const MOMENTS: Record<string, string> = {
  initial: 'first message',
  progress: 'update',
  resolved: 'that it is over',
  correction: 'correction',
  review: 'review',
}

const SENT_MAX = 12
const DUE_MAX = 12
const LATE_MAX = 8

/** What waits, what is late, what comes, what is out; each part only when it has something to say. */
export function commsText(view: View, nowMs: number): string {
  const waiting = view.tasks.filter(({ state, sinceMs }) => state === 'open' && sinceMs <= nowMs)
  const late = view.notices.filter((one) => isLate(one, nowMs))
  const isWaiting = ({ notice, moment: which, nth }: NoticeView): boolean =>
    waiting.some(({ message }) => message?.notice === notice && message.moment === which && message.nth === nth)
  const due = view.notices.filter((one) => one.state === 'due' && !isWaiting(one)).toSorted(byTime)
  const sent = view.notices
    .filter(({ state }) => state === 'sent')
    .toSorted((a, b) => (b.sentMs ?? 0) - (a.sentMs ?? 0))
  const going = view.notices.filter(({ state }) => state === 'sending')
  return lines(
    `*What people are told about ${view.id}*`,
    part(
      'Waits for somebody',
      waiting.map((task) => taskLine(task, nowMs)),
    ),
    part(
      'Late',
      groups(late).map((group) => lateLine(group, nowMs)),
      LATE_MAX,
    ),
    part(
      'Going out',
      going.map((one) => goingLine(one, nowMs)),
    ),
    part(
      'Comes next',
      groups(due).map((group) => dueLine(group, nowMs)),
      DUE_MAX,
    ),
    part(
      'Out',
      groups(sent).map((group) => sentLine(group, nowMs)),
      SENT_MAX,
    ),
    view.notices.length + waiting.length === 0 && 'Nobody has been told anything, and the plan tells nobody.',
  )
}

const part = (title: string, items: string[], max?: number): string | undefined =>
  items.length === 0 ? undefined : `*${title}*\n${bullets(items, max)}`

const byTime = (a: NoticeView, b: NoticeView): number => (a.targetMs ?? 0) - (b.targetMs ?? 0)

/** Late, or given up; what went out late is told among what is out. */
const isLate = (one: NoticeView, nowMs: number): boolean =>
  one.state === 'failed' ||
  (one.sentMs === undefined && one.deadlineMs !== undefined && one.deadlineMs <= nowMs && one.state !== 'due')

/** One line for all means of a message. */
function groups(all: NoticeView[]): [NoticeView, ...NoticeView[]][] {
  const found = new Map<string, [NoticeView, ...NoticeView[]]>()
  for (const one of all) {
    const key = `${one.notice}/${one.moment}/${one.nth}/${one.state}`
    const group = found.get(key)
    if (group) group.push(one)
    else found.set(key, [one])
  }
  return [...found.values()]
}

const meansOf = (group: NoticeView[]): string =>
  inWords(group.map(({ means }) => AUDIENCE_MEANS_LABELS[means as AudienceMeans] ?? means))

const whatOf = ({ audience, moment: which }: NoticeView): string => `${audience}, ${MOMENTS[which] ?? which}`

function dueLine(group: [NoticeView, ...NoticeView[]], nowMs: number): string {
  const [{ targetMs = nowMs, deadlineMs }] = group
  const until = deadlineMs === undefined ? '' : `, at the latest ${clockTime(deadlineMs, nowMs)}`
  const draft = group[0].approval === undefined ? '' : `; first a draft for the ${group[0].approval}`
  return `${moment(targetMs, nowMs)} ${whatOf(group[0])}, by ${meansOf(group)}${until}${draft}`
}

function sentLine(group: [NoticeView, ...NoticeView[]], nowMs: number): string {
  const sentMs = Math.max(...group.map((one) => one.sentMs ?? 0))
  const [first] = group
  const late = first.late ? ` *late by ${roundedUp(sentMs - (first.deadlineMs ?? sentMs))}*` : ''
  const part = group.flatMap(({ progress, means }) =>
    progress && progress.sent < progress.total
      ? [`; ${AUDIENCE_MEANS_LABELS[means as AudienceMeans] ?? means}: ${progress.sent} of ${progress.total} reached`]
      : [],
  )
  return `${clockTime(sentMs, nowMs)} ${whatOf(first)}, by ${meansOf(group)}${late}${part.join('')}`
}

function lateLine(group: [NoticeView, ...NoticeView[]], nowMs: number): string {
  const [first] = group
  const due = first.deadlineMs === undefined ? '' : `, due by ${clockTime(first.deadlineMs, nowMs)}`
  const why = first.waits ? ` (${first.waits.why.replace(/\.$/, '')})` : ''
  const state = first.state === 'failed' ? `could not be told${why}` : 'not out yet'
  return `${whatOf(first)}, by ${meansOf(group)}: ${state}${due}`
}

/** How far it is, and why and until when the rest waits. */
function goingLine(one: NoticeView, nowMs: number): string {
  const { progress, waits } = one
  const far = progress ? `: ${progress.sent} of ${progress.total} told` : ''
  const done =
    progress?.waitUntilMs && progress.waitUntilMs > nowMs
      ? `, done about ${clockTime(progress.waitUntilMs, nowMs)}`
      : ''
  const why = progress?.why ?? waits?.why
  const because = why
    ? ` (${why.replace(/\.$/, '')}${waits?.untilMs === undefined ? '' : `; next try ${moment(waits.untilMs, nowMs)}`})`
    : ''
  return `${whatOf(one)}, by ${meansOf([one])}${far}${done}${because}`
}

const MINUTE_MS = 60_000
const roundedUp = (ms: number): string => `${Math.max(1, Math.ceil(ms / MINUTE_MS))} min`

function taskLine(task: TaskView, nowMs: number): string {
  const until = task.untilMs === null ? 'until somebody acts' : moment(task.untilMs, nowMs)
  const lateMs = task.message?.deadlineMs ?? (task.kind === 'question' ? task.untilMs : null)
  const late =
    lateMs === null
      ? ''
      : lateMs <= nowMs
        ? `; *late since ${clockTime(lateMs, nowMs)}*`
        : `; late from ${clockTime(lateMs, nowMs)} on`
  const who = task.role.people.map(({ name }) => name).join(', ') || task.role.label
  if (task.kind === 'question') {
    const name = task.id.slice(1)
    return `${task.title} (${who}, by ${until}): \`/dr comms yes ${name}\` or \`/dr comms no ${name} REASON\``
  }
  const what = `${task.title}, ${MOMENTS[task.message?.moment ?? ''] ?? ''}`
  const notice = task.message?.notice ?? ''
  if (task.kind === 'hand') return `${what}, by hand (${who}): \`/dr comms done ${notice}\` when it is done${late}`
  const goes = task.message?.goesMs ? `goes out ${until}, unless somebody acts` : 'waits until somebody approves it'
  return `${what} (${who}): ${goes}; \`/dr comms show ${notice}\` shows it${late}`
}

/** Questions that the end of the incident does not answer: a duty begins with them. For whoever has just ended it, so each is answered there by name. */
export function unansweredLines({ id, tasks }: View): string | undefined {
  const open = tasks.filter(({ kind, state }) => kind === 'question' && state === 'open')
  const named = open.map((task) => {
    const name = task.id.slice(1)
    return `${task.title} \`/dr comms ${id} yes ${name}\` or \`/dr comms ${id} no ${name} REASON\``
  })
  return named.length === 0 ? undefined : `*Still to be answered:*\n${bullets(named)}`
}

/** A message's words, section by section, as they go out. */
export function messageText(text: MessageText | null): string {
  if (!text) return '_The text is not written yet, or has been erased._'
  return lines(
    text.subject && `*${text.subject}*`,
    ...Object.entries(text.sections).map(([section, said]) =>
      section === 'text' ? bold(said) : `*${SECTION_LABELS[section] ?? section}:* ${bold(said)}`,
    ),
  )
}

/** The templates' bold as a reply's. */
const bold = (text: string): string => text.replace(/\*\*(\S(?:.*?\S)?)\*\*/g, '*$1*')
