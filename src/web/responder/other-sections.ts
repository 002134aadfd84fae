/** Ladder, timeline and everything else of the responder console. */
import { html } from 'hono/html'
import { commands, findCommand } from '../../../commands/registry.ts'
import { levelLine } from '../../../commands/wording/ladder.ts'
import type { Event } from '../../incident/events.ts'
import type { View } from '../../incident/view-shape.ts'
import { tell } from '../../messages/tell.ts'
import { type Html, timeTag } from '../page-frame.ts'
import { rich } from '../rich-text.ts'
import type { Responder } from './access.ts'
import { button, buttonRow, type Place, sayForm } from './form-html.ts'
import { hasIt, isAskedAgain, listCard, STILL_ON_IT } from './now-html.ts'

export function ladderHtml(responder: Responder, place: Place, nowMs: number): Html {
  const { view } = responder
  const { paused, stopped, stopRule, levels } = view.ladder
  const state = stateOf({ paused, stopped, stopRule })
  const answer = isAskedAgain(responder) ? STILL_ON_IT : 'Acknowledge'
  const specs = [
    ...(hasIt(responder) ? [] : [{ command: 'ack', label: answer, style: 'primary' as const }]),
    { command: 'next', label: "I can't: the next one" },
    { command: 'escalate', label: 'Page next level' },
    { command: paused ? 'ladder resume' : 'ladder pause', label: paused ? 'Resume the ladder' : 'Pause the ladder' },
    { command: 'page', label: 'Page somebody' },
  ]
  const known = specs.filter(({ command }) => findCommand(command.split(' ')[0] ?? '') !== undefined)
  return html`<section class="card"><p>${state}</p><ul class="plain">${levels.map((level) => html`<li>${rich(levelLine(level, nowMs))}</li>`)}</ul></section>
${view.phase === 'open' ? buttonRow(place, known) : ''}`
}

function stateOf({ paused, stopped, stopRule }: Pick<View['ladder'], 'paused' | 'stopped' | 'stopRule'>): string {
  if (paused) return `The ladder is paused${paused.reason ? `: ${paused.reason}` : ''}.`
  return stopped ? 'The ladder has stopped.' : `The rule of the ladder: ${stopRule}.`
}

/** Of a long incident; the newest are read. */
const LINES_MAX = 300

export function timelineHtml(
  { plan, state }: Responder,
  place: Place,
  events: readonly (Event & { seq: number })[],
): Html {
  const told = events.flatMap((event) => {
    const line = tell(plan, state, event)
    return line ? [{ ...line, atMs: event.atMs }] : []
  })
  const shown = told.slice(-LINES_MAX).toReversed()
  const left = told.length - shown.length
  return html`<section class="card">${sayForm(place, 'note', 'Note for the timeline', 'Note it')}</section>
<section class="card">${sayForm(place, 'decision', 'Decision, and why', 'Write it down')}</section>
<section class="card"><h2>Newest first</h2><ol class="timeline">${shown.map(({ text, loud, atMs }) => html`<li class="${loud ? 'loud' : ''}">${timeTag(atMs)} ${rich(text)}</li>`)}</ol>
${left > 0 ? html`<p class="soft">${left} older ones stand in the review.</p>` : ''}</section>`
}

/** What most people look for here, before all the rest. */
const COMMON = ['role', 'severity', 'status', 'scenario', 'eta', 'since', 'update', 'resolve', 'check', 'card', 'hold']
/** They open or change something else than this incident. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'declare',
  'drill',
  'plan',
  'rehearse',
  'readiness',
  'regions',
  'alerts',
  'backup',
  'oncall',
  'cover',
  'list',
])

/** Where a command is called by a word that only who types it knows. */
const LABELS: Record<string, string> = {
  ...{
    ack: 'Acknowledge',
    next: "I can't: the next one",
    comms: 'Messages',
    eta: 'Expected end',
    since: 'Outage began',
  },
  ...{
    hold: 'Hold everything',
    resume: 'Let it go on',
    check: 'Checks',
    cancel: 'Call it off',
    followup: 'Follow-ups',
  },
  ...{
    metrics: 'Figures',
    escalate: 'Page next level',
    notify: 'Tell somebody now',
    cadence: 'How often',
    card: 'Cards',
  },
}

export function moreHtml(view: View, place: Place, typed = ''): Html {
  const own = commands.filter(({ name }) => !ELSEWHERE.has(name))
  const first = COMMON.flatMap((name) => findCommand(name) ?? [])
  const others = own.filter((one) => !first.includes(one))
  const spec = ({ name }: { name: string }) => ({
    command: name,
    label: LABELS[name] ?? name.charAt(0).toUpperCase() + name.slice(1),
    ...(name === 'resolve' || name === 'hold' ? { style: 'danger' as const } : {}),
  })
  const roles = view.roles.map(
    ({ label, holder, acting }) => `${label}: ${holder ? `${holder.name}${acting ? ' (acting)' : ''}` : 'nobody'}`,
  )
  return html`${listCard('Roles', roles)}
<section class="card"><h2>Do</h2><div class="buttons">${first.map((one) => button(place, spec(one), one.summary))}</div></section>
<section class="card"><h2>Type a command</h2><form method="post" action="${place.path}" class="fields"><input type="hidden" name="section" value="more"><input type="hidden" name="key" value="${place.newKey()}"><input type="hidden" name="words" value="">
<label for="typed">As behind /dr in Slack</label><input id="typed" name="command" value="${typed}" autocomplete="off" autocapitalize="none" required maxlength="3000"><button class="primary">Run</button></form></section>
<section class="card"><h2>Everything else</h2><ul class="plain acts">${others.map((one) => html`<li>${button(place, spec(one))}<div class="soft">${rich(one.summary)}<code>${one.usage.replaceAll('[INCIDENT] ', '').replaceAll(' [INCIDENT]', '')}</code></div></li>`)}</ul></section>
<form method="post" action="${place.path}/leave"><button>Leave this console</button></form>`
}
