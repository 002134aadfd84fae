/** Which steps have a message of their own in the channel, and when it has to change: what its words depend on, as one short text. */
import { digestOf } from '../../plan/digest.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import { backupDoubt } from './restoring.ts'
import { standings } from './standing.ts'
import { factsOf, lastRun } from './state.ts'
import { canBeUndone } from './undoing.ts'
import { workOf } from './work.ts'

/** Once it has something to say it keeps its message, whatever becomes of it. @returns undefined: it has none. */
export function cardKey(plan: Plan, state: IncidentState, step: PlanStep): string | undefined {
  const standing = standings(plan, state).get(step.id)
  if (!standing) return undefined
  const { recovery } = state
  const has = recovery.shown[step.id] !== undefined
  const missesValue = standing.status === 'waiting' && standing.blockedBy.some(({ kind }) => kind === 'value')
  const silent = (standing.status === 'waiting' && !missesValue) || standing.status === 'skipped'
  // What ticks itself, or ended before there was a channel to show it in, needs nobody's eye.
  const ticked = standing.status === 'succeeded' && !standing.run && step.tickedBy !== undefined
  if (!has && (silent || ticked || (state.phase !== 'open' && !standing.run))) return undefined
  const runs = (['do', 'undo', 'dry'] as const).map((variant) => {
    const run = lastRun(recovery, step.id, variant)
    return run && [run.id, run.state, run.approvals.length, run.breakGlass?.atMs, run.cancelAsked?.atMs]
  })
  const { branch, chosen } = factsOf(recovery, step.id)
  const work =
    step.do && (standing.status === 'ready' || standing.status === 'failed')
      ? workOf(plan, state, step, 'do')
      : undefined
  const shownWork = work?.ok ? work.digest : undefined
  const owner = step.owner === undefined ? undefined : state.roles[step.owner]?.person
  const parts = [
    standing.status,
    standing.sinceMs,
    standing.blockedBy,
    runs,
    branch,
    chosen?.option,
    state.phase,
    shownWork,
    owner,
  ]
  const late = Object.keys(recovery.warned).filter((key) => key.startsWith(`step/${step.id}#`)).length
  const doubt = backupDoubt(plan, state, step)
  const all = [...parts, late, canBeUndone(state, step), ...(doubt ? [doubt] : [])]
  return digestOf(JSON.stringify(all)).slice(0, 16)
}
