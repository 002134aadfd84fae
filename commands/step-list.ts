/** What `/dr step` shows: all steps by phase, one of them whole, and what a dry run would do. */
import type { RecoveryView, StepView } from '../src/incident/recovery/view-shape.ts'
import type { View } from '../src/incident/view-shape.ts'
import { answer, refuse } from './asking/answers.ts'
import { put } from './asking/put.ts'
import { whichRecovery, whichStep } from './asking/which-step.ts'
import type { Reply, Request } from './command.ts'
import { bullets, lines } from './wording/lists.ts'
import { commandLines, forecastLine, isNow, rpoLine, stepLine, stepWhole } from './wording/steps.ts'
import { clockTime } from './wording/times.ts'

const PHASE_STEPS_MAX = 20
const BUTTONS_MAX = 10

export async function list(request: Request): Promise<Reply> {
  const found = await whichRecovery(request, 'step')
  if (!found.ok) return found.reply
  const { view, recovery } = found
  const { atMs } = request
  const now = recovery.now.flatMap((id) => recovery.steps.find((step) => step.id === id) ?? [])
  return answer(
    lines(
      `*Recovery of ${view.id}:* ${recovery.done} of ${recovery.total} done`,
      forecastLine(recovery, view, atMs),
      rpoLine(recovery, atMs),
      tiersLine(recovery, atMs),
      ...recovery.phases.map((phase) => phaseLines(phase, recovery, atMs)),
      missingValues(recovery),
    ),
    { incident: view.id, data: recovery, buttons: now.flatMap(buttonsOf).slice(0, BUTTONS_MAX) },
  )
}

function phaseLines(phase: RecoveryView['phases'][number], recovery: RecoveryView, nowMs: number): string {
  const steps = recovery.steps.filter((step) => step.phase === phase.id && step.number !== null)
  const title = `*${phase.title}* ${phase.done} of ${phase.total}${windowOf(phase, nowMs)}${phase.late ? ' *late*' : ''}`
  return steps.length === 0
    ? ''
    : lines(
        title,
        bullets(
          steps.map((step) => stepLine(step, nowMs)),
          PHASE_STEPS_MAX,
        ),
      )
}

function windowOf({ fromMs, toMs }: RecoveryView['phases'][number], nowMs: number): string {
  if (toMs === null) return fromMs === null ? '' : `, from ${clockTime(fromMs, nowMs)}`
  return fromMs === null
    ? `, until ${clockTime(toMs, nowMs)}`
    : `, ${clockTime(fromMs, nowMs)} to ${clockTime(toMs, nowMs)}`
}

function tiersLine({ tiers }: RecoveryView, nowMs: number): string | undefined {
  if (tiers.length === 0) return undefined
  const told = tiers.map(({ label, restoredMs, toMs, late }) => {
    const due = toMs === null ? '' : ` by ${clockTime(toMs, nowMs)}`
    return restoredMs === null ? `${late ? '✗' : '○'} ${label}${due}` : `✓ ${label}`
  })
  return `Tiers: ${told.join(' · ')}`
}

function missingValues({ values }: RecoveryView): string | undefined {
  const missing = values.filter(({ value }) => value === null)
  if (missing.length === 0) return undefined
  return lines(
    '*Values that are not known yet:*',
    bullets(missing.map(({ name, label }) => `${label}: \`/dr step value ${name} …\``)),
  )
}

/** Several steps at once: each button says which one it is for. */
const buttonsOf = (step: StepView) =>
  step.actions.slice(0, 2).map(({ command, words, label, style }) => ({
    ...{ command, value: words, label: `${label}: ${step.title}` },
    ...(style ? { style } : {}),
  }))

/** @returns undefined when the words name no step. */
export async function showOne(request: Request, words: string): Promise<Reply | undefined> {
  const found = await whichStep(request, 'step', words, () => false)
  if (!found.ok) return /is no step of/.test(found.reply.text) ? undefined : found.reply
  return whole(found.view, found.step, request.atMs)
}

/** One step with all that is known of it, and buttons for what can be done. */
export function whole(view: View, step: StepView, nowMs: number): Reply {
  return answer(stepWhole(step, nowMs), {
    incident: view.id,
    data: step,
    buttons: step.actions.map(({ command, words: value, label, style }) => ({
      command,
      value,
      label,
      ...(style ? { style } : {}),
    })),
  })
}

/** `/dr step dry STEP | all`: says what would run; a step's own dry run is carried out. */
export async function dryRun(request: Request, words: string): Promise<Reply> {
  if (words === '' || /^all$/i.test(words)) {
    const found = await whichRecovery(request, 'step dry')
    if (!found.ok) return found.reply
    return answer(whatWouldRun(found.view, found.recovery), { incident: found.view.id, data: found.recovery.steps })
  }
  const found = await whichStep(request, 'step dry', words, () => false)
  if (!found.ok) return found.reply
  const { view, step } = found
  if (step.kind === 'actions' && step.commands.length === 0)
    return refuse(
      `“${step.title}” cannot say yet what it would run: a value is missing; \`/dr step\` lists those that are.`,
      { incident: view.id },
    )
  const told = lines(`*${step.title}* would run:`, commandLines(step), asWhom(step))
  if (step.kind !== 'actions') return answer(told, { incident: view.id })
  return put(request, view.id, { type: 'start-step', step: step.id, variant: 'dry' }, () =>
    lines(told, 'Its dry run is on the way; nothing is changed.'),
  )
}

function whatWouldRun(view: View, recovery: RecoveryView): string {
  const steps = recovery.steps.filter(
    ({ status, number }) => number !== null && status !== 'succeeded' && status !== 'skipped',
  )
  const told = steps.map((step) => {
    const lead = `${step.number}. *${step.title}*${isNow(step) ? '' : ' (later)'}: ${asWhom(step)}`
    return lines(lead, step.kind === 'actions' ? commandLines(step) : (step.instructions ?? step.question ?? undefined))
  })
  return lines(`*What ${view.id} would still do* (nothing of it is done now):`, ...told)
}

function asWhom({ kind, runsOn, approval, risk, owner }: StepView): string {
  const where =
    kind === 'actions'
      ? runsOn.length > 0
        ? `on ${runsOn.join(', ')}`
        : 'beside Muster'
      : `by ${owner?.label ?? 'whoever takes it'}`
  const who = approval === null ? 'no approval' : `approval of ${approval.count} of ${approval.who}`
  return `${where}, ${risk}, ${who}`
}
