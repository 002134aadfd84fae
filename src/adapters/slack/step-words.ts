/**
 * Where a step stands, in one line: what a reader on a phone sees first. The same words for the step's message, the board and notifications, which
 * differ in how they write a time. Pure; everything is escaped.
 */

import type { PersonView } from '../../incident/person-view.ts'
import type { RunView, StepView } from '../../incident/recovery/view-shape.ts'
import type { View } from '../../incident/view-shape.ts'
import { formatDuration } from '../../plan/length.ts'
import { harmless, words } from './literal-text.ts'
import { personLabel, slackTime, utcTime } from './mrkdwn.ts'

/** How a time is written: for the reader's own zone in a message, in UTC where nothing renders it. */
export type WriteTime = (atMs: number) => string
export const shownTime: WriteTime = (atMs) => slackTime(atMs)
/** `10:02 UTC`. */
export const spokenTime: WriteTime = (atMs) => utcTime(atMs).slice('yyyy-mm-dd '.length)

export interface StatusLine {
  emoji: string
  /** The status itself, which is printed bold. */
  head: string
  /** What follows it, with the sign or blank that joins them. */
  rest: string
}

const REASON_CHARS_MAX = 300
const HOST_CHARS_MAX = 60
const KEY_CHARS_MAX = 150
const SECOND_MS = 1_000
const HOUR_MS = 3_600_000

/** `12 s`, `3 min 20 s`, `1 h 5 min`. */
export function tookText(ms: number): string {
  if (ms < SECOND_MS) return `${Math.max(0, Math.round(ms))} ms`
  const unit = ms < HOUR_MS ? SECOND_MS : 60 * SECOND_MS
  return formatDuration(Math.round(ms / unit) * unit)
}

/** Somebody as a sentence names them. */
export const nameOf = ({ id, name }: PersonView): string =>
  id === 'system' ? 'Muster' : personLabel({ id, name: harmless(name) })

/** `: reason`, or nothing. Ends without a stop, for more may follow. */
export const because = (reason: string | null | undefined, charsMax = REASON_CHARS_MAX): string =>
  reason?.trim() ? `: ${words(reason, charsMax).replace(/\.$/, '')}` : ''

const by = (person: PersonView | null): string => (person ? ` by ${nameOf(person)}` : '')

export const DRILL = 'DRILL · '
export const drillMark = ({ mode }: View): string => (mode === 'drill' ? DRILL : '')

/** `Step 3 of 9`; a step that nobody needs any more has no number. */
export const stepNumber = (view: View, { number }: StepView): string =>
  number === null ? 'Step' : `Step ${number} of ${view.recovery?.total ?? number}`

/** The run that takes the step back, when it is what people have to look at. */
export const undoInHand = ({ undo, status }: StepView): RunView | null =>
  undo && status !== 'awaiting-approval' && status !== 'running' && IN_HAND.includes(undo.state) ? undo : null

const IN_HAND: readonly RunView['state'][] = ['requested', 'running', 'unknown']

export function statusLine(step: StepView, time: WriteTime): StatusLine {
  const undo = undoInHand(step)
  if (undo) return undoLine(undo, time)
  switch (step.status) {
    case 'waiting':
      return waitingLine(step)
    case 'ready':
      return readyLine(step, time)
    case 'awaiting-approval':
      return { emoji: ':raised_hand:', head: 'Needs approval', rest: '' }
    case 'running':
      return runningLine(step, time)
    case 'succeeded':
      return doneLine(step, time)
    case 'failed':
      return failedLine(step)
    case 'unknown':
      return unknownLine(step.run)
    case 'skipped': {
      const head = step.gate !== null && step.by ? 'Waived' : 'Skipped'
      return { emoji: ':fast_forward:', head, rest: `${by(step.by)}${because(step.note)}` }
    }
  }
}

/** What the core sets before the name of a value that is missing. */
const A_VALUE = /^a value: /

function waitingLine({ waitsFor }: StepView): StatusLine {
  const values = waitsFor.filter((what) => A_VALUE.test(what))
  const onlyValues = waitsFor.length > 0 && values.length === waitsFor.length
  if (onlyValues) {
    const named = values.map((what) => what.replace(A_VALUE, '')).join(', ')
    return { emoji: ':pencil2:', head: 'Needs a value', rest: because(named) }
  }
  const rest = waitsFor.length > 0 ? ` for ${words(waitsFor.join(', '), REASON_CHARS_MAX)}` : ''
  return { emoji: ':white_circle:', head: 'Waiting', rest }
}

function readyLine({ kind, run }: StepView, time: WriteTime): StatusLine {
  if (kind === 'decision') return { emoji: ':large_blue_circle:', head: 'Ready to be decided', rest: '' }
  if (run?.state !== 'requested' || run.approvalsMissing > 0)
    return { emoji: ':large_blue_circle:', head: 'Ready', rest: '' }
  const waits = run.startsMs > run.requested.atMs
  return waits
    ? { emoji: ':timer_clock:', head: `Starts by itself at ${time(run.startsMs)}`, rest: ' unless somebody stops it' }
    : { emoji: ':hourglass_flowing_sand:', head: 'Starts now', rest: '' }
}

/** Times that stay right although the message stands still: since when and until when, never how long ago. */
function runningLine({ sinceMs, budgetMs, overBudget, run, by: whose }: StepView, time: WriteTime): StatusLine {
  const since = `${by(whose)} since ${time(sinceMs)}`
  const stopping = run?.cancelAskedBy ? ` · ${nameOf(run.cancelAskedBy)} asked to stop it` : ''
  if (budgetMs === null) return { emoji: ':hourglass_flowing_sand:', head: 'Running', rest: `${since}${stopping}` }
  const until = time(sinceMs + budgetMs)
  return overBudget
    ? {
        emoji: ':red_circle:',
        head: `Running beyond its ${formatDuration(budgetMs)}`,
        rest: `${since}: it was to end at ${until}${stopping}`,
      }
    : {
        emoji: ':hourglass_flowing_sand:',
        head: 'Running',
        rest: `${since}, ${formatDuration(budgetMs)} allowed: until ${until}${stopping}`,
      }
}

function doneLine(step: StepView, time: WriteTime): StatusLine {
  const { kind, run, sinceMs, note } = step
  const emoji = ':white_check_mark:'
  if (kind === 'decision')
    return { emoji, head: `Decided: ${chosenLabel(step)}`, rest: `${by(step.by)}${because(note)}` }
  if (run?.settledBy)
    return { emoji, head: 'Done', rest: `, as ${nameOf(run.settledBy)} says${because(run.settledNote)}` }
  if (run?.tookMs != null) {
    if (run.pretended)
      return { emoji: ':performing_arts:', head: 'Pretended', rest: ': the sandbox has nothing there to recover' }
    const how = step.dry ? ', only looked on' : ''
    return { emoji, head: `Done in ${tookText(run.tookMs)}`, rest: how }
  }
  return { emoji, head: 'Done', rest: `${by(step.by)} at ${time(sinceMs)}${because(note)}` }
}

const chosenLabel = ({ options, chosen }: StepView): string =>
  words(options.find(({ id }) => id === chosen)?.label ?? chosen ?? 'nothing', 120)

function failedLine({ run, by: whose, note, settled }: StepView): StatusLine {
  if (settled)
    return { emoji: ':arrow_right_hook:', head: 'Failed, and nothing waits for it', rest: because(run?.reason ?? note) }
  const emoji = ':x:'
  if (run?.settledBy) return { emoji, head: 'Failed', rest: `, as ${nameOf(run.settledBy)} says` }
  if (run?.state !== 'failed')
    return { emoji, head: 'Failed', rest: whose ? `, says ${nameOf(whose)}${because(note)}` : '' }
  return { emoji, head: 'Failed', rest: because(run.reason) }
}

const unknownLine = (run: RunView | null): StatusLine => ({
  emoji: ':grey_question:',
  head: 'Nobody knows how this ended',
  rest: `${because(run?.reason)}${run?.host ? ` on ${words(run.host, HOST_CHARS_MAX)}` : ''}. Find out, then say whether it worked`,
})

function undoLine(undo: RunView, time: WriteTime): StatusLine {
  switch (undo.state) {
    case 'requested':
      return undo.approvalsMissing > 0
        ? { emoji: ':raised_hand:', head: 'Taking it back needs approval', rest: '' }
        : { emoji: ':hourglass_flowing_sand:', head: 'Being taken back', rest: '' }
    case 'running':
      return {
        emoji: ':hourglass_flowing_sand:',
        head: 'Being taken back',
        rest: undo.startedMs === null ? '' : ` since ${time(undo.startedMs)}`,
      }
    default:
      return { ...unknownLine(undo), head: 'Nobody knows how taking it back ended' }
  }
}

/** For people who hear only this. */
export const inOneLine = ({ head, rest }: StatusLine): string => `${head}${rest}`
export const inBold = ({ emoji, head, rest }: StatusLine): string => `${emoji} *${head}*${rest}`

/** Before somebody approves it. */
export function doubtLines({ doubt }: StepView): string[] {
  if (!doubt) return []
  if (doubt.kind === 'unknown')
    return [
      `:warning: *Nobody knows how old this backup is:* no step has found ${words(doubt.key, KEY_CHARS_MAX)} in its store`,
    ]
  const made = shownTime(doubt.madeAtMs)
  if (doubt.kind === 'in-outage')
    return [
      `:warning: *This backup may hold the damage:* it was made at ${made}, after the outage began at ${shownTime(doubt.beganMs)}`,
    ]
  const more = formatDuration(doubt.newestMs - doubt.madeAtMs)
  return [
    `:warning: *An older backup than it could be:* of ${made}, and there is one of ${shownTime(doubt.newestMs)}: ${more} more would be lost`,
  ]
}
