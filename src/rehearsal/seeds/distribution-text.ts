/** What many seeds say together, for people: the chance of meeting the RTO, how long it takes, what costs most; and the commands that show single runs. */
import { formatSeconds } from '../../plan/length.ts'
import type { Report } from '../report.ts'
import type { Distribution, FaultCost, Spread, StepCost } from './distribution.ts'

const SHOWN_MAX = 8
/** Wide enough for `12 h 59 min 59 s`. */
const TIME_CHARS = 18

/** @param command what shows one of the runs, without its seed and faults: `muster rehearse plans/puo-memo.yaml --scenario human-error`. */
export function distributionText(report: Report, distribution: Distribution, command: string): string {
  const { seeds, firstSeed, ordinary, faulty, steps, faults, worst } = distribution
  const rto = formatSeconds(report.rtoSeconds)
  const lines = [
    `${report.system}: ${report.title} (${report.severityLabel}), ${seeds} times in virtual time (seeds ${firstSeed} to ${firstSeed + seeds - 1})`,
    '',
    summary(distribution, report.rtoSeconds),
    '',
    `${''.padEnd(26)}${`meets ${rto}`.padEnd(19)}${['half within', '90 % within', '99 % within'].map((one) => one.padEnd(TIME_CHARS)).join('')}`.trimEnd(),
    spreadLine('  with ordinary luck', ordinary),
    spreadLine('  when things go wrong', faulty),
    ...section('What the recovery waits for, when things go wrong', steps.slice(0, SHOWN_MAX).map(stepLine)),
    ...section(
      'Which faults hurt most',
      faults
        .filter(({ extraSeconds }) => extraSeconds > 0)
        .slice(0, SHOWN_MAX)
        .map(faultLine),
    ),
    ...section(
      'The longest of them, to look at',
      worst.map(({ seed, recoveredInSeconds, faults: told }) => {
        const took = recoveredInSeconds === null ? 'not recovered' : formatSeconds(recoveredInSeconds)
        return `  ${took}: ${command} ${seedAndFaults(seed, [...report.faults, ...told])}`
      }),
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** Options that show one of many runs alone. @param faults those that all of them had, then its own: of two of one service the last counts. */
export const seedAndFaults = (seed: number, faults: readonly string[]): string =>
  `--seed ${seed}${faults.length > 0 ? ` --faults ${faults.join(',')}` : ''}`

/** One sentence. */
export function summary({ ordinary, faulty }: Pick<Distribution, 'ordinary' | 'faulty'>, rtoSeconds: number): string {
  return `The RTO of ${formatSeconds(rtoSeconds)} is met in ${percent(ordinary.metShare)} of runs with ordinary luck, and in ${percent(faulty.metShare)} when people, services and steps fail as they sometimes do.`
}

export const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`

const timeOrNot = (seconds: number | null): string => (seconds === null ? 'not all do' : formatSeconds(seconds))

const spreadLine = (title: string, { metShare, p50, p90, p99 }: Spread): string =>
  `${title.padEnd(26)}${percent(metShare).padEnd(19)}${[p50, p90, p99].map((one) => timeOrNot(one).padEnd(TIME_CHARS)).join('')}`.trimEnd()

const section = (title: string, lines: string[]): string[] => (lines.length === 0 ? [] : ['', title, ...lines])

function stepLine({ title, waitedSeconds, share, p50, p90, budgetSeconds, overBudgetShare }: StepCost): string {
  const took = p50 === null ? '' : `; takes ${formatSeconds(p50)}, one time in ten ${timeOrNot(p90)} or more`
  const over = budgetSeconds === null ? '' : `; over its ${formatSeconds(budgetSeconds)} in ${percent(overBudgetShare)}`
  return `  ${formatSeconds(waitedSeconds).padEnd(TIME_CHARS)}${title} (in ${percent(share)} of runs${took}${over})`
}

const faultLine = ({ fault, runs, extraSeconds, metShare }: FaultCost): string =>
  `  +${formatSeconds(extraSeconds).padEnd(TIME_CHARS - 1)}${fault} (${runs} ${runs === 1 ? 'run' : 'runs'}, of which ${percent(metShare)} met the RTO)`
