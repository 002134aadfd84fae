/** What time alone brings about in a recovery, and the start of a run, which is journaled before anything is begun. */
import { SYSTEM } from '../../plan/actor.ts'
import type { Obligation } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import { ownersOfLate } from '../duties.ts'
import type { ExternalEffect, InternalEffect } from '../effects.ts'
import { attempt } from '../efforts.ts'
import type { Event } from '../events.ts'
import type { IncidentState } from '../state.ts'
import { peopleToTell } from './clocks.ts'
import { procedureNow } from './procedure-now.ts'
import { request, requesterBefore, vetoMs } from './requesting.ts'
import { runLimitMs } from './run-limit.ts'
import { lastRun } from './state.ts'

type Performed = Extract<InternalEffect, { kind: 'request-step' | 'expire-approval' | 'void-request' | 'warn-clock' }>

export function performRecovery(plan: Plan, state: IncidentState, effect: Performed, atMs: number): Event[] {
  const fact = { atMs, by: SYSTEM }
  switch (effect.kind) {
    case 'request-step': {
      const step = procedureNow(plan, state).byId.get(effect.step)
      const requester = requesterBefore(lastRun(state.recovery, effect.step, 'do'))
      const asking = { ...fact, ...(step && { waitMs: vetoMs(step) }), ...(requester && { requester }) }
      const requested = step && request(plan, state, step, 'do', asking)
      return requested ? [requested] : []
    }
    case 'void-request':
      return [{ ...fact, type: 'request-voided', run: effect.run }]
    case 'expire-approval':
      return [{ ...fact, type: 'approval-expired', run: effect.run }]
    case 'warn-clock': {
      const { kind: _kind, ...about } = effect
      return [{ ...fact, ...about, type: 'clock-warned', to: toldOf(plan, state, effect) }]
    }
  }
}

/** Whom a warning is for besides the channel: of what is late, whoever is on it. */
function toldOf(plan: Plan, state: IncidentState, effect: Extract<InternalEffect, { kind: 'warn-clock' }>): string[] {
  const { clock, id = '', percent } = effect
  if (clock !== 'step' && clock !== 'phase') return peopleToTell(plan, state, clock)
  return percent >= 100 ? ownersOfLate(plan, state, clock, id) : []
}

/** Hands a run out; one whose approvals have lapsed meanwhile (effects were held) lapses instead. */
export function startRun(
  plan: Plan,
  state: IncidentState,
  owed: Obligation<Extract<ExternalEffect, { kind: 'run-step' }>>,
  atMs: number,
): Event {
  const { run: id, step: stepId, variant } = owed.effect
  const run = state.recovery.runs[id]
  if (run?.expiresMs != null && atMs > run.expiresMs) return { type: 'approval-expired', atMs, by: SYSTEM, run: id }
  const step = procedureNow(plan, state).byId.get(stepId)
  const attempted = attempt(state, owed, atMs, SYSTEM)
  return attempted.type === 'attempted' && step
    ? { ...attempted, limitMs: atMs + runLimitMs(step, variant) }
    : attempted
}
