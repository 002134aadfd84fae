/**
 * When it will be over: the longest chain of steps that remain, by how long they took in drills, else by their budgets. Of options that nobody has chosen
 * yet the longest counts; a branch that no failure has opened does not. What has neither a drill nor a budget counts nothing, and is said to.
 */
import { type Choices, comesAfter, isTaken, waysThrough } from '../../plan/longest-way.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import { procedureNow } from './procedure-now.ts'
import { type Standing, type Standings, standings } from './standing.ts'

export interface Forecast {
  /** What remains when every step in hand has just used up its time, ms; a later start moves the end as much. */
  afterRunningMs: number
  /** By step in hand: when it should end (epoch ms), and what follows it (ms). */
  running: { step: string; endMs: number; afterMs: number }[]
  /** Steps that remain and of which nobody knows how long they take. */
  unknown: string[]
  /** Steps that are left to do. */
  left: number
  /** Of half of what is left at least it is known how long it takes: without that, no end can be named. */
  known: boolean
}

/** A forecast is no better than this: one that misses the objective by less is no news, ms. */
export const FORECAST_LEEWAY_MS = 60_000

const known = new WeakMap<Standings, { drillMs: unknown; forecast: Forecast }>()

/** Worked out once for the same standings, which most events leave as they are. */
export function forecast(plan: Plan, state: IncidentState): Forecast {
  const all = standings(plan, state)
  const { drillMs } = state.recovery
  const before = known.get(all)
  if (before?.drillMs === drillMs) return before.forecast
  const seen = forecastOf(plan, state, all)
  known.set(all, { drillMs, forecast: seen })
  return seen
}

function forecastOf(plan: Plan, state: IncidentState, all: Standings): Forecast {
  const { steps } = procedureNow(plan, state)
  const left = steps.filter((step) => isLeft(step, all.get(step.id)))
  const parts = waysOpen(left, all).map((chosen) => partOf(state, left, all, chosen))
  return {
    afterRunningMs: Math.max(0, ...parts.map(({ afterRunningMs }) => afterRunningMs)),
    running: longest(parts.flatMap(({ running }) => running)),
    ...knowledgeOf(plan, state),
  }
}

/** How much is known of what is left. Asked by itself where the rest, which looks at every way through open decisions, would say nothing. */
export function knowledgeOf(plan: Plan, state: IncidentState): Pick<Forecast, 'unknown' | 'left' | 'known'> {
  const all = standings(plan, state)
  const left = procedureNow(plan, state).steps.filter((step) => isLeft(step, all.get(step.id)))
  const awake = left.filter((step) => !isDormant(all, step))
  const unknown = awake.filter((step) => estimateMs(state, step) === undefined).map(({ id }) => id)
  const isKnown = unknown.length * 2 <= awake.length && awake.some((step) => (estimateMs(state, step) ?? 0) > 0)
  return { unknown, left: awake.length, known: isKnown }
}

/** When it ends, as things stand now; null: nothing is left to do, or nobody knows how long any of it takes. */
export function forecastEndMs({ afterRunningMs, running, left, known }: Forecast, nowMs: number): number | null {
  if (left === 0 || !known) return null
  return Math.max(nowMs + afterRunningMs, ...running.map(({ endMs, afterMs }) => Math.max(endMs, nowMs) + afterMs))
}

/** The end as it looks at a later moment of which nobody has heard anything new: what has not begun moves along with it. */
export function forecastAt(
  { endMs, afterRunningMs }: { endMs: number; afterRunningMs: number },
  nowMs: number,
): number {
  return Math.max(endMs, nowMs + afterRunningMs)
}

/** From when on the end lies beyond a deadline if nothing else happens; null: never. */
export function crossesMs(
  { afterRunningMs, running, left, known }: Forecast,
  deadlineMs: number,
  nowMs: number,
): number | null {
  if (left === 0 || !known) return null
  const beyond = running.some(({ endMs, afterMs }) => endMs + afterMs > deadlineMs)
  return beyond ? nowMs : deadlineMs - afterRunningMs
}

const estimateMs = ({ recovery }: IncidentState, step: PlanStep): number | undefined =>
  recovery.drillMs[step.id] ?? step.budget ?? (step.decide || step.tickedBy ? 0 : undefined)

function isLeft(step: PlanStep, standing: Standing | undefined): boolean {
  return standing !== undefined && !step.openEnded && !standing.settled
}

/** Only a failure would open it: it takes no time, but what is written after it still comes after what is before it. */
const isDormant = (all: ReadonlyMap<string, Standing>, { id }: PlanStep): boolean =>
  all.get(id)?.status === 'waiting' && all.get(id)?.blockedBy.some(({ kind }) => kind === 'failure') === true

/** Every combination of options that are still open. */
const waysOpen = (left: PlanStep[], all: ReadonlyMap<string, Standing>): Choices[] =>
  waysThrough(left.filter(({ id }) => all.get(id)?.status !== 'succeeded'))

function partOf(state: IncidentState, left: PlanStep[], all: ReadonlyMap<string, Standing>, chosen: Choices) {
  const taken = new Map(
    left.filter((step) => isTaken(step, chosen) && !isDormant(all, step)).map((step) => [step.id, step]),
  )
  const passed = new Map(left.map((step) => [step.id, step]))
  const followers = new Map<string, string[]>()
  for (const step of left)
    for (const need of comesAfter(step)) {
      const others = followers.get(need)
      if (others) others.push(step.id)
      else followers.set(need, [step.id])
    }
  const known = new Map<string, number>()
  /** What remains from the start of a step to the end of all that follows it. */
  const chainMs = (id: string): number => {
    const before = known.get(id)
    if (before !== undefined) return before
    known.set(id, 0)
    const own = taken.get(id)
    const ms = (own ? (estimateMs(state, own) ?? 0) : 0) + afterMs(id)
    known.set(id, ms)
    return ms
  }
  const afterMs = (id: string): number =>
    Math.max(0, ...(followers.get(id) ?? []).filter((next) => passed.has(next)).map(chainMs))
  const isRunning = (id: string) => all.get(id)?.status === 'running'
  const running = [...taken.values()]
    .filter(({ id }) => isRunning(id))
    .map((step) => ({
      step: step.id,
      endMs: (all.get(step.id)?.sinceMs ?? 0) + (estimateMs(state, step) ?? 0),
      afterMs: afterMs(step.id),
    }))
  const begun = new Set(running.map(({ step }) => step))
  const starts = left.filter((step) => !begun.has(step.id) && !comesAfter(step).some((need) => passed.has(need)))
  const afterRunningMs = Math.max(0, ...starts.map(({ id }) => chainMs(id)), ...running.map((one) => one.afterMs))
  return { afterRunningMs, running }
}

function longest(running: Forecast['running']): Forecast['running'] {
  const byStep = new Map<string, Forecast['running'][number]>()
  for (const one of running) {
    const before = byStep.get(one.step)
    if (!before || before.afterMs < one.afterMs) byStep.set(one.step, one)
  }
  return [...byStep.values()]
}
