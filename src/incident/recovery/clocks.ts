/**
 * What clocks owe: a warning as the recovery time objective is used up, when the forecast crosses it, when a step outruns its budget, when a phase or a
 * tier is due and not there. Each once. All of them stop when the service is back.
 */
import type { Obligation } from '../../plan/core.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Effect } from '../effects.ts'
import { want } from '../efforts.ts'
import type { IncidentState } from '../state.ts'
import type { ClockKind } from './events.ts'
import { warningKey } from './evolve-recovery.ts'
import { crossesMs, FORECAST_LEEWAY_MS, forecast, knowledgeOf } from './forecast.ts'
import { procedureNow } from './procedure-now.ts'
import { standings } from './standing.ts'
import { factsOf } from './state.ts'

type Owed = Obligation<Effect>[]

/** A step says so when so much of its budget is used (R104). */
const STEP_PERCENTS = [80, 100]

export interface RtoClock {
  objectiveMs: number
  /** The outage's start if known, else the declaration (R120); of an incident that was opened again: that moment. */
  startMs: number
  deadlineMs: number
  /** When the service was back, or the incident over; null: it runs. */
  stoppedMs: number | null
}

export function rtoClock(plan: Plan, state: IncidentState): RtoClock {
  const scenario = state.scenario === null ? undefined : plan.scenarios[state.scenario]
  const objectiveMs = scenario?.rto ?? plan.objectives.rto
  // What came back is an outage of its own.
  const startMs = Math.max(state.outageStartMs ?? state.declaredMs, state.reopenedMs ?? 0)
  return { objectiveMs, startMs, deadlineMs: startMs + objectiveMs, stoppedMs: state.restoredMs ?? state.endedMs }
}

export function clocksOwed(plan: Plan, state: IncidentState): Owed {
  if (state.phase !== 'open') return []
  const running = rtoClock(plan, state).stoppedMs === null
  return [
    ...(running ? [...rtoOwed(plan, state), ...forecastOwed(plan, state), ...tiersOwed(plan, state)] : []),
    ...(running ? phasesOwed(plan, state) : []),
    ...stepsOwed(plan, state),
    ...tellingOwed(state),
  ]
}

function warning(state: IncidentState, clock: ClockKind, percent: number, dueMs: number, id?: string): Owed {
  const about = { clock, percent, dueMs, ...(id === undefined ? {} : { id }) }
  const key = warningKey(about)
  if (state.recovery.warned[key] !== undefined) return []
  return [{ id: `warn/${key}`, dueMs, effect: { kind: 'warn-clock', ...about } }]
}

/** Of what had passed before the clock was set where it is now, only the latest is said. */
function rtoOwed(plan: Plan, state: IncidentState): Owed {
  const { objectiveMs, startMs, deadlineMs } = rtoClock(plan, state)
  const marks = plan.rtoWarnings.at
    .toSorted((a, b) => a - b)
    .map((percent) => ({ percent, dueMs: startMs + Math.round((objectiveMs * percent) / 100) }))
  const latestBefore = marks.findLast(({ dueMs }) => dueMs <= state.clockSetMs)
  return marks
    .filter((mark) => mark.dueMs > state.clockSetMs || mark === latestBefore)
    .flatMap(({ percent, dueMs }) => warning(state, 'rto', percent, dueMs, `${deadlineMs}`))
}

function forecastOwed(plan: Plan, state: IncidentState): Owed {
  const { deadlineMs } = rtoClock(plan, state)
  if (!knowledgeOf(plan, state).known) return []
  const crosses = crossesMs(forecast(plan, state), deadlineMs + FORECAST_LEEWAY_MS, state.changed.atMs)
  // Once the objective itself is missed, its own clock says so.
  if (crosses === null || crosses >= deadlineMs) return []
  return warning(state, 'forecast', 100, Math.max(crosses, state.clockSetMs), `${deadlineMs}`)
}

function tiersOwed(plan: Plan, state: IncidentState): Owed {
  if (procedureNow(plan, state).steps.length === 0) return []
  return plan.tiers.flatMap(({ id, window: { toMs } }) =>
    toMs === null || restoredMs(plan, state, id) !== null
      ? []
      : warning(state, 'tier', 100, state.declaredMs + toMs, id),
  )
}

/** When a tier came back: with the last of the steps that restore it; null: not yet, or no step says. */
export function restoredMs(plan: Plan, state: IncidentState, tier: string): number | null {
  const all = standings(plan, state)
  const ofTier = procedureNow(plan, state).steps.filter(({ id, restores }) => {
    return (
      restores.includes(tier) && all.get(id)?.skip?.kind !== 'not-needed' && all.get(id)?.skip?.kind !== 'condition'
    )
  })
  if (ofTier.length === 0) return null
  const done = ofTier.map(({ id }) => all.get(id)).filter((standing) => standing?.status === 'succeeded')
  return done.length < ofTier.length ? null : Math.max(...done.map((standing) => standing?.sinceMs ?? 0))
}

function phasesOwed(plan: Plan, state: IncidentState): Owed {
  const { phases, steps } = procedureNow(plan, state)
  const all = standings(plan, state)
  return phases.flatMap(({ id, window }) => {
    if (window?.toMs == null) return []
    const open = steps.some((step) => step.phase === id && !step.openEnded && !all.get(step.id)?.settled)
    return open ? warning(state, 'phase', 100, state.declaredMs + window.toMs, id) : []
  })
}

function stepsOwed(plan: Plan, state: IncidentState): Owed {
  const all = standings(plan, state)
  return procedureNow(plan, state).steps.flatMap((step) => {
    const standing = all.get(step.id)
    const { budget } = step
    if (standing?.status !== 'running' || budget === undefined) return []
    return STEP_PERCENTS.flatMap((percent) => {
      const dueMs = standing.sinceMs + Math.round((budget * percent) / 100)
      return warning(state, 'step', percent, dueMs, stepClockId(state, step))
    })
  })
}

/** Each run of a step has a clock of its own. */
const stepClockId = (state: IncidentState, step: PlanStep): string =>
  `${step.id}#${factsOf(state.recovery, step.id).runs.do}`

/** The step that a step's clock is about. */
export const stepOfClock = (id: string): string => id.split('#')[0] ?? id

/** People whom the plan names hear of the objective and the forecast besides the channel. */
const tellingOwed = (state: IncidentState): Owed =>
  Object.entries(state.recovery.warned).flatMap(([key, { atMs, to }]) => {
    const [clock = '', , percent] = key.split('/')
    if (clock !== 'rto' && clock !== 'forecast') return []
    return to.flatMap((person) =>
      want(state, `tell-clock/${key}/${person}`, atMs, {
        ...{ kind: 'tell-clock', person, clock, percent: Number(percent) },
      }),
    )
  })

/** Whom a warning is for, as of the moment when it is given: whoever takes a role later has the board. */
export function peopleToTell(plan: Plan, state: IncidentState, clock: ClockKind): string[] {
  if (clock !== 'rto' && clock !== 'forecast') return []
  const { roles, people } = plan.rtoWarnings
  const asked = roles.length + people.length > 0 ? roles : [plan.commander]
  const holders = asked.flatMap((role) => state.roles[role]?.person ?? plan.roles[role]?.holders[0] ?? [])
  return [...new Set([...people, ...holders])].filter((person) => plan.people[person])
}
