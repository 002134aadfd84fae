/**
 * What becomes of a run of a step, and how long a step takes. A step takes what it took in a drill, where that is known, else its budget, times a factor out
 * of the seed; one without takes what steps of its kind are taken to (`assumptions.ts`). A run that outlasts what its own actions allow themselves fails, as it would.
 */
import type { ExternalEffect } from '../../incident/effects.ts'
import type { RunDetail } from '../../incident/recovery/run-detail.ts'
import { runLimitMs } from '../../incident/recovery/run-limit.ts'
import type { Variant } from '../../incident/recovery/state.ts'
import { runsDry } from '../../incident/recovery/work.ts'
import type { IncidentState } from '../../incident/state.ts'
import type { Action } from '../../plan/action-schema.ts'
import { privately } from '../../plan/actor.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import { SLOW_STEP_TIMES, STEP_FACTOR, STEP_MS } from '../assumptions.ts'
import type { Chance } from '../chance.ts'
import { type Fault, faultsAt, type StepFault } from '../faults.ts'
import { placeholder } from './placeholder.ts'
import type { Carried } from './services.ts'

export interface StepWorld {
  plan: Plan
  chance: Chance
  faults: readonly Fault[]
  declaredMs: number
  /** Text of a value, in place of one that is made up. */
  values: Readonly<Record<string, string>>
  /** How long steps took in drills, milliseconds by step. */
  drillMs?: Readonly<Record<string, number>>
}

/** How long the step takes this time, milliseconds. `nth` from 1. */
export function stepTakesMs(world: StepWorld, step: PlanStep, nth: number, atMs: number): number {
  const { chance } = world
  const median = world.drillMs?.[step.id] === undefined ? STEP_FACTOR.median : 1
  const factor = chance.logNormal(median, STEP_FACTOR.spread, 'step', step.id, nth)
  const slow = faultOf(world, step.id, atMs).includes('slow') ? SLOW_STEP_TIMES : 1
  return toSeconds(Math.max(plannedMs(world, step) * factor * slow, waitingMs(step)))
}

/** As long as it took in a drill, else its budget, else what steps of its kind are taken to. */
const plannedMs = ({ drillMs }: StepWorld, step: PlanStep): number =>
  drillMs?.[step.id] ?? step.budget ?? assumedMs(step)

/** What a step without a budget is taken to need. */
export const assumedMs = (step: PlanStep): number => STEP_MS[kindOf(step)]

/** Whole seconds, at least one: what a timeline shows, and the same on every machine. */
export const toSeconds = (ms: number): number => Math.max(1, Math.round(ms / 1_000)) * 1_000

function kindOf({ decide, manual, gate, risk }: PlanStep): keyof typeof STEP_MS {
  if (decide) return 'decision'
  if (manual !== undefined) return 'manual'
  return gate !== null ? 'check' : risk
}

/** A plain wait is as long as it says. */
const waitingMs = ({ do: actions = [] }: PlanStep): number =>
  actions.reduce((sum, action) => sum + ('wait' in action && typeof action.wait === 'number' ? action.wait : 0), 0)

function faultOf({ faults, declaredMs }: StepWorld, step: string, atMs: number): StepFault[] {
  return faultsAt(faults, 'step', step, atMs - declaredMs).map(({ fault }) => fault)
}

/** How a manual step ends, or a run: a failure told by the faults. */
export const failsNow = (world: StepWorld, step: string, nth: number, atMs: number): boolean => {
  const faults = faultOf(world, step, atMs)
  return faults.includes('fail') || (faults.includes('fail-once') && nth === 1)
}

/** Draws of what takes a step back are others than those of the step itself. */
const UNDO_DRAWS = 100

/** What is not told to be slow stays within what its actions allow themselves (a share of it): plans often write the budget as the limit. */
const LIMIT_SHARE = 0.9

/** A budget that is longer than these limits is for looking at the result as well: the run itself takes the same share of its limit. */
function runTakesMs(world: StepWorld, step: PlanStep, nth: number, atMs: number, limitMs: number): number {
  const takesMs = stepTakesMs(world, step, nth, atMs)
  if (faultOf(world, step.id, atMs).includes('slow')) return takesMs
  const planned = plannedMs(world, step)
  return toSeconds(Math.min(planned > limitMs ? (takesMs * limitMs) / planned : takesMs, limitMs * LIMIT_SHARE))
}

type RunEffect = Extract<ExternalEffect, { kind: 'run-step' }>

/** Undefined: whoever runs it falls silent, and nobody hears how it ended. */
export function carryRun(
  world: StepWorld,
  state: IncidentState,
  step: PlanStep,
  effect: RunEffect,
  atMs: number,
): Carried | undefined {
  const { variant } = effect
  const nth = state.recovery.runs[effect.run]?.n ?? 1
  const isDo = variant === 'do'
  if (isDo && faultOf(world, step.id, atMs).includes('lost') && nth === 1) return undefined
  const dry = runsDry(state, step, variant)
  const limitMs = runLimitMs(step, variant)
  const takesMs = dry ? toSeconds(STEP_MS.read) : runTakesMs(world, step, isDo ? nth : nth + UNDO_DRAWS, atMs, limitMs)
  if (takesMs > limitMs) return { afterMs: limitMs, outcome: failed('it took longer than its timeout') }
  if (isDo && failsNow(world, step.id, nth, atMs))
    return { afterMs: takesMs, outcome: failed('as the rehearsal was asked to let it') }
  return { afterMs: takesMs, outcome: { ok: true, detail: detailOf(world, step, variant, takesMs) } }
}

function failed(why: string): Carried['outcome'] {
  const detail: RunDetail = { actions: [], checks: [], outputBytes: 0, custody: [], reason: privately(why) }
  return { ok: false, reason: 'it failed', permanent: true, detail: { ...detail } }
}

function detailOf(world: StepWorld, step: PlanStep, variant: Variant, takesMs: number): Record<string, unknown> {
  const actions = variant === 'undo' ? (step.undo?.do ?? []) : [...(step.do ?? []), ...step.checks]
  const captured = Object.fromEntries(actions.flatMap((action) => capturedBy(world, action)))
  const detail: RunDetail = {
    actions: [{ what: privately(step.title), ok: true, tookMs: takesMs }],
    ...{ checks: [], outputBytes: 0, custody: [], pretended: true },
    ...(Object.keys(captured).length > 0 && { captured }),
  }
  return { ...detail }
}

const capturedBy = ({ plan, values }: StepWorld, action: Action) =>
  'capture' in action
    ? Object.keys(action.capture).flatMap((name) => {
        const spec = plan.values[name]
        const text = values[name] ?? (spec && placeholder(spec))
        return text === undefined ? [] : [[name, privately(text)] as const]
      })
    : []
