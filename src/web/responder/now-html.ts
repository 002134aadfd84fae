/** What somebody needs first who has just opened the link: how much time is left, what waits for them, what is wrong, who is on it, what comes next. */
import { html } from 'hono/html'
import { forecastLine } from '../../../commands/wording/steps.ts'
import { moment } from '../../../commands/wording/times.ts'
import type { TaskView } from '../../incident/communication/view-tasks.ts'
import { approversOf } from '../../incident/recovery/approval.ts'
import { procedureNow } from '../../incident/recovery/procedure-now.ts'
import type { StepView } from '../../incident/recovery/view-shape.ts'
import type { View } from '../../incident/view-shape.ts'
import { formatDuration } from '../../plan/length.ts'
import type { Html } from '../page-frame.ts'
import { rich } from '../rich-text.ts'
import type { Responder } from './access.ts'
import { buttonRow, type Place } from './form-html.ts'
import { minutes } from './frame.ts'
import { taskHtml } from './messages-html.ts'
import { stepHtml } from './steps-html.ts'

const OWED_MAX = 6

export function nowHtml(responder: Responder, place: Place, nowMs: number): Html {
  const { view } = responder
  return html`${awayHtml(view, nowMs)}${clockHtml(view, nowMs)}${mineHtml(responder, place, nowMs)}
${listCard(
  'Trouble',
  view.troubles.map(({ atMs, what }) => `${moment(atMs, nowMs)}: ${what}`),
  'alert',
)}
${inHandHtml(responder, place, nowMs)}
${peopleHtml(view, nowMs)}
${listCard(
  'What is owed next',
  view.owed.slice(0, OWED_MAX).map(({ dueMs, what }) => `${moment(dueMs, nowMs)} ${what}`),
)}
${updateHtml(view, nowMs)}`
}

function awayHtml({ slackAway }: View, nowMs: number): Html | string {
  const last = slackAway.at(-1)
  if (!last) return ''
  return last.backMs === null
    ? html`<section class="card alert"><h2>Slack is away</h2><p>Since ${moment(last.sinceMs, nowMs)}. Everything goes on here; Slack's channel is filled in when it is back.</p></section>`
    : html`<section class="card"><p>Slack was away from ${moment(last.sinceMs, nowMs)} until ${moment(last.backMs, nowMs)}. It works again, and so does this page.</p></section>`
}

function clockHtml(view: View, nowMs: number): Html {
  const { rto, recovery } = view
  const stoppedMs = rto.stoppedMs ?? view.endedMs
  const leftMs = rto.deadlineMs - nowMs
  const big =
    stoppedMs !== null
      ? `Service back after ${minutes(stoppedMs - rto.startMs)}`
      : leftMs >= 0
        ? `${minutes(leftMs)} left`
        : `RTO missed by ${minutes(-leftMs)}`
  const tone = stoppedMs !== null ? 'none' : leftMs < 0 ? 'critical' : leftMs < rto.objectiveMs / 2 ? 'minor' : 'none'
  const forecast = recovery && view.phase === 'open' ? forecastLine(recovery, view, nowMs) : undefined
  return html`<section class="card state ${tone}" aria-label="Clock"><p class="clock">${big}</p>
<p>of ${formatDuration(rto.objectiveMs)} (RTO), until ${moment(rto.deadlineMs, nowMs)}. Status: <strong>${view.status}</strong>.</p>
${forecast ? rich(forecast) : ''}${view.seen ? html`<p>${view.seen}</p>` : ''}</section>`
}

/** Waits for the very person who looks. */
function mineHtml(responder: Responder, place: Place, nowMs: number): Html {
  const { view } = responder
  const me = responder.by.person
  const called = view.ladder.levels.some(({ pages }) =>
    pages.some(({ person, state }) => person.id === me && state === 'calling'),
  )
  const steps = approvalsOf(responder).map((step) => stepHtml(step, place, nowMs))
  const tasks = view.tasks.filter((task) => isFor(task, me)).map((task) => taskHtml(task, place, nowMs))
  const has = hasIt(responder)
  const asks =
    called && view.phase === 'open'
      ? html`<p>You are being called: do you take it?</p>`
      : has && view.phase === 'open'
        ? html`<p>You have it.</p>`
        : isAskedAgain(responder)
          ? html`<p>Are you still on it? Without an answer others are called.</p>`
          : ''
  const decline = called && view.phase === 'open' ? [{ command: 'next', label: "I can't: the next one" }] : []
  const acts = [...view.actions.slice(0, 1), ...decline, ...view.actions.slice(1)]
  const own = acts
    .filter(({ command }) => !HAS_A_PART.has(command) && !(has && command === 'ack'))
    .map((act) => (act.command === 'ack' && isAskedAgain(responder) ? { ...act, label: STILL_ON_IT } : act))
  return html`<section class="card mine" aria-labelledby="mine"><h2 id="mine">For you</h2>${asks}${buttonRow(place, own)}</section>${steps}${tasks}`
}

/** They have a part of the page of their own. */
const HAS_A_PART: ReadonlySet<string> = new Set(['step', 'comms'])

const hasAcknowledged = ({ view, by }: Responder): boolean =>
  view.acknowledged.some(({ person }) => person.id === by.person)

/** After a silence whoever has acknowledged is asked whether they are still on it; any of them can answer. */
export const isAskedAgain = (responder: Responder): boolean =>
  responder.state.asked !== null && responder.view.phase === 'open' && hasAcknowledged(responder)

export const STILL_ON_IT = 'Still on it'

/** Who has acknowledged is not asked to do so again, unless that is the question. */
export const hasIt = (responder: Responder): boolean => hasAcknowledged(responder) && !isAskedAgain(responder)

/** Steps that wait for an approval which this person can give. */
function approvalsOf({ plan, state, view, by }: Responder): StepView[] {
  const byId = procedureNow(plan, state).byId
  return (view.recovery?.steps ?? []).filter((step) => {
    const known = byId.get(step.id)
    return (
      step.actions.some(({ command }) => command === 'approve') &&
      known &&
      approversOf(plan, state, known).includes(by.person)
    )
  })
}

const isFor = ({ state, role }: TaskView, person: string): boolean =>
  state === 'open' && role.people.some(({ id }) => id === person)

function inHandHtml(responder: Responder, place: Place, nowMs: number): Html | string {
  const { recovery } = responder.view
  if (!recovery) return ''
  const shown = new Set(approvalsOf(responder).map(({ id }) => id))
  const steps = recovery.now
    .flatMap((id) => recovery.steps.find((step) => step.id === id) ?? [])
    .filter(({ id }) => !shown.has(id))
  return html`<h2>In hand · ${recovery.done} of ${recovery.total} steps done</h2>${steps.length > 0 ? steps.map((step) => stepHtml(step, place, nowMs)) : html`<p class="soft">Nothing.</p>`}
<p><a href="${place.path}/steps">All steps</a></p>`
}

function peopleHtml(view: View, nowMs: number): Html {
  const have = view.acknowledged.map(({ person, atMs }) => `${person.name} has it, since ${moment(atMs, nowMs)}`)
  const roles = view.roles
    .filter(({ holder }) => holder)
    .map(({ label, holder, acting }) => `${label}: ${holder?.name}${acting ? ' (acting)' : ''}`)
  return listCard('Who is on it', [...(have.length > 0 ? have : ['Nobody has acknowledged yet.']), ...roles]) as Html
}

function updateHtml({ updates }: View, nowMs: number): Html | string {
  const last = updates.findLast(({ text }) => text !== null)
  return last
    ? html`<section class="card"><h2>Latest update</h2><p>${last.text}</p><p class="soft">${last.by.name}, ${moment(last.atMs, nowMs)}${last.public ? ', public' : ''}</p></section>`
    : ''
}

export const listCard = (title: string, items: readonly string[], tone = ''): Html | string =>
  items.length === 0
    ? ''
    : html`<section class="card ${tone}"><h2>${title}</h2><ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul></section>`
