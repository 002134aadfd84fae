/** The recovery for people: phases, steps with what blocks them, the forecast, the gates; null where the incident has no steps at all. */
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import { restoredMs, rtoClock } from './clocks.ts'
import { FORECAST_LEEWAY_MS, forecast, forecastEndMs } from './forecast.ts'
import { openGates } from './gate.ts'
import { procedureNow } from './procedure-now.ts'
import { blockerInWords } from './refusals.ts'
import { dataOf, isInOutage, isReplayedOver, restoredPoints } from './restoring.ts'
import { type Blocker, type Standings, standings } from './standing.ts'
import type { RestorePoint, Run } from './state.ts'
import type { PhaseView, RecoveryView, StepView } from './view-shape.ts'
import { stepView } from './view-step.ts'
import { currentValue } from './work.ts'

export function recoveryView(plan: Plan, state: IncidentState): RecoveryView | null {
  const { steps, phases } = procedureNow(plan, state)
  if (steps.length === 0) return null
  const all = standings(plan, state)
  const numbered = steps.filter(({ id }) => !isNeedless(all, id)).map(({ id }) => id)
  const views = steps.map((step) => {
    const at = numbered.indexOf(step.id)
    const holdsUp = steps.filter(
      ({ id, needs, gate }) => gate === null && needs.includes(step.id) && all.get(id)?.status === 'waiting',
    )
    const waitsFor = waitsForInWords(plan, state, step, all.get(step.id)?.blockedBy ?? [])
    return stepView(plan, state, step, {
      number: at < 0 ? null : at + 1,
      waitsFor,
      holdsUp: holdsUp.map(({ id }) => id),
    })
  })
  return {
    phases: phases.map((phase) => phaseView(state, phase, views)),
    steps: views,
    now: nowInHand(views),
    done: views.filter((view) => view.number !== null && isDone(view)).length,
    total: numbered.length,
    forecast: forecastView(plan, state),
    tiers: tiersView(plan, state),
    values: valuesView(plan, state, steps),
    rpo: rpoView(plan, state),
    gates: openGates(plan, state).map(({ step, title, kind }) => ({ step, title, kind })),
  }
}

/** Checks wait for everything else: naming it all would say nothing. */
function waitsForInWords(plan: Plan, state: IncidentState, { gate }: PlanStep, blockers: readonly Blocker[]): string[] {
  const steps = blockers.filter(({ kind }) => kind === 'step')
  if (gate !== null && steps.length > 1) return [`the ${steps.length} steps before it`]
  return blockers.map((blocker) => blockerInWords(plan, state, blocker))
}

/** A failure that has been gone round is dealt with. */
const isDone = ({ status, settled }: StepView): boolean =>
  status === 'succeeded' || status === 'skipped' || (status === 'failed' && settled)

/** Left out because its branch or its option was not taken. */
function isNeedless(all: Standings, id: string): boolean {
  const standing = all.get(id)
  const dormant = standing?.status === 'waiting' && standing.blockedBy.some(({ kind }) => kind === 'failure')
  return dormant || standing?.skip?.kind === 'not-needed' || standing?.skip?.kind === 'condition'
}

const URGENCY: StepView['status'][] = ['unknown', 'failed', 'awaiting-approval', 'running', 'ready']

/** Taking something back is in hand, too. */
const IN_HAND: readonly Run['state'][] = ['requested', 'running', 'unknown']

/** What people look at: failures that others wait for before what goes by itself. Checks that only wait for their turn are not in it. */
function nowInHand(views: StepView[]): string[] {
  const rank = ({ status, undo }: StepView) => {
    const before = URGENCY.indexOf(status)
    return before < 0 && undo && IN_HAND.includes(undo.state) ? URGENCY.indexOf('running') : before
  }
  return views
    .filter((view) => rank(view) >= 0 && !(view.status === 'failed' && view.settled))
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ id }) => id)
}

function phaseView(
  state: IncidentState,
  { id, title, window }: { id: string; title: string; window: { fromMs: number; toMs: number | null } | null },
  views: StepView[],
): PhaseView {
  const own = views.filter(({ phase, number }) => phase === id && number !== null)
  return {
    id,
    title,
    fromMs: window ? state.declaredMs + window.fromMs : null,
    toMs: window?.toMs == null ? null : state.declaredMs + window.toMs,
    done: own.filter(isDone).length,
    total: own.length,
    late: state.recovery.warned[`phase/${id}/100`] !== undefined && own.some((view) => !isDone(view)),
  }
}

function forecastView(plan: Plan, state: IncidentState): RecoveryView['forecast'] {
  const clock = rtoClock(plan, state)
  if (state.phase !== 'open' || clock.stoppedMs !== null) return null
  const seen = forecast(plan, state)
  const endMs = forecastEndMs(seen, state.changed.atMs)
  return {
    endMs,
    afterRunningMs: seen.afterRunningMs,
    missesRto: endMs !== null && endMs > clock.deadlineMs + FORECAST_LEEWAY_MS,
    unknown: seen.unknown.length,
    left: seen.left,
  }
}

const tiersView = (plan: Plan, state: IncidentState): RecoveryView['tiers'] =>
  plan.tiers.map(({ id, label, window }) => {
    const toMs = window.toMs === null ? null : state.declaredMs + window.toMs
    const backMs = restoredMs(plan, state, id)
    const late =
      backMs === null ? state.recovery.warned[`tier/${id}/100`] !== undefined : toMs !== null && backMs > toMs
    return { id, label, fromMs: state.declaredMs + window.fromMs, toMs, restoredMs: backMs, late }
  })

/** By step, which belongs to one plan and never changes: looking through all of them took a third of a view. */
const spoken = new WeakMap<PlanStep, ReadonlySet<string>>()

/** Values that a step speaks of. */
function valuesIn(plan: Plan, step: PlanStep): ReadonlySet<string> {
  const known = spoken.get(step)
  if (known) return known
  const written = JSON.stringify(step)
  const names = Object.keys(plan.values).filter(
    (name) => written.includes(`"value":"${name}"`) || written.includes(`{${name}}`),
  )
  const found = new Set(names)
  spoken.set(step, found)
  return found
}

/** Values that steps of this incident speak of. */
function valuesView(plan: Plan, state: IncidentState, steps: readonly PlanStep[]): RecoveryView['values'] {
  return Object.entries(plan.values)
    .filter(([name]) => steps.some((step) => valuesIn(plan, step).has(name)))
    .map(([name, { label, hint }]) => ({
      ...{ name, label, hint: hint ?? null },
      value: currentValue(plan, state, name) ?? null,
    }))
}

function rpoView(plan: Plan, state: IncidentState): RecoveryView['rpo'] {
  const scenario = state.scenario === null ? undefined : plan.scenarios[state.scenario]
  const objectiveMs = scenario?.rpo ?? plan.objectives.rpo
  // Of copies and of fulls with their increments the newest is enough; of different data the oldest says what is lost.
  const byData = Map.groupBy(state.recovery.restorePoints, ({ set }) => dataOf(plan, set))
  // What was restored is lost for good, whatever could have been.
  const restored = restoredPoints(plan, state)
  for (const point of restored) {
    const data = dataOf(plan, point.set)
    const over = byData.get(data)?.filter(({ set }) => isReplayedOver(plan, point.set, set)) ?? []
    byData.set(data, [point, ...over])
  }
  const [oldest, ...newer] = [...byData.values()]
    .flatMap((points) => points.toSorted(newestFirst)[0] ?? [])
    .toSorted(newestFirst)
    .toReversed()
  if (!oldest) return null
  const startMs = state.outageStartMs ?? state.declaredMs
  const lostOf = ({ madeAtMs }: RestorePoint) => (madeAtMs === null ? null : Math.max(0, startMs - madeAtMs))
  const misses = (point: RestorePoint) => (lostOf(point) ?? Number.POSITIVE_INFINITY) > objectiveMs
  const isDamaged = ({ madeAtMs }: RestorePoint) => madeAtMs !== null && isInOutage(state, madeAtMs)
  // What may hold the damage is no point to which data came back: with it the objective is not known to be met.
  const worst = misses(oldest) ? oldest : ([oldest, ...newer].find(isDamaged) ?? oldest)
  const inOutage = isDamaged(worst)
  return {
    objectiveMs,
    pointMs: worst.madeAtMs,
    set: plan.backups[worst.set]?.label ?? worst.set,
    verified: worst.verified,
    restored: restored.includes(worst),
    inOutage,
    lostMs: inOutage ? null : lostOf(worst),
    missed: inOutage ? null : misses(worst),
  }
}

const newestFirst = (a: RestorePoint, b: RestorePoint): number => (b.madeAtMs ?? 0) - (a.madeAtMs ?? 0)
