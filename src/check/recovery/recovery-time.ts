/**
 * How long a scenario's recovery takes at least: the longest way through its steps by their budgets, with the waiting for people on it. Steps without a budget
 * count nothing, so the figure is a lower bound. Final checks count only where a step waits for them: the service is back before they are through.
 */
import { counted } from '../../plan/in-words.ts'
import { longestWay } from '../../plan/longest-way.ts'
import { defaultSeverity, policyFor } from '../../plan/policy-for.ts'
import { type PlanStep, procedureOf } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import { ANSWER_MS, APPROVAL_MS } from '../assumptions.ts'
import { inMinutes, listed } from '../words.ts'

export interface RecoveryTime {
  totalMs: number
  stepsMs: number
  /** From the declaration until somebody has answered the first page; 0: nobody is paged. */
  answerMs: number
  approvals: number
  /** In which somebody may object to steps that start by themselves. */
  objectionsMs: number
  /** The step whose failure opens some of the steps; null: none fails. */
  failing: string | null
  /** The step with the largest budget on the way. */
  longest: PlanStep
}

/** Without a failure, and with the one failure that costs most; null: no step on the way has a budget. */
export function recoveryTimes(plan: Plan, scenario: string): { ordinary: RecoveryTime; worst: RecoveryTime } | null {
  const { steps } = procedureOf(plan, scenario)
  if (steps.every(({ budget }) => budget === undefined)) return null
  const answerMs = firstAnswerMs(plan, scenario)
  const [ordinary, ...failures] = [{ failing: null, opened: [] }, ...failuresOf(steps)].flatMap(
    ({ failing, opened }) => timeOf(steps, opened, failing, answerMs) ?? [],
  )
  if (!ordinary) return null
  return { ordinary, worst: failures.reduce((most, one) => (one.totalMs > most.totalMs ? one : most), ordinary) }
}

/** `260 min of steps, 5 min until somebody answers and 10 min for 5 approvals`. */
export function partsInWords({ stepsMs, answerMs, approvals, objectionsMs, failing }: RecoveryTime): string {
  const parts = [
    `${inMinutes(stepsMs)} of steps${failing === null ? '' : `, with those that a failure of "${failing}" opens`}`,
  ]
  if (answerMs > 0) parts.push(`${inMinutes(answerMs)} until somebody answers`)
  if (approvals > 0) parts.push(`${inMinutes(approvals * APPROVAL_MS)} for ${counted(approvals, 'approval')}`)
  if (objectionsMs > 0) parts.push(`${inMinutes(objectionsMs)} in which somebody may object`)
  return listed(parts)
}

/** What a failure opens; of several to choose from, one at a time. */
function failuresOf(steps: readonly PlanStep[]): { failing: string; opened: string[] }[] {
  return steps.flatMap(({ id, onFailure: { goto, choose } }) => [
    ...(goto.length > 0 ? [{ failing: id, opened: goto }] : []),
    ...choose.map((branch) => ({ failing: id, opened: [branch] })),
  ])
}

function timeOf(
  steps: readonly PlanStep[],
  opened: readonly string[],
  failing: string | null,
  answerMs: number,
): RecoveryTime | undefined {
  const counts = ({ id, branchOf, openEnded }: PlanStep) => !openEnded && (branchOf === null || opened.includes(id))
  const way = longestWay(
    steps.map((step) => goneRound(step, failing, opened)),
    (step) => (counts(step) ? (step.budget ?? 0) + waitingMs(step) : 0),
    ({ gate }) => gate === null,
  )
  const onIt = way.steps.filter(counts)
  const [longest] = onIt.toSorted((a, b) => (b.budget ?? 0) - (a.budget ?? 0))
  if (!longest?.budget) return undefined
  return {
    totalMs: way.weight + answerMs,
    stepsMs: sum(onIt.map(({ budget = 0 }) => budget)),
    answerMs,
    approvals: onIt.filter(needsApproval).length,
    objectionsMs: sum(onIt.map(objectionMs)),
    failing: onIt.some(({ branchOf }) => branchOf !== null) ? failing : null,
    longest,
  }
}

/** What needs the step that fails waits until the way round it has been gone. */
function goneRound(step: PlanStep, failing: string | null, opened: readonly string[]): PlanStep {
  if (failing === null || step.branchOf !== null || !step.needs.includes(failing)) return step
  return { ...step, needs: [...step.needs, ...opened] }
}

const waitingMs = (step: PlanStep): number => (needsApproval(step) ? APPROVAL_MS : 0) + objectionMs(step)

const needsApproval = ({ do: actions, approval }: PlanStep): boolean => actions !== undefined && approval !== null

const objectionMs = ({ do: actions, start }: PlanStep): number =>
  actions !== undefined && typeof start === 'object' ? start.after : 0

function firstAnswerMs(plan: Plan, scenario: string): number {
  const severity = defaultSeverity(plan, scenario)
  const policy = plan.policies[policyFor(plan, scenario, severity) ?? '']
  const levels = policy?.levels.filter(({ severities }) => severities?.includes(severity) ?? true) ?? []
  return levels.length === 0 ? 0 : Math.min(...levels.map(({ after }) => after)) + ANSWER_MS
}

/** Decisions, and what the incident ticks by itself, take no time of their own; a branch takes none while nothing fails. */
export const takesTime = ({ gate, openEnded, branchOf, decide, tickedBy }: PlanStep): boolean =>
  gate === null && !openEnded && branchOf === null && !decide && !tickedBy

/** Whether every step that takes time says how much: then the windows around the steps are room that was left, and no estimate. */
export function isWhollyBudgeted(plan: Plan, scenario: string): boolean {
  const taking = procedureOf(plan, scenario).steps.filter(takesTime)
  return taking.length > 0 && taking.every(({ budget }) => budget !== undefined)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
