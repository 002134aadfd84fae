/** How long a run may take at most: what its actions allow themselves, and something for stopping them and keeping their output. */
import type { Action } from '../../plan/action-schema.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Variant } from './state.ts'

/** TERM, then KILL, then the whole output goes into storage: milliseconds. */
const AROUND_MS = 60_000
/** More than a job of the queue may take. */
const LIMIT_MAX_MS = 23 * 3_600_000
/** Fetching a backup has no limit in the plan. */
const BACKUP_MS = 4 * 3_600_000

export function runLimitMs(step: PlanStep, variant: Variant): number {
  const actions = {
    do: [...(step.do ?? []), ...step.checks, ...step.dryRun],
    dry: step.dryRun,
    undo: step.undo?.do ?? [],
  }[variant]
  return Math.min(LIMIT_MAX_MS, AROUND_MS + actions.reduce((sum, action) => sum + limitOf(action), 0))
}

function limitOf(action: Action): number {
  if ('backup' in action) return BACKUP_MS
  if (!('wait' in action)) return action.timeout
  return typeof action.wait === 'number' ? action.wait : action.wait.limit + limitOf(action.wait.until)
}
