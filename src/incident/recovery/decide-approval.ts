/** Approving, rejecting, and going past the approvals in an emergency. Bound to exactly what will run: if anything of it changes, nothing counts. */
import { privately } from '../../plan/actor.ts'
import { type CommandOf, clockTime, happened, type IncidentDecision, nothing, refuse } from '../decision.ts'
import type { IncidentState } from '../state.ts'
import { approvalOf, approvalsMissing, approversOf, holdersOf, isCommander, rolesInWords } from './approval.ts'
import { notCommander, type Subject } from './refusals.ts'
import { mayBegin } from './standing.ts'
import { lastRun, type Run, type Variant } from './state.ts'
import { workOf } from './work.ts'

type Approving = CommandOf<'approve-step' | 'reject-step' | 'break-glass'>

export function decideApproval(subject: Subject, command: Approving): IncidentDecision {
  const { state, step } = subject
  const variant = command.variant ?? openVariant(state, step.id)
  const run = lastRun(state.recovery, step.id, variant)
  if (!run) return refuse(`Nobody has asked to run “${step.title}” yet.`)
  const closed = whyNotOpen(subject, run, command.atMs)
  if (closed) return closed
  switch (command.type) {
    case 'approve-step':
      return approve(subject, run, command)
    case 'reject-step':
      return reject(subject, run, command)
    case 'break-glass':
      return breakGlass(subject, run, command)
  }
}

/** The run that waits: the step's own, unless only the one that takes it back does. */
function openVariant(state: IncidentState, step: string): Variant {
  const undo = lastRun(state.recovery, step, 'undo')
  return undo?.state === 'requested' && lastRun(state.recovery, step, 'do')?.state !== 'requested' ? 'undo' : 'do'
}

/** A run that can no longer be approved or rejected says why, kindly. */
function whyNotOpen({ plan, state, step }: Subject, run: Run, atMs: number): IncidentDecision | undefined {
  const what = `“${step.title}”`
  switch (run.state) {
    case 'running':
      return nothing(`${what} is running already, since ${clockTime(run.startedMs ?? run.requestedMs)}.`)
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return nothing(`${what} has run already; an approval counts for one run only.`)
    case 'rejected':
      return refuse(`${what} was rejected; \`/dr step start ${step.id}\` asks again.`)
    case 'expired':
      return refuse(`The time to approve ${what} is over; \`/dr step start ${step.id}\` asks again.`)
    case 'void':
      return refuse(changed(what))
    case 'requested':
      break
    default:
      run.state satisfies never
  }
  if (run.expiresMs !== null && atMs >= run.expiresMs)
    return refuse(
      `The time to approve ${what} was over at ${clockTime(run.expiresMs)}; \`/dr step start ${step.id}\` asks again.`,
    )
  const work = workOf(plan, state, step, run.variant)
  if (!work.ok || work.digest !== run.digest) return refuse(changed(what))
  return mayBegin(plan, state, step, run) ? undefined : refuse(`${what} may not run any more: its turn has passed.`)
}

const changed = (what: string) =>
  `What ${what} would run has changed since it was asked for, so nothing of the old request counts: look at it again and approve the new one.`

function approve(subject: Subject, run: Run, command: CommandOf<'approve-step'>): IncidentDecision {
  const { plan, state, step } = subject
  const { atMs, by } = command
  const approval = approvalOf(step, run.variant)
  if (!approval) return nothing(`“${step.title}” needs no approval.`)
  if (!isShown(run, command.digest)) return refuse(changed(`“${step.title}”`))
  const who = rolesInWords(plan, state, approval.roles)
  if (by.person === undefined || !approversOf(plan, state, step).includes(by.person))
    return refuse(
      `You cannot approve “${step.title}”: ${who} can. A role counts too that one of its holders by the plan, or a commander by the plan, has given you.`,
    )
  if (run.approvals.some(({ person }) => person === by.person)) {
    const missing = approvalsMissing(step, run)
    return nothing(
      missing > 0
        ? `You have approved this already; ${missing} more ${missing === 1 ? 'person' : 'people'} of ${who} must.`
        : 'You have approved this already.',
    )
  }
  if (approvalsMissing(step, run) === 0) return nothing(`“${step.title}” has been approved already.`)
  if (approval.notRequester && run.requestedBy.person === by.person)
    return refuse(`You asked for “${step.title}”, so somebody else must approve it: ${who}.`)
  const typed = whyNotTyped(subject, command.typed)
  if (typed) return refuse(typed)
  return happened({ type: 'step-approved', atMs, by, run: run.id, person: by.person, digest: run.digest })
}

/** What was shown to whoever approves it is what would run. */
const isShown = (run: Run, digest: string | undefined): boolean =>
  digest === undefined || (digest.length >= 8 && run.digest.startsWith(digest))

/** What destructive steps ask for: the system's name, so that nobody approves them in passing. */
function whyNotTyped({ plan, step }: Subject, typed: string | undefined): string | undefined {
  if (step.risk !== 'destructive') return undefined
  const plain = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase()
  if (typed !== undefined && [plan.system.name, plan.id].some((name) => plain(name) === plain(typed))) return undefined
  const what = typed ? `“${typed}” is not its name` : 'it destroys or interrupts something'
  return `To approve “${step.title}”, type the system's name, ${plan.system.name}: ${what}.`
}

function reject({ plan, state, step }: Subject, run: Run, command: CommandOf<'reject-step'>): IncidentDecision {
  const { atMs, by, reason } = command
  const approval = approvalOf(step, run.variant)
  // What starts by itself unless somebody objects, anybody may object to.
  const may = !approval || isCommander(state, by) || approversOf(plan, state, step).includes(by.person ?? '')
  if (!may)
    return refuse(
      `You cannot reject “${step.title}”: ${rolesInWords(plan, state, approval.roles)} can, and whoever leads the incident.`,
    )
  return happened({ type: 'step-rejected', atMs, by, run: run.id, reason })
}

function breakGlass(subject: Subject, run: Run, command: CommandOf<'break-glass'>): IncidentDecision {
  const { plan, state, step } = subject
  const { atMs, by, reason } = command
  if (!approvalOf(step, run.variant)) return nothing(`“${step.title}” needs no approval.`)
  if (approvalsMissing(step, run) === 0) return nothing(`“${step.title}” has been approved already.`)
  if (!isShown(run, command.digest)) return refuse(changed(`“${step.title}”`))
  const leads = isCommander(state, by) && holdersOf(plan, state, [state.commanderRole]).includes(by.person ?? '')
  if (!leads) {
    const who = rolesInWords(plan, state, [state.commanderRole])
    return isCommander(state, by)
      ? refuse(`Only a commander by the plan can break the glass: ${who}.`)
      : notCommander(subject, by, 'break the glass')
  }
  if ((reason.private ?? '').trim() === '')
    return refuse('Say why: breaking the glass is announced to all and stands in the review.')
  const typed = whyNotTyped(subject, command.typed)
  if (typed) return refuse(`${typed} \`/dr approve ${step.id} break-glass ${plan.system.name} REASON\`.`)
  return happened({
    type: 'break-glass-used',
    atMs,
    by,
    run: run.id,
    digest: run.digest,
    reason: privately(reason.private ?? ''),
  })
}
