/** Backups as they stand on a quiet day, in a line each. */
import { faultsText } from '../../src/messages/backup-faults.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { ComponentStanding, SetStanding } from '../../src/readiness/backups/standing.ts'
import { moment, roughly } from './times.ts'

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
  const told = faultsText(faults, { moment: (atMs) => moment(atMs, nowMs), length: roughly })
  return `*${plan.backups[set]?.label ?? set}* (\`${set}\`): ${told}${newest}`
}
