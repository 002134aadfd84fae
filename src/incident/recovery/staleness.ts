/** Answers of an earlier time, which count no more: what was checked, or gone round, before something changed. */
import type { PlanStep } from '../../plan/procedure.ts'
import type { IncidentState } from '../state.ts'
import type { ProcedureNow } from './procedure-now.ts'
import { factsOf, type RecoveryState, type Run, runId, type StepFacts } from './state.ts'

/** When somebody says that it is over, what a program can check again in no time has to have been looked at so lately, milliseconds. */
const FRESH_MS = 2 * 60_000

/** What it looks at: the steps, and where the others of them stand. */
export interface Derived {
  state: IncidentState
  procedure: ProcedureNow
  of: (id: string) => { status: string; sinceMs: number }
}

/** What people did to it, without what counts no more. */
export function factsNow(about: Derived, step: PlanStep): StepFacts {
  const { started, ended, chosen, ...facts } = factsOf(about.state.recovery, step.id)
  const counts = <T extends { atMs: number }>(fact: T | undefined) =>
    fact !== undefined && !isOfBefore(about, step, fact.atMs) ? fact : undefined
  const [begun, over, taken] = [counts(started), counts(ended), counts(chosen)]
  return { ...facts, ...(begun && { started: begun }), ...(over && { ended: over }), ...(taken && { chosen: taken }) }
}

/** Whether a run tells of an earlier time. One of which nobody knows how it ended never does: it may still be running. */
export function isStale(about: Derived, step: PlanStep, { state, startedMs, endedMs }: Run): boolean {
  if (endedMs === undefined || state === 'unknown') return false
  // A check has seen what was there when it began.
  const atMs = step.gate === null ? endedMs : (startedMs ?? endedMs)
  const { resolving } = about.state
  if (resolving && step.gate !== null && step.do && !step.approval) {
    const sinceMs = state === 'failed' ? resolving.atMs : resolving.atMs - FRESH_MS
    if (atMs < sinceMs) return true
  }
  return isOfBefore(about, step, atMs)
}

/**
 * Of an earlier time: a check from before the incident came back, or from before the last change by the steps that it is about; a way round from before the
 * failure that it is to go round.
 */
function isOfBefore(about: Derived, step: PlanStep, atMs: number): boolean {
  const { state, of, procedure } = about
  if (step.gate !== null && (atMs < (state.reopenedMs ?? 0) || atMs < changedMs(about, step, new Set()))) return true
  const opener = step.branchOf === null ? undefined : procedure.byId.get(step.branchOf)
  if (!opener) return false
  const { status, sinceMs } = of(opener.id)
  return status === 'failed' && atMs < sinceMs
}

/** When the last of the steps that a check comes after was carried out or taken back, epoch ms; those that only look, and other checks, change nothing. */
function changedMs(about: Derived, step: PlanStep, seen: Set<string>): number {
  let latest = 0
  for (const need of step.needs) {
    const before = about.procedure.byId.get(need)
    if (!before || seen.has(need)) continue
    seen.add(need)
    const own = before.risk === 'read' || before.gate !== null ? 0 : lastChangeMs(about.state.recovery, need)
    latest = Math.max(latest, own, changedMs(about, before, seen))
  }
  return latest
}

/** Whatever became of the step since: what was changed has been changed. */
function lastChangeMs(recovery: RecoveryState, step: string): number {
  const { runs, ended } = factsOf(recovery, step)
  const ids = (['do', 'undo'] as const).flatMap((variant) =>
    Array.from({ length: runs[variant] }, (_, index) => runId(step, variant, index + 1)),
  )
  const ends = ids.flatMap((id) => {
    const run = recovery.runs[id]
    return run?.startedMs === undefined ? [] : [run.endedMs ?? 0]
  })
  return Math.max(0, ended?.atMs ?? 0, ...ends)
}
