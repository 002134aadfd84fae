/**
 * Direct messages of a recovery: somebody is asked to approve a run, or told that a clock runs out. Short, most important first, and whole in their plain
 * text too. Pure.
 */
import type { ExternalEffect } from '../../incident/effects.ts'
import type { RunView, StepView } from '../../incident/recovery/view-shape.ts'
import type { View } from '../../incident/view-shape.ts'
import { formatDuration } from '../../plan/length.ts'
import { type ButtonSpec, buttons, header } from './block-kit.ts'
import { aboutText, inHandLines } from './board-recovery.ts'
import { code, literalSection, words } from './literal-text.ts'
import { clip, oneLine } from './mrkdwn.ts'
import { type DirectMessage, heading, joinButton } from './page-message.ts'
import { DESTRUCTIVE, stepButtons } from './step-message.ts'
import { approvalsLine, breakGlassLine, commandsBlock, digestText } from './step-run-words.ts'
import { doubtLines, drillMark, nameOf, shownTime, spokenTime, stepNumber, type WriteTime } from './step-words.ts'

type TellClock = Extract<ExternalEffect, { kind: 'tell-clock' }>

const CHARS = { header: 140, title: 150, why: 300, name: 80, host: 80, firstCommand: 160 } as const
const IN_HAND_MAX = 2
const DUTIES_MAX = 8
const MINUTE_MS = 60_000

/** @param commands exactly what the run would do, one line each. */
export function approvalMessage(view: View, step: StepView, run: RunView, commands: readonly string[]): DirectMessage {
  const title = titleOf(step, run)
  const approvals = approvalsLine(step, run, shownTime)
  const block = commandsBlock(commands)
  return {
    text: approvalText(view, step, run, commands),
    blocks: [
      header(clip(`${drillMark(view)}Approval needed · ${oneLine(title)}`, CHARS.header)),
      literalSection(
        [
          whichIncident(view),
          `*Asked for by* ${nameOf(run.requested.by)} at ${shownTime(run.requested.atMs)} · ${stepNumber(view, step)}`,
          ...breakGlassLine(run),
          ...(approvals ? [approvals] : []),
          ...warningOf(step),
          ...doubtLines(step),
          ...(step.why ? [`*Why* ${words(step.why, CHARS.why)}`] : []),
        ].join('\n'),
      ),
      literalSection(
        block
          ? [`*What you approve*, exactly this:`, block, `Approvals are bound to ${digestText(run.digest)}`].join('\n')
          : 'It runs nothing.',
        true,
      ),
      ...buttons([...answers(view, step), ...joinButton(view)]),
    ],
  }
}

/** The same message when nothing is asked of anybody any more: what became of it, without buttons. */
export function retiredApprovalMessage(view: View, id: string): DirectMessage {
  const steps = view.recovery?.steps ?? []
  const step = steps.find(({ run, undo, dryRun }) => [run, undo, dryRun].some((one) => one?.id === id))
  const run = [step?.run, step?.undo].find((one) => one?.id === id)
  const title = step && run ? words(titleOf(step, run), CHARS.title) : 'A request'
  const became = whatBecame(run)
  return {
    text: `${title} (${words(view.id, CHARS.name)}): ${became}`,
    blocks: [literalSection([`~Approval needed~ *${title}*`, `${whichIncident(view)}`, became].join('\n'))],
  }
}

/** Undefined: another request has taken its place. */
function whatBecame(run: RunView | null | undefined): string {
  switch (run?.state) {
    case 'requested':
    case 'running':
    case 'succeeded':
    case 'failed':
    case 'unknown':
      return run.breakGlass ? 'It was started without approvals.' : `Approved by ${names(run)}. Thank you.`
    case 'rejected':
      return run.rejectedBy ? `Rejected by ${nameOf(run.rejectedBy)}.` : 'Rejected.'
    case 'expired':
      return 'The time to approve it is over.'
    default:
      return 'This is no longer asked: what it would run has changed, or its turn has passed.'
  }
}

const names = ({ approvals }: RunView): string => approvals.map(({ person }) => nameOf(person)).join(', ')

const titleOf = (step: StepView, run: RunView): string =>
  run.variant === 'undo' ? `Undo: ${step.canUndo ?? step.title}` : step.title

function warningOf(step: StepView): string[] {
  if (step.dry) return [':eyes: *In this drill it only looks on.*']
  return step.risk === 'destructive' ? [DESTRUCTIVE] : []
}

/** The same buttons as on the step's message. */
const answers = (view: View, step: StepView): ButtonSpec[] =>
  stepButtons(view, step).filter(({ command }) => command === 'approve' || command === 'reject')

const whichIncident = (view: View): string =>
  `*${words(view.plan.name, CHARS.name)}* · ${code(view.id, CHARS.name)} · ${words(heading(view), CHARS.header)}`

function approvalText(view: View, step: StepView, run: RunView, commands: readonly string[]): string {
  const until = run.expiresMs === null ? '' : ` until ${spokenTime(run.expiresMs)}`
  const first = commands[0] === undefined ? '' : ` It runs: ${words(commands[0], CHARS.firstCommand)}`
  const more = commands.length > 1 ? ` … and ${commands.length - 1} more.` : ''
  const danger = step.risk === 'destructive' && !step.dry ? ' Destructive.' : ''
  const where = `${words(view.plan.name, CHARS.name)}, ${words(view.id, CHARS.name)}`
  const asks = `${nameOf(run.requested.by)} asks for your approval${until}`
  return `${drillMark(view)}${asks}: ${words(titleOf(step, run), CHARS.title)} (${where}).${danger}${first}${more}`
}

export function clockMessage(view: View, effect: TellClock, nowMs: number): DirectMessage {
  const says = (time: WriteTime) => clockSays(view, effect, nowMs, time)
  const inHand = inHandLines(view, IN_HAND_MAX)
  return {
    text: `${drillMark(view)}${says(spokenTime)}. ${words(view.plan.name, CHARS.name)}, ${words(view.id, CHARS.name)}.`,
    blocks: [
      literalSection([`:alarm_clock: *${drillMark(view)}${says(shownTime)}*`, whichIncident(view)].join('\n')),
      ...(inHand.length > 0 ? [literalSection(['*In hand now*', ...inHand].join('\n'))] : []),
      ...buttons(joinButton(view)),
    ],
  }
}

/** @param duty not escaped. */
export function dutyMessage(view: View, { says, items }: { says: string; items: readonly string[] }): DirectMessage {
  const shown = items.slice(0, DUTIES_MAX).map((item) => `• ${words(item, CHARS.why)}`)
  const more = items.length > DUTIES_MAX ? [`… and ${items.length - DUTIES_MAX} more`] : []
  const title = `${drillMark(view)}${words(says, CHARS.why)}`
  const spoken = words(items.slice(0, DUTIES_MAX).join('; '), CHARS.why)
  return {
    text: `${title}${spoken === '' ? '' : `: ${spoken}`}. ${words(view.plan.name, CHARS.name)}, ${words(view.id, CHARS.name)}.`,
    blocks: [
      literalSection([`:point_right: *${title}*`, whichIncident(view)].join('\n')),
      ...(shown.length > 0 ? [literalSection([...shown, ...more].join('\n'))] : []),
      ...buttons(joinButton(view)),
    ],
  }
}

/** One sentence without its stop; by the clock as it is now, for it may come later than it was due. */
function clockSays({ rto, recovery }: View, { clock, percent }: TellClock, nowMs: number, time: WriteTime): string {
  const objective = formatDuration(rto.objectiveMs)
  const leftMs = rto.deadlineMs - nowMs
  if (leftMs <= 0) {
    const ago = leftMs > -MINUTE_MS ? '' : `, ${aboutText(-leftMs)} ago`
    return `The RTO of ${objective} has been missed${ago}: it was due ${time(rto.deadlineMs)}`
  }
  if (clock !== 'forecast')
    return `${percent} % of the RTO of ${objective} are used: ${aboutText(leftMs)} left (until ${time(rto.deadlineMs)})`
  const endMs = recovery?.forecast?.endMs ?? null
  if (endMs === null) return `The forecast comes close to the RTO of ${objective}: ${aboutText(leftMs)} left`
  const spareMs = rto.deadlineMs - endMs
  if (spareMs <= -MINUTE_MS) return `The forecast says ${time(endMs)}: ${aboutText(-spareMs)} beyond the RTO`
  const spare = spareMs < MINUTE_MS ? 'no time is left to lose' : `${aboutText(spareMs)} to spare`
  return `The forecast says ${time(endMs)}, just before the RTO (${time(rto.deadlineMs)}): ${spare}`
}
