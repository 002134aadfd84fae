/** Who is told that it is over, once somebody says so: whoever a notice has told that it had begun, by the same means. */
import type { Plan } from '../plan/schema.ts'
import { meansInForce, noticesInForce } from './communication/in-force.ts'
import { hasTold, needsApproval } from './communication/schedule.ts'
import { communicationRole } from './communication/tasks.ts'
import type { IncidentState } from './state.ts'
import type { View } from './view-shape.ts'

export function endingView(plan: Plan, state: IncidentState): View['ending'] {
  if (state.phase !== 'open') return []
  return noticesInForce(plan, state).flatMap((notice) => {
    const means = meansInForce(plan, state, notice).filter((one) => one !== 'manual' && hasTold(state, notice.id, one))
    if (means.length === 0) return []
    const told = { audience: plan.audiences[notice.audience]?.label ?? notice.audience, means }
    if (!needsApproval(notice, 'resolved')) return [told]
    const role = notice.approval?.by ?? communicationRole(plan, state)
    const by = plan.roles[role]?.label ?? role
    return [{ ...told, approval: { by, holds: notice.approval?.otherwise === 'hold' } }]
  })
}
