/** What people do with steps: start, end, skip, choose, reset, put first; and how a run's sign of life is taken. */
import { type CommandOf, clockTime, happened, type IncidentDecision, nothing, refuse } from '../decision.ts'
import { approvalsMissing, isCommander } from './approval.ts'
import { waysRound } from './failures.ts'
import { blockersInWords, notCommander, type Subject, standingOf } from './refusals.ts'
import { request } from './requesting.ts'
import { looksEarly, mayBeAsked } from './standing.ts'
import { lastBegun, lastRun, type Run, type Variant } from './state.ts'
import { canBeUndone, isInHand } from './undoing.ts'

export function startStep(subject: Subject, command: CommandOf<'start-step'>): IncidentDecision {
  const { state, step } = subject
  const { atMs, by, variant = 'do' } = command
  const refusal = variant === 'do' ? whyNotStarted(subject, atMs) : whyNoSuchRun(subject, variant)
  if (refusal) return refusal
  if (!step.do) return happened({ type: 'step-started', atMs, by, step: step.id })
  const requested = request(subject.plan, state, step, variant, { atMs, by })
  return requested ? happened(requested) : refuse(`“${step.title}” cannot run yet: a value is missing.`)
}

function whyNotStarted(subject: Subject, atMs: number): IncidentDecision | undefined {
  const { plan, state, step } = subject
  const { status, blockedBy, run, sinceMs } = standingOf(subject)
  const what = `“${step.title}”`
  if (isInHand(state, step.id, 'undo')) return refuse(undoInTheWay(subject))
  if (step.decide && status === 'ready') return refuse(`${what} is a decision: choose one of its options.`)
  switch (status) {
    case 'waiting':
      return looksEarly(state, step, { status, blockedBy })
        ? undefined
        : refuse(`${what} waits for ${blockersInWords(plan, state, blockedBy)}.`)
    case 'ready':
      if (!run || run.startsMs > atMs) return undefined
      return nothing(`${what} starts at once.`)
    case 'failed':
      return step.do && !mayBeAsked(plan, state, step)
        ? refuse(`${what} cannot be tried again now: what it comes after is open again.`)
        : undefined
    case 'awaiting-approval':
      return nothing(`${what} waits already for ${approvalsInWords(run ? approvalsMissing(step, run) : 1)}.`)
    case 'running':
      return nothing(`${what} is running since ${clockTime(sinceMs)}.`)
    case 'succeeded':
      return refuse(`${what} is done, at ${clockTime(sinceMs)}; \`/dr step reset ${step.id}\` opens it again.`)
    case 'skipped':
      return refuse(`${what} is skipped; \`/dr step reset ${step.id}\` opens it again.`)
    case 'unknown':
      return refuse(
        `Nobody knows how ${what} ended: find out first, then \`/dr step done ${step.id}\` or \`/dr step failed ${step.id}\`.`,
      )
  }
}

const approvalsInWords = (n: number): string => (n === 1 ? 'one approval' : `${n} approvals`)

/** Nobody knows what a step would meet while it is being taken back. */
function undoInTheWay({ state, step }: Subject): string {
  const title = step.undo?.title ?? step.title
  return lastBegun(state.recovery, step.id, 'undo')?.state === 'running'
    ? `“${title}” is running; “${step.title}” can start when it has ended.`
    : `Nobody knows how “${title}” ended: find out first, then \`/dr step done ${step.id}\` or \`/dr step failed ${step.id}\`.`
}

function whyNoSuchRun({ state, step }: Subject, variant: Exclude<Variant, 'do'>): IncidentDecision | undefined {
  const run = lastRun(state.recovery, step.id, variant)
  if (run?.state === 'running' || run?.state === 'requested')
    return nothing(`“${variant === 'undo' ? (step.undo?.title ?? step.title) : step.title}” is in hand already.`)
  if (variant === 'dry')
    return step.do ? undefined : refuse(`“${step.title}” runs nothing, so there is nothing to try.`)
  if (!step.undo) return refuse(`The plan does not say how “${step.title}” is taken back.`)
  const before = lastBegun(state.recovery, step.id, 'do')?.state
  if (before === 'running') return refuse(`“${step.title}” is running: \`/dr step cancel ${step.id}\` stops it first.`)
  if (before === 'unknown' || run?.state === 'unknown')
    return refuse(
      `Nobody knows how “${before === 'unknown' ? step.title : step.undo.title}” ended: find out first, then \`/dr step done ${step.id}\` or \`/dr step failed ${step.id}\`.`,
    )
  return canBeUndone(state, step) ? undefined : refuse(`There is nothing to take back of “${step.title}”.`)
}

export function endStep(subject: Subject, command: CommandOf<'end-step'>): IncidentDecision {
  const { step } = subject
  const { atMs, by, ok, note } = command
  const { status, blockedBy } = standingOf(subject)
  const said = { atMs, by, ok, ...(note ? { note } : {}) }
  const unknown = unknownRun(subject)
  if (unknown) return happened({ ...said, type: 'run-settled', run: unknown.id })
  if (step.decide) return refuse(`“${step.title}” is a decision: choose one of its options.`)
  if (step.do)
    return refuse(`“${step.title}” says by itself how it ends; \`/dr step skip ${step.id} REASON\` goes on without it.`)
  if (status === 'waiting' && step.gate === null)
    return refuse(`“${step.title}” waits for ${blockersInWords(subject.plan, subject.state, blockedBy)}.`)
  if (status === 'succeeded' && ok) return nothing(`“${step.title}” is done already.`)
  if (status === 'skipped') return refuse(`“${step.title}” is skipped; \`/dr step reset ${step.id}\` opens it again.`)
  return happened({ ...said, type: 'step-ended', step: step.id })
}

/** A run of the step, of whatever kind, of which nobody knows how it ended. */
const unknownRun = ({ state, step }: Subject): Run | undefined =>
  (['do', 'undo', 'dry'] as const)
    .map((variant) => lastBegun(state.recovery, step.id, variant))
    .find((run) => run?.state === 'unknown')

export function chooseOption(subject: Subject, command: CommandOf<'choose-option'>): IncidentDecision {
  const { state, step } = subject
  const { atMs, by, option, reason } = command
  const { status, blockedBy } = standingOf(subject)
  if (!step.decide) {
    const offered = waysRound(state, step)
    if (status !== 'failed' || !offered.includes(option))
      return refuse(
        `“${step.title}” offers no such choice${offered.length > 0 ? ` now; after a failure: ${offered.join(', ')}` : ''}.`,
      )
    return happened({ type: 'branch-chosen', atMs, by, step: step.id, branch: option })
  }
  const options = step.decide.options
  if (!options.some(({ id }) => id === option))
    return refuse(`“${option}” is no option of “${step.title}”: it has ${options.map(({ id }) => id).join(', ')}.`)
  if (status === 'waiting')
    return refuse(`“${step.title}” waits for ${blockersInWords(subject.plan, state, blockedBy)}.`)
  if (state.recovery.steps[step.id]?.chosen?.option === option) return nothing(`That is chosen already.`)
  return happened({ type: 'step-chosen', atMs, by, step: step.id, option, ...(reason ? { reason } : {}) })
}

export function skipStep(subject: Subject, command: CommandOf<'skip-step'>): IncidentDecision {
  const { state, step } = subject
  const { atMs, by, reason } = command
  if (!isCommander(state, by)) return notCommander(subject, by, step.gate === null ? 'skip a step' : 'waive a check')
  if ((reason.private ?? '').trim() === '')
    return refuse('Say why: a reason stands beside every step that is left out.')
  const { status } = standingOf(subject)
  if (status === 'running' && step.do)
    return refuse(`“${step.title}” is running: \`/dr step cancel ${step.id}\` stops it first.`)
  if (status === 'skipped' && state.recovery.steps[step.id]?.skipped)
    return nothing(`“${step.title}” is skipped already.`)
  return happened({ type: 'step-skipped', atMs, by, step: step.id, reason, waived: step.gate !== null })
}

export function resetStep(subject: Subject, command: CommandOf<'reset-step'>): IncidentDecision {
  const { state, step } = subject
  const { atMs, by } = command
  if (!isCommander(state, by)) return notCommander(subject, by, 'open a step again')
  const run = lastBegun(state.recovery, step.id, 'do')
  if (run?.state === 'running')
    return refuse(`“${step.title}” is running: \`/dr step cancel ${step.id}\` stops it first.`)
  if (run?.state === 'unknown')
    return refuse(
      `Say first how “${step.title}” ended: \`/dr step done ${step.id}\` or \`/dr step failed ${step.id}\`.`,
    )
  return happened({ type: 'step-reset', atMs, by, step: step.id })
}

export function cancelStep({ state, step }: Subject, command: CommandOf<'cancel-step'>): IncidentDecision {
  const { atMs, by } = command
  const running = (['do', 'undo', 'dry'] as const)
    .map((variant) => lastBegun(state.recovery, step.id, variant))
    .find((run) => run?.state === 'running')
  if (!running) return refuse(`“${step.title}” is not running.`)
  if (running.cancelAsked) return nothing(`“${step.title}” is being stopped.`)
  return happened({ type: 'run-cancel-asked', atMs, by, run: running.id })
}

export function putStepFirst(subject: Subject, command: CommandOf<'put-step-first'>): IncidentDecision {
  const { state, step, plan } = subject
  const { atMs, by } = command
  if (!isCommander(state, by)) return notCommander(subject, by, 'change the order')
  const { status, blockedBy } = standingOf(subject)
  if (status === 'waiting' && blockedBy.length > 0)
    return refuse(`“${step.title}” cannot come first: it waits for ${blockersInWords(plan, state, blockedBy)}.`)
  return happened({ type: 'step-put-first', atMs, by, step: step.id })
}

export function waiveUndo(subject: Subject, command: CommandOf<'waive-undo'>): IncidentDecision {
  const { state, step } = subject
  const { atMs, by, reason } = command
  if (!isCommander(state, by)) return notCommander(subject, by, 'leave something as it is')
  if ((reason.private ?? '').trim() === '') return refuse('Say why it stays as it is.')
  if (!canBeUndone(state, step)) return nothing(`There is nothing to take back of “${step.title}”.`)
  return happened({ type: 'undo-waived', atMs, by, step: step.id, reason })
}
