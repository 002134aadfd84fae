/**
 * What came of a step's runs: one line for each action and check, the end of the output, where all of it is, and which backups were read. Only the latest run
 * is told at length. Pure; everything is escaped, and every part has a length of its own that it keeps whatever comes in.
 */
import type { CustodyEntry } from '../../incident/recovery/state.ts'
import type { ResultView, RunView, StepView } from '../../incident/recovery/view-shape.ts'
import type { Block } from './block-kit.ts'
import { code, codeBlock, lastLines, literalSection } from './literal-text.ts'
import { escapeText, fitLines, slackTime } from './mrkdwn.ts'
import { breakGlassLine, digestText } from './step-run-words.ts'
import { because, nameOf, shownTime, tookText } from './step-words.ts'

const RESULTS = { charsMax: 1_200, linesMax: 12, whatCharsMax: 160, reasonCharsMax: 160 } as const
const TAIL = { charsMax: 900, linesMax: 10 } as const
const CUSTODY = { charsMax: 700, linesMax: 4, keyCharsMax: 160 } as const
const LOG_CHARS_MAX = 300

/** At most 4 blocks. */
export function outcomeBlocks(step: StepView): Block[] {
  const { run, dryRun, undo } = step
  const latest = [run, dryRun, undo]
    .filter((one) => one !== null)
    .filter(({ state }) => HAS_RUN.includes(state))
    .toSorted((one, other) => other.requested.atMs - one.requested.atMs)[0]
  const lines = [...(dryRun ? [dryRunLine(dryRun)] : []), ...(undo ? undoLines(undo) : [])]
  return [...(lines.length > 0 ? [literalSection(lines.join('\n'))] : []), ...(latest ? report(latest) : [])]
}

const HAS_RUN: readonly RunView['state'][] = ['succeeded', 'failed', 'unknown']

function dryRunLine({ state, reason, tookMs }: RunView): string {
  switch (state) {
    case 'requested':
    case 'running':
      return ':test_tube: Dry run under way'
    case 'succeeded':
      return `:test_tube: Dry run went well${tookMs === null ? '' : ` in ${tookText(tookMs)}`}`
    default:
      return `:test_tube: *Dry run ${RUN_ENDS[state]}*${because(reason)}`
  }
}

/** Of one that is still in hand, the head of the message speaks. */
function undoLines({ state, endedMs, reason, settledBy }: RunView): string[] {
  if (state === 'requested' || state === 'running' || state === 'unknown') return []
  const says = settledBy ? `, as ${nameOf(settledBy)} says` : because(reason)
  const when = endedMs === null ? '' : ` at ${shownTime(endedMs)}`
  return state === 'succeeded'
    ? [`:leftwards_arrow_with_hook: *Taken back*${when}${says}`]
    : [`:x: *Taking it back ${RUN_ENDS[state]}*${when}${says}`]
}

const RUN_ENDS = {
  failed: 'failed',
  unknown: 'ended nobody knows how',
  rejected: 'was rejected',
  expired: 'was not approved in time',
  void: 'was called off: what it would run had changed',
} as const

function report(run: RunView): Block[] {
  const results = resultsText(run)
  const broken = breakGlassLine(run)
  const parts = [tailBlock(run), logText(run), custodyText(run)].filter((part) => part !== undefined)
  const first = [...broken, ...(results ? [results] : [])]
  return [
    ...(first.length > 0 ? [literalSection(first.join('\n'))] : []),
    ...(parts.length > 0 ? [literalSection(parts.join('\n'), true)] : []),
  ]
}

/** What came of each action and check, failures first; undefined: nothing was reported. */
function resultsText({ actions, checks }: RunView): string | undefined {
  const lines = [
    ...actions.map((result) => ({ result, prefix: '' })),
    ...checks.map((result) => ({ result, prefix: 'check: ' })),
  ]
    .toSorted((one, other) => Number(one.result.ok) - Number(other.result.ok))
    .map(({ result, prefix }) => resultLine(result, prefix))
  return lines.length > 0 ? fitLines(lines, RESULTS.charsMax, RESULTS.linesMax) : undefined
}

function resultLine({ what, ok, tookMs, exitCode, reason }: ResultView, prefix: string): string {
  const exit = exitCode === undefined || (ok && exitCode === 0) ? '' : ` · exit code ${exitCode}`
  const named = what.startsWith(prefix) ? what : `${prefix}${what}`
  return `${ok ? '✓' : '✗'} ${code(named, RESULTS.whatCharsMax)} · ${tookText(tookMs)}${exit}${ok ? '' : because(reason, RESULTS.reasonCharsMax)}`
}

/** The last lines of its output in a code block; undefined: it said nothing. */
function tailBlock({ tail }: RunView): string | undefined {
  const { text } = lastLines(tail ?? '', TAIL.charsMax, TAIL.linesMax)
  return text === '' ? undefined : codeBlock(text)
}

/** Where the whole output is: a link where a browser can open it, else its address as it is. */
function logText({ log, outputBytes }: RunView): string | undefined {
  if (!log?.trim()) return undefined
  const size = outputBytes === null ? '' : ` (${sizeText(outputBytes)})`
  const url = webAddress(log)
  return url ? `<${url}|whole output>${size}` : `whole output: ${code(log, LOG_CHARS_MAX)}${size}`
}

/** The address as it may stand in a link of Slack's; undefined for anything that is none. */
function webAddress(log: string): string | undefined {
  if (!/^https?:\/\//i.test(log) || log.length > LOG_CHARS_MAX || !URL.canParse(log)) return undefined
  // A URL object writes `<`, `>` and blanks in percent form already, but not everywhere the bar.
  return escapeText(new URL(log).href.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E'))
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

function sizeText(bytes: number): string {
  const power = bytes < 1_000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const amount = bytes / 1_000 ** power
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[power]}`
}

/** Backups that it read: which, from when, and what they can be told by; undefined: none. */
function custodyText({ custody }: RunView): string | undefined {
  if (custody.length === 0) return undefined
  return fitLines(custody.map(custodyLine), CUSTODY.charsMax, CUSTODY.linesMax)
}

function custodyLine({ key, madeAtMs, size, sha256, verified, fetched }: CustodyEntry): string {
  const made = slackTime(madeAtMs, '{date_short_pretty} {time}')
  const tried = verified ? 'a restore of it has been tried' : '*no restore of it was ever tried*'
  return `• ${fetched ? 'Backup fetched' : 'Backup found'} ${code(key, CUSTODY.keyCharsMax)} made ${made} · ${sizeText(size)} · ${digestText(sha256)} · ${tried}`
}
