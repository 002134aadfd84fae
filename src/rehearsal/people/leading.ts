/**
 * Whoever leads: says how far it is, takes back what was only for the time being, resolves. The service counts as back when every step of the recovery and every
 * technical check is through; then the RTO clock stops. Business checks come after that, before the end.
 */
import { type OpenGate, openGates } from '../../incident/recovery/gate.ts'
import { procedureNow } from '../../incident/recovery/procedure-now.ts'
import { standings } from '../../incident/recovery/standing.ts'
import { lastRun } from '../../incident/recovery/state.ts'
import type { IncidentState } from '../../incident/state.ts'
import { privately } from '../../plan/actor.ts'
import { comesAfter } from '../../plan/longest-way.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import { LOOK, PRESS, TRIES_MAX } from '../assumptions.ts'
import { type Cast, leaderOf, pace } from './cast.ts'
import type { Wish } from './wish.ts'

export function leadingWishes(cast: Cast, state: IncidentState): Wish[] {
  const leader = leaderOf(cast, state)
  if (cast.nobody || state.phase !== 'open' || leader === undefined) return []
  const { steps } = procedureNow(cast.plan, state)
  if (steps.length === 0) return []
  return [
    ...saysRecovering(cast, state, leader, steps),
    ...saysBack(cast, state, leader, steps),
    ...takesBack(cast, state, leader),
    ...resolves(cast, state, leader),
  ]
}

const EARLY: readonly string[] = ['investigating', 'identified']
const BEGUN: readonly string[] = ['running', 'succeeded', 'failed', 'unknown']

function saysRecovering(cast: Cast, state: IncidentState, person: string, steps: readonly PlanStep[]): Wish[] {
  if (!EARLY.includes(state.status)) return []
  const all = standings(cast.plan, state)
  const begun = steps.flatMap(({ id, risk }) => {
    const standing = all.get(id)
    return risk !== 'read' && standing && BEGUN.includes(standing.status) ? [standing.sinceMs] : []
  })
  if (begun.length === 0) return []
  const sinceMs = Math.min(...begun)
  const dueMs = sinceMs + pace(cast, person, sinceMs, PRESS, 'recovering')
  return [{ id: 'recovering', dueMs, person, command: { type: 'change-status', status: 'recovering' } }]
}

function saysBack(cast: Cast, state: IncidentState, person: string, steps: readonly PlanStep[]): Wish[] {
  if (state.status === 'monitoring') return []
  const all = standings(cast.plan, state)
  const awaits = awaitsMonitoring(steps)
  const counts = steps.filter(({ id, gate }) => gate !== 'business' && !awaits.has(id))
  const isThrough = counts.every(({ id, openEnded }) => openEnded || all.get(id)?.settled)
  if (!isThrough) return []
  const sinceMs = Math.max(state.declaredMs, ...counts.map(({ id }) => all.get(id)?.sinceMs ?? 0))
  const dueMs = sinceMs + pace(cast, person, sinceMs, PRESS, 'monitoring')
  return [{ id: 'monitoring', dueMs, person, command: { type: 'change-status', status: 'monitoring' } }]
}

/** Steps that the word itself ticks, and all that wait for one of them: it cannot wait for them in turn. */
function awaitsMonitoring(steps: readonly PlanStep[]): Set<string> {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const known = new Map<string, boolean>()
  const awaits = (id: string): boolean => {
    const before = known.get(id)
    if (before !== undefined) return before
    known.set(id, false)
    const step = byId.get(id)
    const found = step !== undefined && (step.tickedBy === 'monitoring' || comesAfter(step).some(awaits))
    known.set(id, found)
    return found
  }
  return new Set([...byId.keys()].filter(awaits))
}

/** A block that was for the time being, and the like: once the service is back. */
function takesBack(cast: Cast, state: IncidentState, person: string): Wish[] {
  if (state.restoredMs === null) return []
  const sinceMs = state.restoredMs
  return openGates(cast.plan, state)
    .filter(({ kind }) => kind === 'undo')
    .flatMap(({ step }): Wish[] => {
      const run = lastRun(state.recovery, step, 'undo')
      if (run?.state === 'requested' || run?.state === 'running') return []
      const beganMs = Math.max(sinceMs, run?.endedMs ?? 0)
      const dueMs = beganMs + pace(cast, person, beganMs, LOOK, 'undo', step, String(run?.n ?? 0))
      const id = `undo/${step}/${run?.n ?? 0}`
      if ((run?.n ?? 0) >= TRIES_MAX)
        return [{ id, dueMs, person, command: { type: 'waive-undo', step, reason: privately('It stays for now') } }]
      return [{ id, dueMs, person, command: { type: 'start-step', step, variant: 'undo' } }]
    })
}

function resolves(cast: Cast, state: IncidentState, person: string): Wish[] {
  if (state.status !== 'monitoring' || state.restoredMs === null || state.resolving) return []
  const open = openGates(cast.plan, state).filter((gate) => !goesByItself(cast, state, gate))
  if (open.length > 0) return []
  const all = standings(cast.plan, state)
  const sinceMs = Math.max(state.restoredMs, ...[...all.values()].map(({ sinceMs: each }) => each))
  const dueMs = sinceMs + pace(cast, person, sinceMs, LOOK, 'resolve')
  return [{ id: `resolve/${sinceMs}`, dueMs, person, command: { type: 'resolve' } }]
}

/** A check that whoever resolves has made along with it. */
function goesByItself({ plan }: Cast, state: IncidentState, { step: id, kind, status }: OpenGate): boolean {
  const step = procedureNow(plan, state).byId.get(id)
  return kind === 'check' && step?.do !== undefined && step.approval === null && status === 'waiting'
}
