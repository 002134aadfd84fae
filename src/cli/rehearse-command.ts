/**
 * `muster rehearse`: a scenario of a plan in virtual time, for people or as JSON for tools. Promises the same bytes on stdout for the same plan, seed and options;
 * what depends on the machine (how long it took) goes to stderr.
 */
import { statSync } from 'node:fs'
import { loadPlanFiles } from '../plan/load-files.ts'
import { nearest } from '../plan/nearest.ts'
import { shellWord } from '../plan/posix-quote.ts'
import type { Plan } from '../plan/schema.ts'
import { type Asked, readAsked } from '../rehearsal/ask.ts'
import { rehearse, type Wanted } from '../rehearsal/rehearse.ts'
import { type Report, reportOf } from '../rehearsal/report.ts'
import { type Distribution, distributionOf } from '../rehearsal/seeds/distribution.ts'
import { distributionText } from '../rehearsal/seeds/distribution-text.ts'
import { rehearseMany } from '../rehearsal/seeds/many.ts'
import { followedMs } from '../rehearsal/seeds/sample.ts'
import { timelineText } from '../rehearsal/timeline.ts'
import { type ChartFiles, chartFilesProblem, writeChart } from './chart-files.ts'
import { drillTimesIn } from './drill-times.ts'
import { during, type Progress, SILENT } from './progress.ts'

/** `svg`, `png`: files that get the chart. */
export interface RehearseOptions extends Asked, ChartFiles {
  json: boolean
  colour: boolean
  /** So many runs, from the seed on, beside the first of them. */
  seeds?: number | undefined
  /** Threads that they are spread over; 0: this one. */
  threads: number
  /** Missing the RTO fails the command; with `seeds`: missing it in more than this share of runs (percent) when things go wrong. */
  requireRto?: number | undefined
  contacts?: string | undefined
  /** The report of a drill, as JSON: its steps last as long here. */
  drills?: string | undefined
  /** Takes stdout, line ends included. */
  write: (text: string) => void
  /** Takes stderr. */
  complain: (text: string) => void
  /** Hears how far it is. */
  progress?: Progress
  /** Milliseconds of the machine's own clock. */
  now: () => number
}

const DEFAULT_FOLDER = 'plans'

/**
 * @param planWord a plan file, or the id of a plan in the folder `plans`.
 * Resolves to the exit code: 0 rehearsed; 1 a promise was broken, or the RTO missed where it is required; 2 the plan cannot be read, or the words not understood.
 */
export async function runRehearse(planWord: string, options: RehearseOptions): Promise<number> {
  const { json, colour, seeds, write, complain, now } = options
  const refuse = (why: string) => {
    complain(`${why}\n`)
    return 2
  }
  const found = await findPlan(planWord, options.contacts)
  if ('why' in found) return refuse(found.why)
  const read = readAsked(found.plan, options)
  if (!read.ok) return refuse(read.why)
  const times = options.drills === undefined ? undefined : await drillTimesIn(options.drills)
  if (times?.ok === false) return refuse(times.why)
  const wanted = times ? { ...read.wanted, drillMs: times.drillMs } : read.wanted
  const problem = chartFilesProblem(options)
  if (problem) return refuse(problem)
  const beganMs = now()
  const [report, distribution] = await during(options.progress ?? SILENT, 'Rehearsing', async () => [
    reportOf(await rehearse(wanted)),
    seeds === undefined ? undefined : await manySeeds(wanted, seeds, options),
  ])
  if (json) write(`${JSON.stringify(distribution ? { ...report, distribution } : report)}\n`)
  else if (distribution) write(distributionText(report, distribution, commandFor(planWord, options)))
  else write(timelineText(report, { colour }))
  complain(`Rehearsed in ${Math.round(now() - beganMs)} ms.\n`)
  if (options.svg !== undefined || options.png !== undefined) {
    const files = await writeChart(options, await chartOf(report, distribution))
    if ('why' in files) return refuse(files.why)
    complain(`Wrote the chart to ${files.written.join(' and ')}.\n`)
  }
  return report.violations.length > 0 || missesRto(report, distribution, options) ? 1 : 0
}

/** The library that draws is only brought in when there is something to draw. */
async function chartOf(report: Report, distribution: Distribution | undefined): Promise<string> {
  if (!distribution) {
    const [{ runChart }, { ganttSvg }] = await Promise.all([
      import('../rehearsal/run-chart.ts'),
      import('../charts/gantt.ts'),
    ])
    return ganttSvg(runChart(report))
  }
  const [{ distributionChart }, { histogramSvg }] = await Promise.all([
    import('../rehearsal/seeds/distribution-chart.ts'),
    import('../charts/histogram.ts'),
  ])
  return histogramSvg(distributionChart(report, distribution))
}

async function manySeeds(wanted: Wanted, count: number, { threads, progress }: RehearseOptions): Promise<Distribution> {
  const onSample = (done: number) => progress?.at(`${done} of ${count} runs`)
  const samples = await rehearseMany({ wanted, count, threads, onSample })
  const { plan, scenario, lastsMs } = wanted
  return distributionOf(plan, scenario, samples, (lastsMs ?? followedMs(wanted)) / 1_000)
}

function missesRto(
  { metRto }: Report,
  distribution: Distribution | undefined,
  { requireRto }: RehearseOptions,
): boolean {
  if (requireRto === undefined) return false
  // In hundredths of a percent, as whole numbers: 0.29 * 100 is less than 29.
  return distribution ? Math.round(distribution.faulty.metShare * 10_000) < Math.round(requireRto * 100) : !metRto
}

/** What shows one of many runs, to be copied, but for its seed and faults; what a shell would take apart is quoted. */
function commandFor(planWord: string, options: RehearseOptions): string {
  const { scenario, severity, nobody, drill, at, until, contacts, drills, choose = [], answer = [], set = [] } = options
  const words = [
    ...(scenario === undefined ? [] : ['--scenario', scenario]),
    ...(severity === undefined ? [] : ['--severity', severity]),
    ...(nobody ? ['--nobody'] : []),
    ...(drill ? ['--drill'] : []),
    ...(at === undefined ? [] : ['--at', at]),
    ...(until === undefined ? [] : ['--until', until]),
    ...(contacts === undefined ? [] : ['--contacts', contacts]),
    ...(drills === undefined ? [] : ['--drills', drills]),
    ...choose.flatMap((one) => ['--choose', one]),
    ...answer.flatMap((one) => ['--answer', one]),
    ...set.flatMap((one) => ['--set', one]),
  ]
  return ['muster', 'rehearse', planWord, ...words].map(shellWord).join(' ')
}

async function findPlan(word: string, contacts: string | undefined): Promise<{ plan: Plan } | { why: string }> {
  const there = statSync(word, { throwIfNoEntry: false })
  if (there?.isDirectory()) return { why: `${word} is a folder: name one of the plans in it.` }
  const isFile = there !== undefined
  const { plans, problems } = await loadPlanFiles([isFile ? word : DEFAULT_FOLDER], contacts)
  const wrong = problems.find(({ file }) => file === contacts)
  if (wrong) return { why: `${wrong.file}: ${wrong.message}: ${wrong.remedy}.` }
  const plan = isFile ? plans[0] : plans.find(({ id }) => id === word)
  if (plan) return { plan }
  if (isFile && problems.length > 0) {
    const [{ message, line, path = '' } = { message: '', line: 1 }] = problems
    const where = path === '' ? `line ${line}` : `line ${line}, ${path}`
    return { why: `${word} is no whole plan: ${where}: ${message}; \`muster check ${word}\` shows all.` }
  }
  const ids = plans.map(({ id }) => id)
  const near = nearest(word, ids)
  const known = near ? `did you mean ${near}?` : `name a file, or one of ${ids.join(', ')}`
  return { why: `There is no plan "${word}": ${known}${near ? '' : '.'}` }
}
