/** Backups as they stand on a quiet day, in a line each. */
import { inWords } from '../../src/plan/in-words.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { BackupFault, ComponentStanding, SetStanding } from '../../src/readiness/backups/standing.ts'
import { moment, roughly } from './times.ts'

const DAY_MS = 24 * 3_600_000

/** `*Database*: 12 min are lost, from Nightly dump of 09:48 UTC (12 min ago)`. */
export function componentLine(plan: Plan, standing: ComponentStanding, nowMs: number): string {
  const { component, pointMs, set, rpoMs, lostMs, missed } = standing
  const label = `*${plan.components[component]?.label ?? component}*`
  if (pointMs === null || set === null || lostMs === null) return `${label}: *all of it is lost*, no backup is known`
  const beyond = missed ? `, *beyond the RPO of ${roughly(rpoMs)}*` : ` (RPO ${roughly(rpoMs)})`
  return `${label}: ${roughly(lostMs)} are lost${beyond}, from ${plan.backups[set]?.label ?? set} of ${moment(pointMs, nowMs)}`
}

export function setLine(plan: Plan, { set, madeAtMs, faults }: SetStanding, nowMs: number): string {
  const newest = madeAtMs === null ? '' : `; the newest is of ${moment(madeAtMs, nowMs)}`
  const told = inWords(faults.map((fault) => faultText(fault, nowMs)))
  return `*${plan.backups[set]?.label ?? set}* (\`${set}\`): ${told}${newest}`
}

function faultText(fault: BackupFault, nowMs: number): string {
  switch (fault.kind) {
    case 'unread':
      return `nobody can say: ${fault.why}`
    case 'none':
      return 'there is none'
    case 'late':
      return `the one due ${moment(fault.dueMs, nowMs)} is not there`
    case 'shrunk':
      return `the newest has ${Math.round((100 * fault.size) / fault.usual)} % of the usual size`
    case 'behind':
      return `its original has had a newer one since ${moment(fault.originalMs, nowMs)}`
    case 'kept-short':
      return `it goes back ${days(fault.backMs)} only, of ${days(fault.keepMs)} in the plan`
    case 'kept-long':
      return `it goes back ${days(fault.backMs)}, though the plan keeps it for ${days(fault.keepMs)}`
    default:
      return fault satisfies never
  }
}

const days = (ms: number): string => (ms < 2 * DAY_MS ? roughly(ms) : `${Math.floor(ms / DAY_MS)} days`)
