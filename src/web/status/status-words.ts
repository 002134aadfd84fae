/** What the page calls things, and how it writes figures. */
import { formatDuration } from '../../plan/length.ts'
import type { History } from './history.ts'
import type { ComponentStatus } from './public-incident.ts'
import type { PublicMaintenance } from './public-maintenance.ts'

export { STATUS_LABELS } from '../../messages/fields.ts'

export const COMPONENT_LABELS: Record<ComponentStatus, string> = {
  operational: 'Operational',
  under_maintenance: 'Under maintenance',
  degraded_performance: 'Degraded',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
}

export const KIND_LABELS: Record<PublicMaintenance['kind'], string> = { maintenance: 'Maintenance', drill: 'Drill' }
export const STATE_LABELS: Record<PublicMaintenance['state'], string> = {
  scheduled: 'upcoming',
  in_progress: 'in progress',
  completed: 'done',
}

/** Never rounded up: 100 % is said only of a component that was never down. */
export const percentText = (percent: number): string =>
  percent >= 100 ? '100 %' : `${(Math.floor(percent * 1_000) / 1_000).toFixed(3)} %`

const MINUTE_MS = 60_000

/** To the minute, and never none at all. */
export const lengthText = (ms: number): string =>
  ms < MINUTE_MS ? 'less than a minute' : formatDuration(Math.round(ms / MINUTE_MS) * MINUTE_MS)

export const dateText = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)

/** In words whether the plan's objective is kept; undefined when it has none. */
export function objectiveText({ objective }: History): string | undefined {
  if (!objective) return undefined
  return objective.met
    ? `meets the objective of ${objective.percent} %`
    : `below the objective of ${objective.percent} %`
}
