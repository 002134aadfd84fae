/** The recovery step by step, each with its buttons and what came of it. */
import { html } from 'hono/html'
import { doubtLine, runOf, STATUS_MARKS, stepLine } from '../../../commands/wording/steps.ts'
import { moment } from '../../../commands/wording/times.ts'
import type { RunView, StepView } from '../../incident/recovery/view-shape.ts'
import type { View } from '../../incident/view-shape.ts'
import type { Html } from '../page-frame.ts'
import { rich } from '../rich-text.ts'
import { buttonRow, type Place } from './form-html.ts'

/** Of the end of an output. */
const TAIL_LINES_MAX = 40

export function stepsHtml(view: View, place: Place, nowMs: number): Html {
  const { recovery } = view
  if (!recovery)
    return html`<section class="card"><p>There are no steps: nobody has said yet which scenario it is, or the plan has none for it.</p>${buttonRow(place, [{ command: 'scenario', label: 'Say what it is' }])}</section>`
  const gates =
    recovery.gates.length > 0
      ? html`<p class="soft">Before it can be resolved: ${recovery.gates.map(({ title }) => title).join('; ')}.</p>`
      : ''
  const values = recovery.values.filter(({ value }) => value !== null)
  const phases = recovery.phases.map(({ id, title, done, total }) => {
    const own = recovery.steps.filter(({ phase }) => phase === id)
    return own.length === 0
      ? ''
      : html`<h2>${title} · ${done} of ${total}</h2>${own.map((step) => stepHtml(step, place, nowMs))}`
  })
  const known = new Set(recovery.phases.map(({ id }) => id))
  const others = recovery.steps.filter(({ phase }) => !known.has(phase)).map((step) => stepHtml(step, place, nowMs))
  return html`<p><strong>${recovery.done} of ${recovery.total} steps done.</strong></p>${gates}
${values.length > 0 ? html`<ul class="plain">${values.map(({ label, value }) => html`<li>${label}: ${value}</li>`)}</ul>` : ''}
${phases}${others.length > 0 ? html`<h2>Added</h2>${others}` : ''}`
}

export function stepHtml(step: StepView, place: Place, nowMs: number): Html {
  const run = runOf(step)
  const doubt = doubtLine(step, nowMs)
  const urgent = step.status === 'failed' || step.status === 'unknown' ? 'alert' : ''
  const asksMine = step.actions.some(({ command }) => command === 'approve')
  const actions = step.actions.map(({ command, words, label, style }) => ({
    command,
    value: words,
    label,
    ...(style ? { style } : {}),
  }))
  const approval =
    step.approval && run?.state === 'requested'
      ? html`<p>Wants the approval of ${run.approvalsMissing} more: ${run.approvers ?? step.approval.who}${run.expiresMs === null ? '' : `, until ${moment(run.expiresMs, nowMs)}`}.</p>`
      : ''
  const commands = run?.state === 'requested' ? (run.commands ?? step.commands) : step.commands
  return html`<article class="${urgent}" aria-label="${step.title}"><h3><span aria-hidden="true">${STATUS_MARKS[step.status]} </span>${rich(stepLine(step, nowMs, false).replace(/^\S+ /, ''))}</h3>
${doubt && !step.settled ? html`<p class="problem">${rich(doubt)}</p>` : ''}${step.risk === 'destructive' && !step.settled ? html`<p class="problem">It destroys or interrupts something.</p>` : ''}${approval}
${asksMine ? whatRuns(commands) : ''}
${buttonRow(place, actions, step.title)}
${detailsOf(step, run, place, asksMine ? [] : commands)}</article>`
}

const whatRuns = (commands: readonly string[]): Html | string =>
  commands.length === 0
    ? ''
    : html`<p>It does exactly this:</p><pre class="output" tabindex="0" role="region" aria-label="What runs">${commands.join('\n')}</pre>`

function detailsOf(step: StepView, run: RunView | null, place: Place, commands: readonly string[]): Html | string {
  const { owner, why, instructions, question, note, by } = step
  const lines = [
    ...(owner ? [`${owner.label}: ${owner.person?.name ?? 'nobody yet'}`] : []),
    ...(why ? [why] : []),
    ...(instructions ? [instructions] : []),
    ...(question ? [question] : []),
    ...(note ? [`${by ? `${by.name}: ` : ''}${note}`] : []),
    ...(run?.reason ? [`Why: ${run.reason}`] : []),
  ]
  const tail = run?.tail?.trimEnd().split('\n').slice(-TAIL_LINES_MAX).join('\n') ?? ''
  const log = run?.log ? html`<p><a href="${place.path}/log/${run.id}">The whole output</a></p>` : ''
  if (lines.length + commands.length === 0 && tail === '') return ''
  return html`<details><summary>Details${tail ? ' and output' : ''}</summary>${lines.map((line) => html`<p>${line}</p>`)}${whatRuns(commands)}
${tail ? html`<p>The output ends:</p><pre class="output" tabindex="0" role="region" aria-label="Output of ${step.title}">${tail}</pre>` : ''}${log}</details>`
}
