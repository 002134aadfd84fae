/**
 * `muster rehearse`: a scenario of a plan in virtual time, for people or as JSON for tools. Promises the same bytes on stdout for the same plan, seed and options;
 * what depends on the machine (how long it took) goes to stderr.
 */
import { existsSync } from 'node:fs'
import { loadPlanFiles } from '../plan/load-files.ts'
import { nearest } from '../plan/nearest.ts'
import type { Plan } from '../plan/schema.ts'
import { type Asked, readAsked } from '../rehearsal/ask.ts'
import { rehearse } from '../rehearsal/rehearse.ts'
import { reportOf } from '../rehearsal/report.ts'
import { timelineText } from '../rehearsal/timeline.ts'

export interface RehearseOptions extends Asked {
  json: boolean
  colour: boolean
  /** Missing the RTO fails the command. */
  requireRto: boolean
  contacts?: string | undefined
  /** Takes stdout, line ends included. */
  write: (text: string) => void
  /** Takes stderr. */
  complain: (text: string) => void
  /** Milliseconds of the machine's own clock. */
  now: () => number
}

const DEFAULT_FOLDER = 'plans'

/**
 * @param planWord a plan file, or the id of a plan in the folder `plans`.
 * Resolves to the exit code: 0 rehearsed; 1 a promise was broken, or the RTO missed where it is required; 2 the plan cannot be read, or the words not understood.
 */
export async function runRehearse(planWord: string, options: RehearseOptions): Promise<number> {
  const { json, colour, requireRto, write, complain, now } = options
  const refuse = (why: string) => {
    complain(`${why}\n`)
    return 2
  }
  const found = await findPlan(planWord, options.contacts)
  if ('why' in found) return refuse(found.why)
  const read = readAsked(found.plan, options)
  if (!read.ok) return refuse(read.why)
  const beganMs = now()
  const report = reportOf(await rehearse(read.wanted))
  write(json ? `${JSON.stringify(report)}\n` : timelineText(report, { colour }))
  complain(`Rehearsed in ${Math.round(now() - beganMs)} ms.\n`)
  return report.violations.length > 0 || (requireRto && !report.metRto) ? 1 : 0
}

async function findPlan(word: string, contacts: string | undefined): Promise<{ plan: Plan } | { why: string }> {
  const isFile = existsSync(word)
  const { plans, problems } = await loadPlanFiles([isFile ? word : DEFAULT_FOLDER], contacts)
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
