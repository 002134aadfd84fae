/**
 * A step's own message in the incident's channel, for somebody woken up and reading on a phone: where it stands, what it is, what is asked; then exactly what
 * would run, and afterwards what came of it. Pure, and within Slack's limits whatever the view holds: each part has a length, and all of them together stay
 * below `STEP_CHARS_MAX`.
 */
import type { RunView, StepView } from '../../incident/recovery/view-shape.ts'
import type { View } from '../../incident/view-shape.ts'
import { formatDuration } from '../../plan/length.ts'
import { type Block, type ButtonSpec, buttons, context } from './block-kit.ts'
import { carry } from './button-value.ts'
import { code, literalSection, paragraph, words } from './literal-text.ts'
import { outcomeBlocks } from './step-outcome.ts'
import { approvalsLine, breakGlassLine, commandsBlock, digestText, turnedDownLine } from './step-run-words.ts'
import {
  DRILL,
  doubtLines,
  drillMark,
  inBold,
  inOneLine,
  nameOf,
  shownTime,
  spokenTime,
  statusLine,
  stepNumber,
  undoInHand,
} from './step-words.ts'

/** As for the board: Slack cuts a message near 13,200 characters of text in blocks. */
export const STEP_CHARS_MAX = 12_000

const CHARS = { title: 150, why: 300, label: 100, instructions: 1_500, question: 500, host: 80, value: 60 } as const
const OPTIONS_MAX = 10
const HELD_UP_MAX = 3
const HOSTS_MAX = 3
/** More no moment of a step has. */
const BUTTONS_MAX = 12
const NOTIFICATION_CHARS_MAX = 600

/** Somebody still has to know what it is, or what it would run. */
const isOpen = ({ status }: StepView): boolean => status !== 'succeeded' && status !== 'skipped'

/**
 * @param nowMs the program's clock.
 * @param undoCommands what taking the step back would run, where somebody is asked to approve that: `step.commands` are those of the step itself.
 * @returns at most 9 blocks.
 */
export function stepBlocks(view: View, step: StepView, nowMs: number, undoCommands: readonly string[] = []): Block[] {
  const lines = [inBold(statusLine(step, shownTime)), titleLine(view, step), ...headLines(view, step)]
  return [
    literalSection(lines.join('\n')),
    ...request(step),
    ...whatIsAsked(step),
    ...whatRuns(step, undoCommands),
    ...outcomeBlocks(step),
    ...buttons(stepButtons(view, step)),
    context(`${code(step.id, CHARS.value)} · as of ${shownTime(nowMs)}`),
  ]
}

/** The step in one sentence, for notifications and screen readers; escaped. */
export function stepText(view: View, step: StepView): string {
  const status = statusLine(step, spokenTime)
  const what = `${stepNumber(view, step)} · ${words(step.title, CHARS.title)} (${words(view.id, CHARS.value)})`
  const text = `${drillMark(view)}${inOneLine(status)} · ${what}`
  // Cut between its parts: within one it could cut an entity in two.
  return text.length <= NOTIFICATION_CHARS_MAX ? text : `${drillMark(view)}${status.head} · ${what}`
}

/** Buttons that fit the step, each with the incident in its value. */
export const stepButtons = (view: View, step: StepView): ButtonSpec[] =>
  step.actions.slice(0, BUTTONS_MAX).map(({ command, words: said, label, style }) => ({
    ...{ command, label, value: carry(view.id, said) },
    ...(style ? { style } : {}),
  }))

const titleLine = (view: View, step: StepView): string =>
  `*${drillMark(view)}${stepNumber(view, step)} · ${words(step.title, CHARS.title)}*`

function headLines(view: View, step: StepView): string[] {
  const { why, owner, budgetMs, status, canUndo } = step
  const person = owner?.person ? ` (${nameOf(owner.person)})` : ''
  const details = [
    owner ? `${words(owner.label, CHARS.label)}${person}` : '',
    isOpen(step) && status !== 'running' && budgetMs !== null ? `${formatDuration(budgetMs)} allowed` : '',
    heldUp(view, step),
  ].filter((part) => part)
  return [
    ...dangerLines(step),
    ...(isOpen(step) ? doubtLines(step) : []),
    ...turnedDownLine(step, shownTime),
    ...(why && isOpen(step) ? [words(why, CHARS.why)] : []),
    ...(details.length > 0 ? [details.join(' · ')] : []),
    ...(canUndo && !undoInHand(step) ? [`It can be taken back: ${words(canUndo, CHARS.title)}`] : []),
  ]
}

function dangerLines(step: StepView): string[] {
  if (step.kind !== 'actions') return []
  if (step.dry) return [`:eyes: *${DRILL}it only looks on:* nothing of the system is changed`]
  const asks = isOpen(step) || undoInHand(step) !== null
  return step.risk === 'destructive' && asks ? [DESTRUCTIVE] : []
}

export const DESTRUCTIVE = ":warning: *Destructive.* You will be asked to type the system's name."

function heldUp(view: View, { holdsUp, status }: StepView): string {
  if (holdsUp.length === 0 || !['failed', 'unknown', 'awaiting-approval'].includes(status)) return ''
  const titles = holdsUp
    .slice(0, HELD_UP_MAX)
    .map((id) => words(view.recovery?.steps.find((other) => other.id === id)?.title ?? id, CHARS.value))
  const more = holdsUp.length > HELD_UP_MAX ? ` and ${holdsUp.length - HELD_UP_MAX} more` : ''
  return `holds up ${titles.join(', ')}${more}`
}

/** The run that people have to decide on, or that runs. */
function runInHand(step: StepView): RunView | null {
  const undo = undoInHand(step)
  if (undo) return undo
  const { run, status } = step
  // Of one that is overtaken, the head says all that counts.
  if (!run || (status === 'ready' && run.approvalsMissing > 0)) return null
  return run.state === 'requested' || run.state === 'running' ? run : null
}

/** Who asked for the run in hand, who has approved it, and who still must. */
function request(step: StepView): Block[] {
  const run = runInHand(step)
  if (!run) return []
  const approvals = approvalsLine(step, run, shownTime)
  const { by, atMs } = run.requested
  const lines = [
    ...breakGlassLine(run),
    ...(approvals ? [approvals] : []),
    ...(step.approval ? [`Asked for by ${nameOf(by)} at ${shownTime(atMs)}`] : []),
  ]
  return lines.length > 0 ? [literalSection(lines.join('\n'))] : []
}

/** What a person is to do, or to decide. */
function whatIsAsked(step: StepView): Block[] {
  const { kind, instructions, question, options, chosen } = step
  if (kind === 'manual' && instructions?.trim() && isOpen(step))
    return [literalSection(paragraph(instructions, CHARS.instructions), true)]
  if (kind !== 'decision' || !question) return []
  const lines = options.slice(0, OPTIONS_MAX).map(({ id, label }) => {
    return `${id === chosen ? ':ballot_box_with_check:' : '•'} ${words(label, CHARS.label)}`
  })
  return [literalSection([`*${words(question, CHARS.question)}*`, ...lines].join('\n'))]
}

/** Exactly what would run, and the fingerprint that approvals are bound to. Of what has run, its results tell. */
function whatRuns(step: StepView, undoCommands: readonly string[]): Block[] {
  const run = runInHand(step)
  const isUndo = run?.variant === 'undo'
  if (step.kind !== 'actions' || (!isUndo && !isOpen(step))) return []
  const block = commandsBlock(isUndo ? undoCommands : step.commands)
  if (!block) return step.dry && step.status !== 'waiting' ? [literalSection(NOTHING_HERE)] : []
  const hosts = isUndo ? [] : step.runsOn.slice(0, HOSTS_MAX).map((host) => code(host, CHARS.host))
  const where = hosts.length > 0 ? ` on ${hosts.join(', ')}` : ''
  const bound = run?.state === 'requested' && step.approval ? 'Approvals are bound to ' : ''
  const fingerprint = run ? [`${bound}${digestText(run.digest)}`] : []
  const says = isUndo ? 'Taking it back runs' : 'Runs'
  return [literalSection([`${says}${where}:`, block, ...fingerprint].join('\n'), true)]
}

const NOTHING_HERE = 'It runs nothing: the plan has no dry run for it.'
