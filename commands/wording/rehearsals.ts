/** What a rehearsal found, for somebody on a telephone: the verdict first, then what waits, what was late, what is broken, and how to see it again. */
import { inWords } from '../../src/plan/in-words.ts'
import { formatSeconds } from '../../src/plan/length.ts'
import { AUDIENCE_MEANS_LABELS } from '../../src/plan/means-labels.ts'
import type { AudienceMeans } from '../../src/plan/schema.ts'
import type { Report, ReportedEvent, ReportedStep } from '../../src/rehearsal/report.ts'
import type { Distribution, Spread } from '../../src/rehearsal/seeds/distribution.ts'
import { percent, seedAndFaults } from '../../src/rehearsal/seeds/distribution-text.ts'
import { bullets, lines } from './lists.ts'

const SHOWN_MAX = 4
/** What waits for less is no news. */
const WAITS_MIN_SECONDS = 60

/** @param command what repeats it, such as `/dr rehearse puo-memo human-error p1 --seed 1`. */
export function rehearsalText(report: Report, command: string): string {
  const { steps, violations, refusals } = report
  return lines(
    `*${verdictLine(report)}*`,
    `${subject(report)}. A rehearsal: nothing was done, nobody was told.${fromDrills(report)}`,
    answerLine(report),
    part('Waits for people', waits(report)),
    part('Longest', longest(steps)),
    part('Over its budget', overBudget(steps)),
    part('Failed', failed(steps)),
    part('Late, or never told', late(report)),
    refusals.length > 0 && `Refused: ${refusals.length} ${refusals.length === 1 ? 'attempt' : 'attempts'}.`,
    part(
      'Broken promises',
      violations.map(({ message }) => message),
    ),
    `Again: \`${command}\``,
  )
}

/** The same of many. */
export function chancesText(report: Report, distribution: Distribution, command: string): string {
  const { seeds, ordinary, faulty, steps, faults, worst } = distribution
  const hurting = faults.filter(({ extraSeconds }) => extraSeconds > 0)
  const [longestRun] = worst
  return lines(
    `*The RTO of ${formatSeconds(report.rtoSeconds)} is met in ${percent(faulty.metShare)} of runs when things go wrong, in ${percent(ordinary.metShare)} with ordinary luck.*`,
    `${subject(report)}, ${seeds} rehearsals: nothing was done, nobody was told.${fromDrills(report)}`,
    `With ordinary luck: ${spread(ordinary)}.`,
    `When things go wrong: ${spread(faulty)}.`,
    part(
      'The recovery waits for',
      steps.map(({ title, waitedSeconds }) => `${title}: ${formatSeconds(waitedSeconds)}`),
    ),
    part(
      'Faults that hurt most',
      hurting.map(({ fault, extraSeconds }) => `\`${fault}\`: ${formatSeconds(extraSeconds)} more`),
    ),
    longestRun &&
      `The longest of them: \`${command} ${seedAndFaults(longestRun.seed, [...report.faults, ...longestRun.faults])}\``,
  )
}

const subject = ({ system, title, severityLabel }: Report): string => `${system}: ${title} (${severityLabel})`

function verdictLine({ rtoSeconds, recoveredInSeconds, metRto, followedSeconds, leftOut, steps }: Report): string {
  const rto = `RTO of ${formatSeconds(rtoSeconds)}`
  if (steps.length === 0) return 'No steps are written, so nothing says when the service is back'
  if (leftOut.length > 0) {
    const titles = steps.filter(({ id }) => leftOut.includes(id)).map(({ title }) => `“${title}”`)
    return `Would not recover: ${inWords(titles)} cannot be done and ${titles.length === 1 ? 'is' : 'are'} left out`
  }
  if (recoveredInSeconds === null)
    return `Would not be over within ${formatSeconds(followedSeconds)}: the ${rto} is missed`
  const left = formatSeconds(Math.abs(rtoSeconds - recoveredInSeconds))
  return `Would take ${formatSeconds(recoveredInSeconds)} of an ${rto}: ${metRto ? `fits, ${left} left` : `does not fit, ${left} too long`}`
}

/** Which figures are measured and not guessed. */
const fromDrills = ({ fromDrills: { length: count } }: Report): string =>
  count === 0 ? '' : ` ${count === 1 ? 'One step is' : `${count} steps are`} taken to last as long as in drills.`

function answerLine({ pages, events, people }: Report): string {
  const paged = `${pages.length} ${pages.length === 1 ? 'page' : 'pages'}`
  const first = events.find(({ type }) => type === 'acknowledged')
  if (!first) return `Nobody answers: ${paged}.`
  return `First answer after ${formatSeconds(first.at)}${nameOf(first.by, people)}; ${paged} in all.`
}

function nameOf(by: unknown, people: Report['people']): string {
  const person = (by as { person?: string } | undefined)?.person
  return person === undefined ? '' : `, ${people[person] ?? person}`
}

/** Longest first; who it was that the step had to wait for is whoever let it begin. */
function waits({ steps, events, people }: Report): string[] {
  return steps
    .flatMap(({ id, title, ready, runs }) => {
      const [run] = runs
      const waited = run && ready !== null ? run.from - ready : 0
      if (!run || waited < WAITS_MIN_SECONDS) return []
      const isLast = ({ at, by }: ReportedEvent) => at <= run.from && at >= run.from - 1 && hasPerson(by)
      const last = events.findLast((event) => isOf(event, id) && isLast(event))
      return [{ waited, text: `${title}: ${formatSeconds(waited)}${last ? nameOf(last.by, people) : ''}` }]
    })
    .toSorted((a, b) => b.waited - a.waited)
    .map(({ text }) => text)
}

/** Of a step, or of one of its runs. */
const isOf = ({ step, run }: ReportedEvent, id: string): boolean => step === id || String(run).startsWith(`${id}/`)

const hasPerson = (by: unknown): boolean => (by as { person?: string } | undefined)?.person !== undefined

const took = ({ tookSeconds, budgetSeconds, assumedSeconds }: ReportedStep): string => {
  const guess = assumedSeconds === null ? '' : ` (no budget: ${formatSeconds(assumedSeconds)} assumed)`
  return `${formatSeconds(tookSeconds ?? 0)}${budgetSeconds === null ? guess : ` of ${formatSeconds(budgetSeconds)}`}`
}

const longest = (steps: readonly ReportedStep[]): string[] =>
  steps
    .filter(({ tookSeconds }) => tookSeconds !== null)
    .toSorted((a, b) => (b.tookSeconds ?? 0) - (a.tookSeconds ?? 0))
    .slice(0, 2)
    .map((step) => `${step.title}: ${took(step)}`)

const overBudget = (steps: readonly ReportedStep[]): string[] =>
  steps
    .filter(
      ({ tookSeconds, budgetSeconds }) => tookSeconds !== null && budgetSeconds !== null && tookSeconds > budgetSeconds,
    )
    .map((step) => `${step.title}: ${took(step)}`)

const failed = (steps: readonly ReportedStep[]): string[] =>
  steps
    .filter(({ outcome, runs }) => outcome === 'failed' || runs.some((run) => run.outcome === 'failed'))
    .map(({ title, runs }) => `${title}${runs.length > 1 ? `, tried ${runs.length} times` : ''}`)

const late = ({ notifications }: Report): string[] =>
  notifications
    .filter((one) => one.late || one.at === null)
    .map(
      ({ label, means, due, at }) =>
        `${label} by ${AUDIENCE_MEANS_LABELS[means as AudienceMeans]}: due after ${formatSeconds(due)}, ${at === null ? 'never told' : `told after ${formatSeconds(at)}`}`,
    )

const part = (title: string, all: string[]): string | false =>
  all.length > 0 && lines(`*${title}*`, bullets(all, SHOWN_MAX))

function spread({ p50, p90, p99, notRecovered }: Spread): string {
  const time = (seconds: number | null) => (seconds === null ? 'longer than followed' : formatSeconds(seconds))
  const never = notRecovered > 0 ? `, ${notRecovered} not over when given up` : ''
  return `half within ${time(p50)}, 90 % within ${time(p90)}, 99 % within ${time(p99)}${never}`
}
