/**
 * A rehearsal as people read it: what was rehearsed, the verdict, the timeline in the product's own words, steps against their budgets, who was told what and
 * how late. Promises text that reads without colour; colour, where it is wanted, only repeats what the words say.
 */
import type { Moment } from '../incident/effects.ts'
import { MOMENT_WORDS } from '../messages/notice-words.ts'
import { formatDuration, formatSeconds } from '../plan/length.ts'
import { AUDIENCE_MEANS_LABELS } from '../plan/means-labels.ts'
import type { AudienceMeans } from '../plan/schema.ts'
import type { Report, ReportedEvent, ReportedNotification, ReportedStep } from './report.ts'

type Paint = (style: 'bold' | 'dim' | 'red' | 'green' | 'yellow', text: string) => string

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 }
const coloured: Paint = (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m`
const plain: Paint = (_style, text) => text

export function timelineText(report: Report, { colour }: { colour: boolean }): string {
  const paint = colour ? coloured : plain
  const sections = [
    head(report, paint),
    ['Timeline', ...timeline(report, paint)],
    report.steps.length > 0 ? ['Steps', ...stepLines(report.steps, paint)] : [],
    report.notifications.length > 0
      ? ['Who is told', ...report.notifications.map((one) => noticeLine(one, paint))]
      : [],
    violationLines(report, paint),
    [verdict(report, paint)],
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map(([title = '', ...lines], index) =>
      [index === 0 || lines.length === 0 ? title : paint('bold', title), ...lines].join('\n'),
    )
    .join('\n\n')}\n`
}

function head(report: Report, paint: Paint): string[] {
  const { system, title, severityLabel, seed, faults, nobody, drill, declaredAt, fromDrills } = report
  const with_ = [
    nobody ? 'nobody answers' : `seed ${seed}`,
    ...(drill ? ['a drill'] : []),
    ...(fromDrills.length > 0 ? [`as long as in a drill: ${fromDrills.length} of ${report.steps.length} steps`] : []),
    ...(faults.length > 0 ? [`faults: ${faults.join(', ')}`] : []),
  ]
  return [
    `${paint('bold', `${system}: ${title}`)} (${severityLabel})`,
    paint(
      'dim',
      `Rehearsed in virtual time from ${declaredAt.slice(0, 16).replace('T', ' ')} UTC; ${with_.join('; ')}. Nothing was done, nobody was told.`,
    ),
  ]
}

/** `T+01:02:03`; beyond a hundred hours the hours grow. */
function clockFrom(seconds: number): string {
  const whole = Math.floor(seconds)
  const two = (value: number) => String(value).padStart(2, '0')
  return `T+${two(Math.floor(whole / 3_600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
}

interface Line {
  at: number
  text: string
}

function timeline(report: Report, paint: Paint): string[] {
  const told = report.events.flatMap((event): Line[] =>
    event.text === undefined ? [] : [{ at: event.at, text: marked(event, paint) }],
  )
  const refused = report.refusals.map(({ at, person, tried, why }): Line => {
    const name = report.people[person] ?? person
    return { at, text: paint('yellow', `${name} is refused (${tried.replaceAll('-', ' ')}): ${why}`) }
  })
  const { rtoSeconds, recoveredInSeconds } = report
  const isWarned = told.some(({ at, text }) => at === rtoSeconds && text.includes(RTO_USED_UP))
  const marks: Line[] = [
    ...(recoveredInSeconds === null ? [] : [{ at: recoveredInSeconds, text: paint('green', 'The service is back') }]),
    ...((recoveredInSeconds === null || recoveredInSeconds > rtoSeconds) && !isWarned
      ? [{ at: rtoSeconds, text: paint('red', 'RTO: the service should be back by now') }]
      : []),
  ]
  const lines = [...told, ...refused, ...marks].toSorted((a, b) => a.at - b.at)
  return withPauses(repeatsFolded(lines), paint)
}

/** What is said several times in one moment stands there once, with how often. */
function repeatsFolded(lines: readonly Line[]): Line[] {
  const folded: (Line & { times: number })[] = []
  for (const line of lines) {
    const before = folded.at(-1)
    if (before && before.at === line.at && before.text === line.text) before.times++
    else folded.push({ ...line, times: 1 })
  }
  return folded.map(({ at, text, times }) => ({ at, text: times > 1 ? `${text} (${times} times)` : text }))
}

/** How the product says it (`tell`). */
const RTO_USED_UP = 'recovery time objective is used up'

/** So long without anything, and the timeline shows that there was a pause. */
const PAUSE_SECONDS = 900

function withPauses(lines: Line[], paint: Paint): string[] {
  return lines.flatMap(({ at, text }, index) => {
    const before = lines[index - 1]?.at ?? 0
    const pause =
      at - before >= PAUSE_SECONDS ? [paint('dim', `  · · · ${formatDuration(Math.round(at - before) * 1_000)}`)] : []
    const clock = at === before && index > 0 ? ' '.repeat(clockFrom(at).length) : clockFrom(at)
    return [...pause, `  ${paint('dim', clock)}  ${text}`]
  })
}

const FAILED = new Set([
  'attempt-failed',
  'attempt-lost',
  'page-exhausted',
  'approval-expired',
  'notice-warned',
  'clock-warned',
  'break-glass-used',
])
const PAGED = new Set(['level-reached', 'acknowledged', 'declared', 'resolved', 'status-changed'])

function marked({ type, text = '' }: ReportedEvent, paint: Paint): string {
  if (FAILED.has(type)) return paint('red', text)
  return PAGED.has(type) ? paint('bold', text) : text
}

/** What was not on this way is counted: it would hide what was. */
function stepLines(steps: readonly ReportedStep[], paint: Paint): string[] {
  const left = steps.filter(({ outcome, runs }) => outcome === 'skipped' && runs.length === 0)
  const shown = steps.filter((step) => !left.includes(step)).map((step) => stepLine(step, paint))
  const counted = `  ${' '.repeat(clockFrom(0).length)}  – ${left.length} ${left.length === 1 ? 'step' : 'steps'} not on this way`
  return [...shown, ...(left.length > 0 ? [paint('dim', counted)] : [])]
}

function stepLine(step: ReportedStep, paint: Paint): string {
  const { title, tookSeconds, budgetSeconds, outcome, runs } = step
  const over = tookSeconds !== null && budgetSeconds !== null && tookSeconds > budgetSeconds
  const mark = { succeeded: '✓', failed: '✗', skipped: '–', unknown: '?' }[outcome] ?? '·'
  const at = runs[0] ? clockFrom(runs[0].from) : ' '.repeat(clockFrom(0).length)
  const line = `  ${paint('dim', at)}  ${mark} ${title}: ${lastingOf(step)}`
  return over || outcome === 'failed' ? paint('yellow', line) : runs.length === 0 ? paint('dim', line) : line
}

function lastingOf({ tookSeconds, budgetSeconds, assumedSeconds, outcome, runs }: ReportedStep): string {
  const said = outcome === 'succeeded' ? '' : (OUTCOMES[outcome] ?? outcome)
  if (runs.length === 0) return outcome === 'succeeded' ? 'by itself' : said
  const standing = NOT_BEGUN.has(outcome) ? 'to be done again' : said
  const took = tookSeconds === null ? '' : formatSeconds(tookSeconds)
  const budget = took !== '' && budgetSeconds !== null ? ` of ${formatSeconds(budgetSeconds)}` : ''
  const over = tookSeconds !== null && budgetSeconds !== null && tookSeconds > budgetSeconds
  const late = over ? `${formatSeconds(tookSeconds - budgetSeconds)} over its budget` : ''
  const again = runs.length > 1 ? `${runs.length} times` : ''
  const guess = took !== '' && assumedSeconds !== null ? `no budget: ${formatSeconds(assumedSeconds)} assumed` : ''
  return [`${took}${budget}`, late, guess, again, standing].filter((part) => part !== '').join(', ')
}

/** Of what was done already: something has changed since. */
const NOT_BEGUN = new Set(['waiting', 'ready'])

const OUTCOMES: Record<string, string> = {
  skipped: 'left out',
  running: 'not ended',
  waiting: 'not begun',
  ready: 'not begun',
}

function noticeLine({ label, means, moment, due, deadline, at, late }: ReportedNotification, paint: Paint): string {
  const until = deadline === null ? '' : `, late after ${clockFrom(deadline)}`
  const out = at === null ? 'not told' : `told ${clockFrom(at)}`
  const by = AUDIENCE_MEANS_LABELS[means as AudienceMeans]
  const what = MOMENT_WORDS[moment as Moment]
  const line = `  ${paint('dim', clockFrom(due))}  ${label} by ${by} (${what}): ${out}${until}${late ? ', LATE' : ''}`
  return late ? paint('red', line) : line
}

const violationLines = ({ violations }: Report, paint: Paint): string[] =>
  violations.length === 0
    ? []
    : [
        'Broken promises',
        ...violations.map(({ at, rule, message }) => paint('red', `  ${clockFrom(at)}  ${message} [${rule}]`)),
      ]

/** The one line that people look for. */
export function verdict(
  { rtoSeconds, recoveredInSeconds, metRto, followedSeconds, leftOut, steps }: Report,
  paint: Paint = plain,
): string {
  const rto = formatDuration(rtoSeconds * 1_000)
  if (steps.length === 0)
    return paint(
      'red',
      `No steps are written, so nothing says when the service is back: followed for the RTO of ${rto}.`,
    )
  if (leftOut.length > 0) {
    const titles = steps.filter(({ id }) => leftOut.includes(id)).map(({ title }) => `“${title}”`)
    return paint(
      'red',
      `Not recovered: ${titles.join(', ')} could not be done and ${titles.length === 1 ? 'was' : 'were'} left out; the RTO of ${rto} is missed.`,
    )
  }
  if (recoveredInSeconds === null)
    return paint(
      'red',
      `Not recovered within ${formatDuration(Math.round(followedSeconds) * 1_000)}: the RTO of ${rto} is missed.`,
    )
  const took = formatDuration(Math.round(recoveredInSeconds) * 1_000)
  const left = formatDuration(Math.abs(Math.round(rtoSeconds - recoveredInSeconds)) * 1_000)
  return metRto
    ? paint('green', `Recovered in ${took}: within the RTO of ${rto}, with ${left} left.`)
    : paint('red', `Recovered in ${took}: the RTO of ${rto} is missed by ${left}.`)
}
