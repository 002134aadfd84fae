/**
 * The recovery on the board: how far it is, whether it will be in time, what is lost, and what is in hand. One short section; the loud parts begin with a red
 * circle. Pure, and never longer than `RECOVERY_CHARS_MAX`.
 */
import { forecastAt } from '../../incident/recovery/forecast.ts'
import type { RecoveryView, StepView } from '../../incident/recovery/view-shape.ts'
import type { View } from '../../incident/view-shape.ts'
import { formatDuration } from '../../plan/length.ts'
import type { Block } from './block-kit.ts'
import { literalSection, words } from './literal-text.ts'
import { fitLines } from './mrkdwn.ts'
import { because, nameOf, shownTime, statusLine, tookText, undoInHand } from './step-words.ts'

const RECOVERY_CHARS_MAX = 1_900

const IN_HAND = { linesMax: 4, titleCharsMax: 80, whoCharsMax: 100, reasonCharsMax: 100 } as const
const TIERS = { max: 8, labelCharsMax: 40 } as const
const SET_CHARS_MAX = 60
const MINUTE_MS = 60_000

/** Nothing without steps. */
export function recoveryBlocks(view: View, nowMs: number): Block[] {
  const { recovery } = view
  if (!recovery) return []
  const isOpen = view.phase === 'open'
  const lines = [
    `*Recovery* ${recovery.done} of ${recovery.total} done${isOpen ? forecastText(view, recovery, nowMs) : ''}`,
    ...restorePointLine(recovery),
    ...(isOpen ? inHandLines(view, IN_HAND.linesMax) : []),
    ...tiersLine(recovery),
    ...(isOpen ? gatesLine(recovery) : []),
  ]
  return [literalSection(fitLines(lines, RECOVERY_CHARS_MAX))]
}

/** Whole minutes: nobody at three in the morning wants the seconds of a forecast. */
export const aboutText = (ms: number): string =>
  ms < MINUTE_MS ? tookText(ms) : formatDuration(Math.floor(ms / MINUTE_MS) * MINUTE_MS)

function forecastText({ rto }: View, { forecast }: RecoveryView, nowMs: number): string {
  if (!forecast || forecast.endMs === null) return ''
  const { unknown, afterRunningMs } = forecast
  const endMs = forecastAt({ endMs: forecast.endMs, afterRunningMs }, nowMs)
  const spareMs = rto.deadlineMs - endMs
  const uncounted = unknown > 0 ? ` · ${unknown} ${unknown === 1 ? 'step' : 'steps'} of unknown length not counted` : ''
  if (spareMs <= -MINUTE_MS)
    return `\n:red_circle: *forecast ${shownTime(endMs)}, ${aboutText(-spareMs)} beyond the RTO*${uncounted}`
  const spare = spareMs < MINUTE_MS ? 'just at the RTO' : `${aboutText(spareMs)} before the RTO`
  return ` · forecast ${shownTime(endMs)} (${spare})${uncounted}`
}

function restorePointLine({ rpo }: RecoveryView): string[] {
  if (!rpo) return []
  const { pointMs, lostMs, missed, objectiveMs, verified } = rpo
  if (pointMs !== null && rpo.inOutage) {
    const does = rpo.restored ? 'restored as of' : 'restores to'
    return [`:red_circle: *${does} ${shownTime(pointMs)}, after the outage began: it may hold the damage*`]
  }
  if (pointMs === null || lostMs === null)
    return [`:red_circle: *No usable backup* of ${words(rpo.set, SET_CHARS_MAX)}`]
  const lost = lostMs === 0 ? 'nothing' : aboutText(lostMs)
  if (rpo.restored)
    return missed
      ? [
          `:red_circle: *restored as of ${shownTime(pointMs)}: ${lost} lost, more than the RPO of ${formatDuration(objectiveMs)}*`,
        ]
      : [`restored as of ${shownTime(pointMs)}: ${lost} lost`]
  const tried = verified ? '' : ' · no restore of it was ever tried'
  const loses = `restores to ${shownTime(pointMs)}: loses ${lost}`
  return missed
    ? [`:red_circle: *${loses}, more than the RPO of ${formatDuration(objectiveMs)}*${tried}`]
    : [`${loses}${tried}`]
}

/** What people have to look at now, most urgent first, one line each. */
export function inHandLines({ recovery }: View, linesMax: number): string[] {
  const steps = (recovery?.now ?? []).flatMap((id) => recovery?.steps.find((step) => step.id === id) ?? [])
  const lines = steps.slice(0, linesMax).map((step) => {
    const { emoji } = statusLine(step, shownTime)
    return `• ${emoji} ${words(step.title, IN_HAND.titleCharsMax)}${briefly(step)}`
  })
  return steps.length > linesMax ? [...lines, `… and ${steps.length - linesMax} more in hand`] : lines
}

/** With the sign that joins it to the title. */
function briefly(step: StepView): string {
  const { status, run, approval, owner, note, sinceMs, budgetMs } = step
  if (undoInHand(step)) return ': taking it back'
  switch (status) {
    case 'awaiting-approval':
      return approval
        ? `: needs ${run?.approvalsMissing ?? approval.count} of ${words(run?.approvers ?? approval.who, IN_HAND.whoCharsMax)}`
        : ''
    case 'running': {
      if (budgetMs === null) return `: running since ${shownTime(sinceMs)}`
      const until = shownTime(sinceMs + budgetMs)
      return step.overBudget ? `: *late, was to end at ${until}*` : `: running, until ${until}`
    }
    case 'failed':
      return `: failed${because(run?.state === 'failed' ? run.reason : note, IN_HAND.reasonCharsMax)}`
    case 'unknown':
      return ': nobody knows how it ended'
    default: {
      const who = owner?.person ? nameOf(owner.person) : owner ? words(owner.label, IN_HAND.whoCharsMax) : ''
      return `: ${step.kind === 'decision' ? 'to be decided' : 'ready'}${who ? ` (${who})` : ''}`
    }
  }
}

/** `✓ Tier 1 · ○ Tier 2 due 10:30`. */
function tiersLine({ tiers }: RecoveryView): string[] {
  if (tiers.length === 0) return []
  const shown = tiers.slice(0, TIERS.max).map(({ label, restoredMs, toMs, late }) => {
    const named = words(label, TIERS.labelCharsMax)
    if (restoredMs !== null) return `✓ ${named}${late ? ' (late)' : ''}`
    if (toMs === null) return `○ ${named}`
    return late ? `:red_circle: *${named} was due ${shownTime(toMs)}*` : `○ ${named} due ${shownTime(toMs)}`
  })
  if (tiers.length > TIERS.max) shown.push(`and ${tiers.length - TIERS.max} more`)
  return [shown.join(' · ')]
}

/** What holds up the resolution, once nothing else does. */
function gatesLine({ steps, gates }: RecoveryView): string[] {
  const isLeft = ({ status, number, gate, openEnded }: StepView) =>
    number !== null && gate === null && !openEnded && status !== 'succeeded' && status !== 'skipped'
  if (steps.some(isLeft)) return []
  const checks = gates.filter(({ kind }) => kind === 'check').length
  const undos = gates.filter(({ kind }) => kind === 'undo').length
  const parts = [checks > 0 ? `*Checks* ${checks} open` : '', undos > 0 ? `*To be taken back* ${undos}` : '']
  const text = parts.filter((part) => part).join(' · ')
  return text ? [text] : []
}
