/** What an outage means for the availability that the plan promises. */
import type { Downtime } from '../../src/incident/downtime.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { roughly } from './times.ts'

/** `Availability 99.9 %: 1 h 5 min of outage so far; of the 8 h 46 min that a year allows 5 h 30 min are left`. */
export function availabilityLine({ objectives }: Plan, downtime: Downtime | null): string | undefined {
  if (!downtime) return undefined
  const { allowedMs, usedMs, thisMs } = downtime
  const leftMs = allowedMs - usedMs
  const left = leftMs >= 0 ? `${roughly(leftMs)} are left` : `*all are used up, and ${roughly(-leftMs)} more*`
  return `Availability ${objectives.availability} %: this outage takes ${roughly(thisMs)}; of the ${roughly(allowedMs)} that 365 days allow ${left}`
}
