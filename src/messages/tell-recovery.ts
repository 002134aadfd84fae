/** One short sentence for each fact of a recovery: who did what to which step, and which clock runs out. Same rules as `tell.ts`: nothing is escaped here. */
import type { Event, EventOf } from '../incident/events.ts'
import { approvalsMissing } from '../incident/recovery/approval.ts'
import { stepOfClock } from '../incident/recovery/clocks.ts'
import type { RecoveryEvent } from '../incident/recovery/events.ts'
import { procedureNow } from '../incident/recovery/procedure-now.ts'
import { titleOf } from '../incident/recovery/refusals.ts'
import { readRunDetail } from '../incident/recovery/run-detail.ts'
import type { IncidentState } from '../incident/state.ts'
import { VIA_LABELS } from '../incident/view-shape.ts'
import { type Private, reveal } from '../plan/actor.ts'
import { capital } from '../plan/in-words.ts'
import type { Plan } from '../plan/schema.ts'
import { actorName, personName } from './names.ts'
import type { Told } from './tell-attempts.ts'
import { clockText, durationText } from './time-text.ts'

interface About {
  plan: Plan
  state: IncidentState
}

type Teller<T extends RecoveryEvent['type']> = (event: EventOf<T>, about: About) => Told | undefined

const loud = (text: string): Told => ({ text, loud: true })
const quiet = (text: string): Told => ({ text, loud: false })
/** Behind what it is about; nothing when there is nothing, or it has been erased. */
export const said = (text: Private | undefined): string => (text && reveal(text) !== '' ? `: ${reveal(text)}` : '')
const step = ({ plan, state }: About, id: string) => `“${titleOf(plan, state, id)}”`
/** The run's own name: of one that takes something back, that of the plan for taking it back. */
function ofRun(about: About, id: string): string {
  const [stepId = id, variant] = id.split('/')
  const undo = variant === 'undo' ? procedureNow(about.plan, about.state).byId.get(stepId)?.undo : undefined
  if (undo?.title) return `“${undo.title}”`
  const what = step(about, stepId)
  return variant === 'undo' ? `taking back ${what}` : variant === 'dry' ? `the dry run of ${what}` : what
}

export const RECOVERY_TELLERS: { [T in RecoveryEvent['type']]: Teller<T> } = {
  'step-requested': (event, about) => {
    const { variant, by } = event
    const what = step(about, event.step)
    const who = by.via === 'system' ? 'The plan' : actorName(about.plan, by)
    if (variant === 'dry') return quiet(`${who} tries ${what} without changing anything`)
    return quiet(`${who} asks to ${variant === 'undo' ? 'take back' : 'run'} ${what}`)
  },
  'step-approved': (event, about) =>
    quiet(
      `${personName(about.plan, event.person)} approved ${ofRun(about, event.run)} ${VIA_LABELS[event.by.via]} (sha256 ${event.digest.slice(0, 12)})`,
    ),
  'step-rejected': (event, about) =>
    loud(`${actorName(about.plan, event.by)} rejected ${ofRun(about, event.run)}${said(event.reason)}`),
  'request-voided': (event, about) =>
    loud(
      `${capital(ofRun(about, event.run))} was asked for and can no longer run as it was: nothing approved of it counts`,
    ),
  'approval-expired': (event, about) =>
    loud(
      isApproved(about, event.run)
        ? `The approval of ${ofRun(about, event.run)} lapsed before it could start: it has to be asked for again`
        : `Nobody approved ${ofRun(about, event.run)} in time: it has to be asked for again`,
    ),
  'break-glass-used': (event, about) =>
    loud(
      `GLASS BROKEN: ${actorName(about.plan, event.by)} starts ${ofRun(about, event.run)} without its approvals${said(event.reason)}`,
    ),
  'run-renewed': () => undefined,
  'run-cancel-asked': (event, about) => loud(`${actorName(about.plan, event.by)} stops ${ofRun(about, event.run)}`),
  'run-settled': (event, about) =>
    quiet(
      `${actorName(about.plan, event.by)} says that ${ofRun(about, event.run)} ${event.ok ? 'worked' : 'failed'}${said(event.note)}`,
    ),
  'step-started': (event, about) => quiet(`${actorName(about.plan, event.by)} is on ${step(about, event.step)}`),
  'step-ended': (event, about) =>
    event.ok
      ? quiet(`${actorName(about.plan, event.by)}: ${step(about, event.step)} is done${said(event.note)}`)
      : loud(`${actorName(about.plan, event.by)}: ${step(about, event.step)} failed${said(event.note)}`),
  'step-chosen': (event, about) => {
    const options = procedureNow(about.plan, about.state).byId.get(event.step)?.decide?.options ?? []
    const label = options.find(({ id }) => id === event.option)?.label ?? event.option
    return quiet(`${actorName(about.plan, event.by)} decides ${step(about, event.step)}: ${label}${said(event.reason)}`)
  },
  'branch-chosen': (event, about) =>
    quiet(
      `${actorName(about.plan, event.by)}: after ${step(about, event.step)} it goes on with ${step(about, event.branch)}`,
    ),
  'step-skipped': (event, about) =>
    event.waived
      ? loud(`${actorName(about.plan, event.by)} waives the check ${step(about, event.step)}${said(event.reason)}`)
      : quiet(`${actorName(about.plan, event.by)} skips ${step(about, event.step)}${said(event.reason)}`),
  'undo-waived': (event, about) =>
    loud(`${actorName(about.plan, event.by)} leaves what ${step(about, event.step)} did as it is${said(event.reason)}`),
  'step-reset': (event, about) => quiet(`${actorName(about.plan, event.by)} opens ${step(about, event.step)} again`),
  'step-put-first': (event, about) => quiet(`${actorName(about.plan, event.by)} puts ${step(about, event.step)} first`),
  'step-added': (event, about) => quiet(`${actorName(about.plan, event.by)} adds a step${said(event.title)}`),
  'card-drawn': (event, about) =>
    quiet(`${actorName(about.plan, event.by)} draws the card “${about.plan.cards[event.card]?.title ?? event.card}”`),
  'value-given': (event, about) =>
    quiet(
      `${actorName(about.plan, event.by)} gives ${about.plan.values[event.name]?.label ?? event.name}${said(event.text)}`,
    ),
  'clock-warned': (event, about) => tellClock(event, about),
}

/** It had been approved, but nothing was begun in time: all effects were held. */
function isApproved({ plan, state }: About, id: string): boolean {
  const run = state.recovery.runs[id]
  const of = run && procedureNow(plan, state).byId.get(run.step)
  return run !== undefined && of !== undefined && approvalsMissing(of, run) === 0
}

function tellClock(event: EventOf<'clock-warned'>, about: About): Told | undefined {
  const { clock, id = '', percent, dueMs } = event
  const { plan, state } = about
  switch (clock) {
    case 'rto':
      return percent === 100
        ? loud('The recovery time objective is used up, and the service is not back')
        : { text: `${percent} % of the recovery time objective are used up`, loud: percent >= 75 }
    case 'forecast':
      return loud('The forecast has crossed the recovery time objective: what remains takes longer than what is left')
    case 'step': {
      const budget = procedureNow(plan, state).byId.get(stepOfClock(id))?.budget ?? 0
      const what = step(about, stepOfClock(id))
      return percent === 100
        ? loud(`${what} is over its budget of ${durationText(budget)}`)
        : quiet(`${what} has used ${percent} % of its ${durationText(budget)}`)
    }
    case 'phase': {
      const title = procedureNow(plan, state).phases.find((phase) => phase.id === id)?.title ?? id
      return quiet(`Phase “${title}” was to be over at ${clockText(dueMs)} and has open steps`)
    }
    case 'tier':
      return loud(
        `Tier “${plan.tiers.find((tier) => tier.id === id)?.label ?? id}” was to be back at ${clockText(dueMs)} and is not`,
      )
  }
}

/** How a run begins and ends. */
export function tellRun(plan: Plan, state: IncidentState, event: Event): Told | undefined {
  if (!('effect' in event) || event.effect.kind !== 'run-step') return undefined
  const { effect } = event
  const about = { plan, state }
  const name = ofRun(about, effect.run)
  const what = capital(name)
  switch (event.type) {
    case 'attempted':
      return quiet(`${what} has started`)
    case 'carried-out':
      return quiet(`${what} is done${lateWord(state, event)}${exitOf(event.detail)}${custodyOf(event.detail)}`)
    case 'attempt-failed':
      if (event.held) return quiet(`${what} was not begun, as it turns out: it is handed out again`)
      return loud(`${what} has failed: ${whyFailed(about, event).replace(/\.$/, '')}`)
    case 'attempt-lost':
      return loud(
        `Nobody knows how ${name} ended: whoever ran it${onHost(state, effect.run)} went silent. Look, and say so with \`/dr step done ${effect.step}\` or \`/dr step failed ${effect.step}\``,
      )
    default:
      return undefined
  }
}

/** What it was given up for lost before it said so. */
const lateWord = (state: IncidentState, { effect }: EventOf<'carried-out'>): string =>
  effect.kind === 'run-step' && state.recovery.runs[effect.run]?.lostMs !== undefined ? ' after all' : ''

const onHost = (state: IncidentState, run: string): string => {
  const host = state.recovery.runs[run]?.host
  return host === undefined ? '' : ` on ${host}`
}

function whyFailed({ plan, state }: About, { effect, detail, reason }: EventOf<'attempt-failed'>): string {
  const run = effect.kind === 'run-step' ? state.recovery.runs[effect.run] : undefined
  if (run?.cancelAsked) return `stopped by ${actorName(plan, run.cancelAsked.by)}`
  return readRunDetail(detail).reason?.private ?? reason
}

function exitOf({ actions }: Record<string, unknown>): string {
  const last = Array.isArray(actions) ? (actions.at(-1) as { exitCode?: number } | undefined) : undefined
  return last?.exitCode === undefined ? '' : ` (exit status ${last.exitCode})`
}

/** Who has had which backup in hand. */
function custodyOf({ custody }: Record<string, unknown>): string {
  if (!Array.isArray(custody) || custody.length === 0) return ''
  const told = (custody as { key: string; sha256: string; fetched: boolean }[]).map(
    ({ key, sha256, fetched }) =>
      `${fetched ? 'fetched' : 'found'} backup ${key}${sha256 ? ` (sha256 ${sha256.slice(0, 12)})` : ''}`,
  )
  return `; ${told.join(', ')}`
}
