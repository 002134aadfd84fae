/** Each step of a rehearsal: when it was done, how long it took against its budget, and how it ended. */
import { procedureNow } from '../incident/recovery/procedure-now.ts'
import { standings } from '../incident/recovery/standing.ts'
import { factsOf, type Run, runId } from '../incident/recovery/state.ts'
import type { IncidentState } from '../incident/state.ts'
import type { PlanStep } from '../plan/procedure.ts'
import type { Plan } from '../plan/schema.ts'
import { assumedMs } from './world/step-runs.ts'

export interface ReportedStep {
  id: string
  /** Null: the plan gives it none, and an assumed time was taken. */
  budgetSeconds: number | null
  /** What was taken in place of a budget, for work that the plan gives none while it gives some to other steps; null: nothing was guessed that anybody would miss. */
  assumedSeconds: number | null
  /** From its start to its end, the last time; null: it was not begun, or has no end. */
  tookSeconds: number | null
  /** As in the product: `succeeded`, `failed`, `skipped`, `waiting` … */
  outcome: string
  title: string
  phase: string
  /** A check that gates the resolution. */
  gate: boolean
  kind: 'actions' | 'manual' | 'decision'
  /** When it was ready to begin, approvals aside; null: it never was. */
  ready: number | null
  /** Every time that it was carried out. */
  runs: { from: number; to: number | null; outcome: string }[]
}

/** @param drillMs how long steps took in drills, by id: nothing is assumed of these. */
export function reportedSteps(
  plan: Plan,
  state: IncidentState,
  seconds: (atMs: number) => number,
  drillMs: Readonly<Record<string, number>> = {},
): ReportedStep[] {
  const all = standings(plan, state)
  const { steps } = procedureNow(plan, state)
  const someHaveBudgets = steps.some(({ budget }) => budget !== undefined)
  return steps.map((step) => {
    const carried = runsOf(state, step)
    const runs = carried.map(({ fromMs, toMs, outcome }) => ({
      ...{ from: seconds(fromMs), to: toMs === null ? null : seconds(toMs), outcome },
    }))
    const last = carried.at(-1)
    return {
      id: step.id,
      budgetSeconds: step.budget === undefined ? null : step.budget / 1_000,
      assumedSeconds: someHaveBudgets && isGuessed(step, drillMs) ? assumedMs(step) / 1_000 : null,
      tookSeconds: last?.toMs == null ? null : (last.toMs - last.fromMs) / 1_000,
      outcome: all.get(step.id)?.status ?? 'waiting',
      ...{ title: step.title, phase: step.phase, gate: step.gate !== null, runs },
      kind: step.decide ? 'decision' : step.do ? 'actions' : 'manual',
      ready: runs[0] === undefined ? null : readyAt(state, step, seconds),
    }
  })
}

/** Looks, decisions and waits take hardly any time, and nobody gives them a budget. */
const isGuessed = (
  { id, budget, gate, decide, tickedBy, manual, risk, do: actions = [] }: PlanStep,
  drillMs: Readonly<Record<string, number>>,
) =>
  budget === undefined &&
  drillMs[id] === undefined &&
  gate === null &&
  !decide &&
  !tickedBy &&
  (manual !== undefined || risk !== 'read') &&
  !actions.some((action) => 'wait' in action)

interface Carried {
  fromMs: number
  toMs: number | null
  outcome: string
}

function runsOf(state: IncidentState, step: PlanStep): Carried[] {
  const { started, ended, chosen, runs } = factsOf(state.recovery, step.id)
  const carried = Array.from({ length: runs.do }, (_, index) => state.recovery.runs[runId(step.id, 'do', index + 1)])
  const begun = carried.flatMap((run): Carried[] =>
    run?.startedMs === undefined ? [] : [{ fromMs: run.startedMs, toMs: run.endedMs ?? null, outcome: run.state }],
  )
  if (chosen) return [{ fromMs: needsMetMs(state, step), toMs: chosen.atMs, outcome: 'succeeded' }]
  if (!started && !ended) return begun
  const outcome = ended ? (ended.ok ? 'succeeded' : 'failed') : 'running'
  return [...begun, { fromMs: started?.atMs ?? ended?.atMs ?? 0, toMs: ended?.atMs ?? null, outcome }]
}

function readyAt(state: IncidentState, step: PlanStep, seconds: (atMs: number) => number): number {
  const first: Run | undefined = state.recovery.runs[runId(step.id, 'do', 1)]
  return seconds(first?.requestedMs ?? needsMetMs(state, step))
}

/** When the last of what it needs was done. */
function needsMetMs(state: IncidentState, { needs }: PlanStep): number {
  const ends = needs.map((need) => {
    const { ended, chosen, skipped, runs } = factsOf(state.recovery, need)
    const run = state.recovery.runs[runId(need, 'do', runs.do)]
    return Math.max(0, ended?.atMs ?? 0, chosen?.atMs ?? 0, skipped?.atMs ?? 0, run?.endedMs ?? 0)
  })
  return Math.max(state.declaredMs, ...ends)
}
