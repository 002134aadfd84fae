/** Buttons that fit the moment: few, the likeliest first. */
import type { Plan } from '../plan/schema.ts'
import { nextLevel } from './ladder.ts'
import { procedureNow } from './recovery/procedure-now.ts'
import type { IncidentState } from './state.ts'
import type { View } from './view-shape.ts'

export function actionsFor(plan: Plan, state: IncidentState): View['actions'] {
  if (state.phase === 'resolved') return [{ command: 'reopen', label: 'Reopen' }]
  if (state.phase !== 'open') return []
  const acknowledged = Object.keys(state.acknowledgements).length > 0
  const actions: View['actions'] = [
    { command: 'ack', label: acknowledged ? 'Acknowledge too' : 'Acknowledge', style: 'primary' },
  ]
  actions.push({ command: 'update', label: 'Post update' })
  if (procedureNow(plan, state).steps.length > 0) actions.push({ command: 'step', label: 'Recovery steps' })
  if (plan.notices.length > 0) actions.push({ command: 'comms', label: 'Messages' })
  if (nextLevel(plan, state)) actions.push({ command: 'escalate', label: 'Page next level' })
  if (acknowledged) actions.push({ command: 'next', label: 'Hand off' })
  actions.push({ command: 'resolve', label: 'Resolve', style: 'danger' })
  return actions
}
