/** What workers and providers report of effects. A report that comes twice, late or for something unknown changes nothing. */
import type { Plan } from '../plan/schema.ts'
import { type CommandOf, happened, type IncidentDecision, nothing } from './decision.ts'
import { settle } from './efforts.ts'
import { onCallFound } from './on-call.ts'
import type { IncidentState } from './state.ts'

export function decideReport(
  plan: Plan,
  state: IncidentState,
  command: CommandOf<'outcome' | 'report-delivery'>,
): IncidentDecision {
  if (command.type === 'report-delivery') return reportDelivery(state, command)
  const effort = state.efforts[command.obligation]
  // Somebody has said how it ended, or it was never lost: a late word changes nothing.
  if (effort?.effect.kind === 'run-step' && effort.end && state.recovery.runs[effort.effect.run]?.state !== 'unknown')
    return nothing()
  const events = settle(effort, command)
  return happened(...events, ...events.flatMap((event) => onCallFound(plan, state, event, command.facts)))
}

function reportDelivery(state: IncidentState, command: CommandOf<'report-delivery'>): IncidentDecision {
  const { atMs, by, page, means, ref, status, reason } = command
  const paged = state.pages[page]
  const entry = paged?.tries.find((candidate) => candidate.ref === ref)
  // A report can overtake the very answer that names its reference.
  const expected = paged?.tries.some((candidate) => candidate.means === means && candidate.state === 'in-hand')
  if (!entry && !(expected && paged?.early[ref]?.status !== status)) return nothing()
  if (entry?.delivery === status) return nothing()
  // An answered call that then ends, or a delivery receipt that comes out of order, takes nothing back.
  if (entry?.delivery === 'answered' || (entry?.delivery === 'delivered' && status !== 'undelivered')) return nothing()
  return happened({ type: 'delivery-reported', atMs, by, page, means, ref, status, ...(reason ? { reason } : {}) })
}
