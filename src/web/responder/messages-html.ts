/** What people outside are told: what waits for somebody, with its words; what comes; what is out. */
import { html } from 'hono/html'
import { commsText, messageText } from '../../../commands/wording/comms.ts'
import { moment } from '../../../commands/wording/times.ts'
import type { TaskView } from '../../incident/communication/view-tasks.ts'
import type { View } from '../../incident/view-shape.ts'
import type { Html } from '../page-frame.ts'
import { rich } from '../rich-text.ts'
import { buttonRow, type Place } from './form-html.ts'

const KINDS: Record<TaskView['kind'], string> = {
  approve: 'Draft of the message to',
  hand: 'To be told by hand:',
  question: '',
}

export function messagesHtml(view: View, place: Place, nowMs: number): Html {
  const open = view.tasks.filter(({ state }) => state === 'open')
  return html`${open.map((task) => taskHtml(task, place, nowMs))}
<section class="card">${rich(commsText(view, nowMs))}</section>
${buttonRow(place, [
  { command: 'update', label: 'Post update', style: 'primary' },
  { command: 'notify', label: 'Tell somebody now' },
  { command: 'cadence', label: 'How often' },
])}`
}

export function taskHtml(task: TaskView, place: Place, nowMs: number): Html {
  const { kind, title, message, role, untilMs, actions } = task
  const who = role.people.map(({ name }) => name).join(', ') || role.label
  const until =
    untilMs === null
      ? ''
      : kind === 'approve'
        ? ` Goes out ${moment(untilMs, nowMs)} unless somebody acts.`
        : ` Until ${moment(untilMs, nowMs)}.`
  const specs = actions.map(({ words, label, style }) => ({
    command: 'comms',
    value: words,
    label,
    ...(style ? { style } : {}),
  }))
  return html`<article class="mine" aria-label="${KINDS[kind]} ${title}"><h3>${KINDS[kind]} ${title}</h3><p class="soft">For ${who}.${until}</p>
${message ? rich(messageText(message.text)) : ''}${buttonRow(place, specs, title)}</article>`
}
