/** What becomes of a command about the recovery: to the rule that knows. */
import { own } from '../../plan/own.ts'
import type { Plan } from '../../plan/schema.ts'
import { checkValue } from '../../plan/values.ts'
import { type CommandOf, happened, type IncidentDecision, nothing, overNote, refuse } from '../decision.ts'
import type { IncidentState } from '../state.ts'
import { isCommander } from './approval.ts'
import type { RecoveryCommand } from './commands.ts'
import { decideApproval } from './decide-approval.ts'
import {
  cancelStep,
  chooseOption,
  endStep,
  putStepFirst,
  resetStep,
  skipStep,
  startStep,
  waiveUndo,
} from './decide-step.ts'
import type { RecoveryEvent } from './events.ts'
import { openGates } from './gate.ts'
import { procedureNow } from './procedure-now.ts'
import { belongs, notCommander, notOfIt, subjectOf } from './refusals.ts'
import { lastBegun, VARIANTS } from './state.ts'

/** Steps that people can add by hand: a list that nobody reads any more helps nobody. */
const ADDED_MAX = 50
const CARDS_MAX = 20

export function decideRecovery(plan: Plan, state: IncidentState, command: RecoveryCommand): IncidentDecision {
  if (command.type === 'renew-run') return renewRun(state, command)
  const over = overNote(state)
  if (over && !endsRun(state, command)) return refuse(over)
  if (!belongs(plan, state, command.by)) return refuse(notOfIt(plan))
  switch (command.type) {
    case 'give-value':
      return giveValue(plan, state, command)
    case 'waive-checks':
      return waiveChecks(plan, state, command)
    case 'add-step':
      return addStep(plan, state, command)
    case 'draw-card':
      return drawCard(plan, state, command)
    default:
      return ofOneStep(plan, state, command)
  }
}

/** A run outlives its incident: it can still be stopped, and somebody can still say how it ended. */
function endsRun({ recovery }: IncidentState, command: RecoveryCommand): boolean {
  const wanted = command.type === 'cancel-step' ? 'running' : command.type === 'end-step' ? 'unknown' : undefined
  if (wanted === undefined || !('step' in command)) return false
  return VARIANTS.some((variant) => lastBegun(recovery, command.step, variant)?.state === wanted)
}

type OfOneStep = Exclude<
  RecoveryCommand,
  { type: 'renew-run' | 'give-value' | 'waive-checks' | 'add-step' | 'draw-card' }
>

function ofOneStep(plan: Plan, state: IncidentState, command: OfOneStep): IncidentDecision {
  const subject = subjectOf(plan, state, command.step)
  if ('refusal' in subject) return subject.refusal
  switch (command.type) {
    case 'start-step':
      return startStep(subject, command)
    case 'approve-step':
    case 'reject-step':
    case 'break-glass':
      return decideApproval(subject, command)
    case 'cancel-step':
      return cancelStep(subject, command)
    case 'end-step':
      return endStep(subject, command)
    case 'choose-option':
      return chooseOption(subject, command)
    case 'skip-step':
      return skipStep(subject, command)
    case 'waive-undo':
      return waiveUndo(subject, command)
    case 'reset-step':
      return resetStep(subject, command)
    case 'put-step-first':
      return putStepFirst(subject, command)
  }
}

/** Only whoever carries a run out says this; one that is not in hand any more is past helping. */
function renewRun(state: IncidentState, command: CommandOf<'renew-run'>): IncidentDecision {
  const { atMs, by, obligation, attempt, leaseMs, host } = command
  if (state.efforts[obligation]?.inHand?.attempt !== attempt) return nothing()
  return happened({ type: 'run-renewed', atMs, by, obligation, attempt, deadlineMs: atMs + leaseMs, host })
}

function giveValue(plan: Plan, state: IncidentState, command: CommandOf<'give-value'>): IncidentDecision {
  const { atMs, by, name, text } = command
  const spec = own(plan.values, name)
  if (!spec) {
    const names = Object.keys(plan.values)
    return refuse(`The plan ${plan.id} has no value ${name}${names.length > 0 ? `; it has ${names.join(', ')}` : ''}.`)
  }
  const checked = checkValue(spec, text.private ?? '')
  if (!checked.ok) return refuse(`${spec.label}: ${checked.why}`)
  if (state.recovery.values[name]?.text.private === checked.value) return nothing(`${spec.label} is that already.`)
  return happened({ type: 'value-given', atMs, by, name, text: { private: checked.value } })
}

function waiveChecks(plan: Plan, state: IncidentState, command: CommandOf<'waive-checks'>): IncidentDecision {
  const { atMs, by, reason } = command
  if (!isCommander(state, by)) return notCommander({ plan, state }, by, 'waive checks')
  if ((reason.private ?? '').trim() === '') return refuse('Say why: a waiver has a name and a reason.')
  const events = openGates(plan, state).flatMap(({ kind, step }): RecoveryEvent[] => {
    return kind === 'check' ? [{ type: 'step-skipped', atMs, by, step, reason, waived: true }] : []
  })
  return events.length > 0 ? happened(...events) : nothing('No check is open.')
}

function addStep(plan: Plan, state: IncidentState, command: CommandOf<'add-step'>): IncidentDecision {
  const { atMs, by, title, after } = command
  const { added } = state.recovery
  if ((title.private ?? '').trim() === '') return refuse('Say what is to be done.')
  if (added.length >= ADDED_MAX)
    return refuse(`${state.id} has ${ADDED_MAX} added steps already; write the rest as notes.`)
  if (after !== undefined && !procedureNow(plan, state).byId.has(after))
    return refuse(`${state.id} has no step ${after}; \`/dr step\` lists them.`)
  const step = `added.${added.length + 1}`
  return happened({ type: 'step-added', atMs, by, step, title, needs: after === undefined ? [] : [after] })
}

function drawCard(plan: Plan, state: IncidentState, command: CommandOf<'draw-card'>): IncidentDecision {
  const { atMs, by, card } = command
  const names = Object.keys(plan.cards)
  if (!plan.cards[card])
    return refuse(`The plan ${plan.id} has no card ${card}${names.length > 0 ? `; it has ${names.join(', ')}` : ''}.`)
  const { cards } = state.recovery
  if (cards.length >= CARDS_MAX) return refuse(`${state.id} has drawn ${CARDS_MAX} cards already.`)
  const nth = cards.filter((drawn) => drawn.card === card).length + 1
  return happened({ type: 'card-drawn', atMs, by, card, nth })
}
