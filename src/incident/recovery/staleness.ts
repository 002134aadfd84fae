/** Answers of an earlier time, which count no more: what was checked, or gone round, before something changed. */
import type { PlanStep } from '../../plan/procedure.ts'
import type { IncidentState } from '../state.ts'
import type { ProcedureNow } from './procedure-now.ts'
import { factsOf, lastRun, type StepFacts } from './state.ts'

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
    fact !== undefined && !isStale(about, step, fact.atMs) ? fact : undefined
  const [begun, over, taken] = [counts(started), counts(ended), counts(chosen)]
  return { ...facts, ...(begun && { started: begun }), ...(over && { ended: over }), ...(taken && { chosen: taken }) }
}

/**
 * An answer of an earlier time: a check's from before the incident came back, or from before the steps ended that it is about; a way round's from before the
 * failure that it is to go round.
 */
export function isStale(about: Derived, step: PlanStep, atMs: number | undefined): boolean {
  if (atMs === undefined) return false
  const { state, of, procedure } = about
  const { resolving } = state
  if (step.gate !== null && step.do && !step.approval && resolving && atMs < resolving.atMs - FRESH_MS) return true
  if (step.gate !== null && (atMs < (state.reopenedMs ?? 0) || atMs < changedMs(about, step, new Set()))) return true
  const opener = step.branchOf === null ? undefined : procedure.byId.get(step.branchOf)
  if (!opener) return false
  const { status, sinceMs } = of(opener.id)
  return status === 'failed' && atMs < sinceMs
}

/** When the last of the steps that a check comes after was carried out, epoch ms; steps that only look change nothing. */
function changedMs(about: Derived, step: PlanStep, seen: Set<string>): number {
  let latest = 0
  for (const need of step.needs) {
    const before = about.procedure.byId.get(need)
    if (!before || seen.has(need)) continue
    seen.add(need)
    const run = before.do && before.risk !== 'read' ? lastRun(about.state.recovery, need, 'do') : undefined
    latest = Math.max(latest, run?.startedMs === undefined ? 0 : (run.endedMs ?? 0), changedMs(about, before, seen))
  }
  return latest
}
