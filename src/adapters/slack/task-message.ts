/**
 * What somebody is asked about what people are told, as one message: read by whoever was woken up, on a phone. What it is and until when comes first, then the
 * very words that would go out, then the buttons. The same in the channel and as a direct message. Pure, and within Slack's limits.
 */
import type { TaskView } from '../../incident/communication/view-tasks.ts'
import type { ExternalEffect, Moment, NoticeMark } from '../../incident/effects.ts'
import { AUDIENCE_MEANS_LABELS, SECTION_LABELS, type View } from '../../incident/view-shape.ts'
import { capital } from '../../plan/in-words.ts'
import { type Block, type ButtonSpec, buttons, context, header } from './block-kit.ts'
import { carry } from './button-value.ts'
import { code, literalSection, paragraph, words } from './literal-text.ts'
import { clip, oneLine } from './mrkdwn.ts'
import { type DirectMessage, joinButton } from './page-message.ts'
import { drillMark, nameOf, shownTime, spokenTime, type WriteTime } from './step-words.ts'

const CHARS = { title: 140, audience: 80, name: 80, text: 2_400, short: 600, reason: 300, subject: 200 } as const

const MOMENTS: Record<Moment, string> = {
  initial: 'First message',
  progress: 'Update',
  resolved: 'It is over',
  correction: 'Correction',
  review: 'Review published',
}

/** @param more buttons behind its own. */
export const taskBlocks = (view: View, task: TaskView, nowMs: number, more: ButtonSpec[] = []): Block[] => [
  literalSection(
    [`${EMOJI[task.kind]} *${drillMark(view)}${headOf(task)}*`, ...aboutLines(task, shownTime)].join('\n'),
  ),
  ...(task.state === 'open' || task.kind !== 'question' ? textBlocks(task) : []),
  ...buttons([...taskButtons(view, task), ...more]),
  context(`${words(view.plan.name, CHARS.name)} · ${code(view.id, CHARS.name)} · as of ${shownTime(nowMs)}`),
]

const EMOJI: Record<TaskView['kind'], string> = { approve: ':memo:', hand: ':loudspeaker:', question: ':question:' }

/** In one sentence, for notifications and screen readers; escaped. */
export const taskText = (view: View, task: TaskView): string =>
  `${drillMark(view)}${headOf(task)}: ${aboutLines(task, spokenTime)[0] ?? ''} (${words(view.id, CHARS.name)})`

const taskButtons = ({ id }: View, task: TaskView): ButtonSpec[] =>
  task.actions.map(({ words: said, label, style }) => ({
    ...{ command: 'comms', label, value: carry(id, said) },
    ...(style ? { style } : {}),
  }))

function headOf(task: TaskView): string {
  const title = words(task.title, CHARS.title)
  if (task.kind === 'question') return title
  const what = task.message ? MOMENTS[task.message.moment] : ''
  const kind = { approve: 'Draft', hand: 'To be told by hand' }[task.kind]
  return `${kind} · ${what} to ${words(task.title, CHARS.audience)}`
}

function aboutLines(task: TaskView, time: WriteTime): string[] {
  const means = task.message?.means.map((one) => AUDIENCE_MEANS_LABELS[one]).join(', ')
  const people = task.role.people.map(nameOf).join(', ')
  const who = `For ${words(task.role.label, CHARS.name)}${people ? ` (${people})` : ''}`
  const edited = task.message?.editedBy ? ` · changed by ${nameOf(task.message.editedBy)}` : ''
  return [standing(task, time), [who, ...(means ? [`by ${means}`] : [])].join(' · ') + edited]
}

function standing(task: TaskView, time: WriteTime): string {
  const { acted, message, untilMs } = task
  if (acted) {
    const reason = acted.reason ? `: ${words(acted.reason, CHARS.reason)}` : ''
    const goes = acted.how === 'approved' && message?.goesMs ? `, goes out ${time(message.goesMs)}` : ''
    return `${acted.how === 'left out' ? 'Left out' : capital(acted.how)} by ${nameOf(acted.by)}, ${time(acted.atMs)}${goes}${reason}`
  }
  if (task.state === 'gone') return 'No longer needed, or it went out as it is.'
  if (task.kind === 'question') return untilMs === null ? 'Please answer.' : `Please answer by ${time(untilMs)}.`
  if (task.kind === 'hand') return untilMs === null ? 'Please tell them now.' : `Please tell them by ${time(untilMs)}.`
  if (message?.goesMs) return `If nobody acts, it goes out ${time(message.goesMs)}, brought up to date.`
  const late = message?.deadlineMs ? ` It is late from ${time(message.deadlineMs)} on.` : ''
  return `It waits until somebody approves it.${late}`
}

/** The words themselves; the first in full, the others shorter. */
function textBlocks({ message, kind }: TaskView): Block[] {
  const text = message?.text
  if (!text) return []
  const subject = text.subject && kind !== 'hand' ? [`*${words(text.subject, CHARS.subject)}*`] : []
  const parts = Object.entries(SECTION_LABELS).flatMap(([section, label]) => {
    const said = text.sections[section]
    return said === undefined ? [] : [{ label, said }]
  })
  return parts.map(({ label, said }, index) => {
    const body = bold(paragraph(said, index === 0 ? CHARS.text : CHARS.short))
    const head = index === 0 ? subject : [`*${label}*`]
    return literalSection([...head, body].join('\n'), index === 0)
  })
}

/** The templates' bold as Slack's. */
const bold = (escaped: string): string => escaped.replace(/\*\*(\S(?:.*?\S)?)\*\*/g, '*$1*')

type AskTask = Extract<ExternalEffect, { kind: 'ask-task' }>
type TellNotice = Extract<ExternalEffect, { kind: 'tell-notice' }>

/** The same to one person. */
export const taskMessage = (view: View, task: TaskView, nowMs: number): DirectMessage => ({
  text: taskText(view, task),
  blocks: taskBlocks(view, task, nowMs, joinButton(view)),
})

/** `loud`: it has been asked before. */
export function askTaskMessage(view: View, task: TaskView, { loud }: AskTask, nowMs: number): DirectMessage {
  const { text, blocks } = taskMessage(view, task, nowMs)
  return loud === 0
    ? { text, blocks }
    : { text: `Once more: ${text}`, blocks: [header('Still waiting for you'), ...blocks] }
}

/** Nothing is asked there any more. */
export function taskIsOver({ id }: View): DirectMessage {
  const text = `This is no longer asked (${words(id, CHARS.name)}).`
  return { text, blocks: [literalSection(text)] }
}

const MARKS: Record<Exclude<NoticeMark, 'missed' | 'soon'>, string> = {
  '50': 'Half of the time',
  '75': 'Three quarters of the time',
  '90': '90 % of the time',
}

/** A message is about to be late, or is. */
export function noticeWarningMessage(view: View, effect: TellNotice, audience: string): DirectMessage {
  const says = (time: WriteTime) => warningSays(effect, audience, time)
  return {
    text: `${drillMark(view)}${says(spokenTime)} ${words(view.plan.name, CHARS.name)}, ${words(view.id, CHARS.name)}.`,
    blocks: [
      literalSection(
        [`:alarm_clock: *${drillMark(view)}${says(shownTime)}*`, '`/dr comms` shows what it waits for.'].join('\n'),
      ),
      ...buttons([{ command: 'comms', label: 'What waits', value: carry(view.id) }, ...joinButton(view)]),
    ],
  }
}

function warningSays({ mark, moment, lateMs }: TellNotice, audience: string, time: WriteTime): string {
  const what = `${MOMENTS[moment]} to ${words(clip(oneLine(audience), CHARS.audience), CHARS.audience)}`
  const until = time(lateMs)
  if (mark === 'missed') return `Late: ${what} was due by ${until}.`
  if (mark === 'soon') return `Not out yet: ${what}. It is late from ${until} on.`
  return `${MARKS[mark]} for ${what} is over: it is late from ${until} on.`
}
