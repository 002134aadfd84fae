/** How an incident ends, and how it comes back. */
import type { Plan } from '../plan/schema.ts'
import { type CommandOf, clockTime, happened, type IncidentDecision, nothing, overNote, refuse } from './decision.ts'
import { whyRecordNotDone } from './drill/record.ts'
import { decideResolve } from './recovery/resolving.ts'
import type { IncidentState } from './state.ts'

export function decideEnding(
  plan: Plan,
  state: IncidentState,
  command: CommandOf<'resolve' | 'cancel' | 'merge-into' | 'reopen'>,
): IncidentDecision {
  const { atMs, by } = command
  if (command.type === 'reopen') return reopen(plan, state, command)
  const over = overNote(state)
  if (over) return nothing(over)
  switch (command.type) {
    case 'resolve': {
      const why = whyRecordNotDone(plan, state)
      return why === undefined ? decideResolve(plan, state, command) : refuse(why)
    }
    case 'cancel':
      return happened({ type: 'cancelled', atMs, by, reason: command.reason })
    case 'merge-into':
      if (command.incident === state.id) return refuse(`${state.id} cannot be merged into itself.`)
      return happened({ type: 'merged', atMs, by, into: command.incident })
  }
}

function reopen(plan: Plan, state: IncidentState, command: CommandOf<'reopen'>): IncidentDecision {
  const { atMs, by } = command
  if (state.phase === 'open') return nothing(`${state.id} is open already.`)
  const endedMs = state.endedMs ?? atMs
  if (atMs - endedMs > plan.reopenWithin) {
    return refuse(
      `${state.id} ended on ${new Date(endedMs).toISOString().slice(0, 10)} at ${clockTime(endedMs)}, too long ago to be reopened; declare a new incident.`,
    )
  }
  return happened({ type: 'reopened', atMs, by, ...(command.reason ? { reason: command.reason } : {}) })
}
