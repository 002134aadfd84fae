/**
 * Resolving an incident whose checks can be made without anybody: whoever says that it is over does not wait for them. They are started at once; when all
 * have passed it is resolved in that person's name, and when one fails it is not, and everyone is told.
 */
import type { Obligation } from '../../plan/core.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import { type CommandOf, happened, type IncidentDecision, refuse, textOf } from '../decision.ts'
import type { Effect } from '../effects.ts'
import type { Event } from '../events.ts'
import type { IncidentState } from '../state.ts'
import { type OpenGate, openGates, whyNotResolved } from './gate.ts'
import { procedureNow } from './procedure-now.ts'
import { request } from './requesting.ts'
import { standings } from './standing.ts'
import { workOf } from './work.ts'

export function decideResolve(plan: Plan, state: IncidentState, command: CommandOf<'resolve'>): IncidentDecision {
  const { atMs, by } = command
  // As it will be once it has been said: checks of some time ago are made again then.
  const asked = { ...state, resolving: { atMs, by } }
  const open = openGates(plan, asked)
  if (open.length === 0) return happened({ type: 'resolved', atMs, by, ...textOf(command) })
  const byPeople = openGates(plan, state).filter((gate) => !checksItself(plan, state, gate, open))
  if (byPeople.length > 0) return refuse(whyNotResolved(plan, state) ?? '')
  const all = standings(plan, asked)
  const started = open.flatMap(({ step: id }): Event[] => {
    const step = procedureNow(plan, state).byId.get(id)
    const idle = all.get(id)?.status !== 'running' && all.get(id)?.run?.state !== 'requested' && !follows(step, open)
    const requested = step && idle ? request(plan, asked, step, 'do', { atMs, by }) : undefined
    return requested ? [requested] : []
  })
  return happened({ type: 'resolution-asked', atMs, by, ...textOf(command) }, ...started)
}

/** Whoever said that it is over is long gone: an incident does not end unexpectedly. */
const RESOLVING_MAX_MS = 30 * 60_000

/** It needs nobody else: whoever resolves starts it, or it follows another one; and it wants neither approval nor a value of its own. */
function checksItself(plan: Plan, state: IncidentState, gate: OpenGate, open: readonly OpenGate[]): boolean {
  const step = procedureNow(plan, state).byId.get(gate.step)
  if (!step?.do || step.gate === null || step.approval) return false
  if (gate.kind === 'running') return true
  if (gate.kind !== 'check' || gate.status === 'unknown') return false
  return (follows(step, open) && step.start === 'auto') || workOf(plan, state, step, 'do').ok
}

/** It waits for another open check, whose answer it may need. */
const follows = (step: PlanStep | undefined, open: readonly OpenGate[]): boolean =>
  step?.needs.some((need) => open.some((gate) => gate.step === need)) === true

export function resolvingOwed(plan: Plan, state: IncidentState): Obligation<Effect>[] {
  const { resolving } = state
  if (!resolving) return []
  const open = openGates(plan, state)
  const dueMs = state.changed.atMs
  if (open.length === 0) return [{ id: `resolve/${resolving.atMs}`, dueMs, effect: { kind: 'resolve' } }]
  const all = standings(plan, state)
  const hopeless = open.find(({ step }) => {
    const standing = all.get(step)
    return standing?.status === 'unknown' || (standing?.status === 'failed' && standing.sinceMs >= resolving.atMs)
  })
  const stop = (step: string, atMs: number): Obligation<Effect>[] => [
    { id: `stop-resolving/${resolving.atMs}`, dueMs: atMs, effect: { kind: 'stop-resolving', step } },
  ]
  if (hopeless) return stop(hopeless.step, dueMs)
  return open[0] ? stop(open[0].step, resolving.atMs + RESOLVING_MAX_MS) : []
}

export function performResolving(
  state: IncidentState,
  effect: Extract<Effect, { kind: 'resolve' | 'stop-resolving' }>,
  atMs: number,
): Event[] {
  const { resolving } = state
  if (!resolving) return []
  const { by, text, isPublic } = resolving
  if (effect.kind === 'stop-resolving')
    return [{ type: 'resolution-stopped', atMs, by: { id: 'system', via: 'system' }, step: effect.step }]
  return [{ type: 'resolved', atMs, by, ...(text ? { text, ...(isPublic && { public: true as const }) } : {}) }]
}
