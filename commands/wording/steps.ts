/** Steps of a recovery in words, for answers: one line each, or one step whole. */
import { forecastAt } from '../../src/incident/recovery/forecast.ts'
import type { RecoveryView, RunView, StepView } from '../../src/incident/recovery/view-shape.ts'
import type { View } from '../../src/incident/view-shape.ts'
import { doubtWords } from '../../src/messages/doubt-words.ts'
import { formatDuration } from '../../src/plan/length.ts'
import { lines } from './lists.ts'
import { clockTime, roughly } from './times.ts'

export const STATUS_MARKS: Record<StepView['status'], string> = {
  waiting: '·',
  ready: '▶',
  'awaiting-approval': '✋',
  running: '⏳',
  succeeded: '✓',
  failed: '✗',
  skipped: '–',
  unknown: '?',
}

const STATUS_WORDS: Record<StepView['status'], string> = {
  waiting: 'waits',
  ready: 'ready',
  'awaiting-approval': 'needs approval',
  running: 'running',
  succeeded: 'done',
  failed: 'failed',
  skipped: 'left out',
  unknown: 'nobody knows how it ended',
}

export const isNow = ({ status }: StepView): boolean =>
  status === 'ready' ||
  status === 'awaiting-approval' ||
  status === 'running' ||
  status === 'failed' ||
  status === 'unknown'

/** The run that counts at the moment. */
export const runOf = ({ run, undo }: StepView): RunView | null =>
  undo?.state === 'requested' || undo?.state === 'running' ? undo : run

/** `▶ 3 restore: Restore the backup (ready)`. */
export function stepLine(step: StepView, nowMs: number, withId = true): string {
  const { number, id, title, status, waitsFor } = step
  const place = number === null ? '' : `${number} `
  const state = [
    STATUS_WORDS[status],
    howLong(step, nowMs),
    ...(status === 'waiting' && waitsFor.length > 0 ? [`for ${waitsFor.join(', ')}`] : []),
  ]
  return `${STATUS_MARKS[status]} ${place}${withId ? `\`${id}\` ` : ''}${title} (${state.filter(Boolean).join(' ')}${approvalNote(step)})`
}

function howLong({ status, sinceMs, budgetMs, run }: StepView, nowMs: number): string {
  const budget = budgetMs === null ? '' : ` of ${formatDuration(budgetMs)}`
  if (status === 'running') return `for ${roughly(Math.max(0, nowMs - sinceMs))}${budget}`
  if (status === 'succeeded' && run?.tookMs != null) return `in ${roughly(run.tookMs)}`
  return ''
}

function approvalNote(step: StepView): string {
  const run = runOf(step)
  if (run?.state !== 'requested' || run.approvalsMissing === 0) return ''
  return `: ${run.approvalsMissing} of ${run.approvers ?? ''}`
}

/** Exactly what would run, one line each. */
export const commandLines = (step: StepView): string => linesOfCode(step.commands) || (step.instructions ?? '')

export const linesOfCode = (commands: readonly string[]): string =>
  commands.map((line) => `\`${line.replaceAll('`', "'")}\``).join('\n')

/** One step whole: why, what, who, how it stands. */
export function stepWhole(step: StepView, nowMs: number): string {
  const run = runOf(step)
  return lines(
    `*${step.title}* ${stepState(step, nowMs)}`,
    step.why ?? undefined,
    step.owner !== null && `${step.owner.label}: ${step.owner.person?.name ?? 'nobody yet'}`,
    step.waitsFor.length > 0 && `Waits for ${step.waitsFor.join(', ')}`,
    step.holdsUp.length > 0 && `Holds up ${step.holdsUp.join(', ')}`,
    step.question ?? undefined,
    ...step.options.map(
      ({ id, label }) => `${step.chosen === id ? '●' : '○'} ${label}: \`/dr step choose ${step.id} ${id}\``,
    ),
    (step.commands.length > 0 || step.instructions !== null) && commandLines(step),
    step.dry && 'In this drill nothing of it is carried out.',
    step.risk === 'destructive' && '*It destroys or interrupts something.*',
    step.approval !== null && `Approval: ${step.approval.count} of ${step.approval.who}`,
    step.note !== null && `${step.by ? `${step.by.name}: ` : ''}${step.note}`,
    step.status === 'unknown' &&
      `It may still be running${run?.host ? ` on ${run.host}` : ''}: find out, then \`/dr step done ${step.id}\` or \`/dr step failed ${step.id}\``,
    run !== null && runLines(run, nowMs),
  )
}

const stepState = (step: StepView, nowMs: number): string =>
  `(${[STATUS_WORDS[step.status], howLong(step, nowMs)].filter(Boolean).join(' ')})`

function runLines(run: RunView, nowMs: number): string {
  const approved = run.approvals.map(({ person, atMs }) => `${person.name} at ${clockTime(atMs, nowMs)}`)
  return lines(
    `sha256 \`${run.digest.slice(0, 16)}\`${run.expiresMs !== null && run.state === 'requested' ? `, until ${clockTime(run.expiresMs, nowMs)}` : ''}`,
    approved.length > 0 && run.state !== 'expired' && run.state !== 'void' && `Approved by ${approved.join(', ')}`,
    run.breakGlass !== null && `*Glass broken* by ${run.breakGlass.by.name}: ${run.breakGlass.reason}`,
    run.reason !== null && `Why: ${run.reason}`,
    ...[...run.actions, ...run.checks].map(
      ({ ok, what, tookMs, exitCode }) =>
        `${ok ? '✓' : '✗'} ${what} (${roughly(tookMs)}${exitCode === undefined ? '' : `, exit status ${exitCode}`})`,
    ),
    run.tail !== null &&
      run.tail.trim() !== '' &&
      `Output ends:\n${run.tail.trimEnd().split('\n').slice(-8).join('\n')}`,
    run.log !== null && `Whole output: ${run.log}`,
  )
}

const MINUTE_MS = 60_000

/** A forecast knows no seconds. */
function againstRto(spareMs: number): string {
  if (Math.abs(spareMs) < MINUTE_MS) return 'just at the RTO'
  return spareMs < 0 ? `*${roughly(-spareMs)} beyond the RTO*` : `${roughly(spareMs)} before the RTO`
}

export function forecastLine({ forecast }: RecoveryView, view: View, nowMs: number): string | undefined {
  if (!forecast) return undefined
  // Of one last step nobody needs to be told that.
  if (forecast.endMs === null)
    return forecast.unknown > 0 && forecast.left > 1
      ? `No forecast: ${forecast.unknown} of ${forecast.left} steps have no budget`
      : undefined
  const endMs = forecastAt({ ...forecast, endMs: forecast.endMs }, nowMs)
  const against = againstRto(view.rto.deadlineMs - endMs)
  const open =
    forecast.unknown > 0
      ? `; ${forecast.unknown === 1 ? '1 step has no budget and counts' : `${forecast.unknown} steps have no budget and count`} nothing`
      : ''
  return `Forecast: over at ${clockTime(endMs, nowMs)}, ${against}${open}`
}

export function rpoLine({ rpo }: RecoveryView, nowMs: number): string | undefined {
  if (!rpo) return undefined
  if (rpo.pointMs !== null && rpo.inOutage) {
    const of = rpo.restored ? `Restored from ${rpo.set} as of` : `Last restorable point of ${rpo.set}:`
    return `${of} ${clockTime(rpo.pointMs, nowMs)}, *after the outage began: it may hold the damage*`
  }
  if (rpo.pointMs === null || rpo.lostMs === null) return `*There is no usable backup of ${rpo.set}.*`
  if (rpo.restored) {
    const beyond = rpo.missed
      ? `, *beyond the RPO of ${roughly(rpo.objectiveMs)}*`
      : ` (RPO ${roughly(rpo.objectiveMs)})`
    return `Restored from ${rpo.set} as of ${clockTime(rpo.pointMs, nowMs)}: ${rpo.lostMs === 0 ? 'nothing is' : `${roughly(rpo.lostMs)} are`} lost${beyond}`
  }
  const verified = rpo.verified ? 'a verified backup' : 'a backup that nobody has tried to restore'
  const missed = rpo.missed ? `, *beyond the RPO of ${roughly(rpo.objectiveMs)}*` : ` (RPO ${roughly(rpo.objectiveMs)})`
  return `Last restorable point of ${rpo.set}: ${clockTime(rpo.pointMs, nowMs)}, ${verified}; ${roughly(rpo.lostMs)} are lost${missed}`
}

/** Before somebody approves it; undefined: nothing speaks against the backup that it would restore. */
export function doubtLine({ doubt }: StepView, nowMs: number): string | undefined {
  if (!doubt) return undefined
  const { head, rest } = doubtWords(doubt, (atMs) => clockTime(atMs, nowMs))
  return `*${head}:* ${rest}`
}
