/** Asked by a worker just before it acts: has what was handed out been overtaken meanwhile? */
import type { Plan } from '../plan/schema.ts'
import { stillGoes } from './communication/owed-communication.ts'
import { openTasks } from './communication/tasks.ts'
import { isNewestWarning } from './communication/warnings.ts'
import { isOpenCode } from './console/decide-console.ts'
import { isReported } from './drill/report-owed.ts'
import { isStillTheirs } from './duties.ts'
import type { ExternalEffect } from './effects.ts'
import { hasAcknowledged, pageWanted } from './ladder.ts'
import { approvalsMissing } from './recovery/approval.ts'
import { procedureNow } from './recovery/procedure-now.ts'
import { mayBegin } from './recovery/standing.ts'
import { isReviewed } from './review/owed-review.ts'
import type { IncidentState } from './state.ts'
import { watchWants } from './watch-owed.ts'

export function stillWanted(plan: Plan, state: IncidentState, obligation: string, attempt: number): boolean {
  const effort = state.efforts[obligation]
  if (effort?.inHand?.attempt !== attempt) return false
  const { effect } = effort
  switch (effect.kind) {
    case 'page': {
      const page = state.pages[effect.page]
      return page !== undefined && pageWanted(plan, state, page)
    }
    case 'check-delivery':
      return state.phase === 'open'
    case 'ask-again':
      return state.phase === 'open' && hasAcknowledged(state, effect.person)
    case 'notify':
      return stillGoes(plan, state, effect)
    case 'run-step':
      return runWanted(plan, state, effect)
    case 'ask-approval':
      return state.phase === 'open' && state.recovery.runs[effect.run]?.state === 'requested'
    case 'tell-clock':
      return state.phase === 'open'
    case 'tell-duty':
      return isStillTheirs(plan, state, effect)
    case 'tell-notice':
      return isNewestWarning(state, effect)
    case 'ask-task':
      return openTasks(plan, state).some(({ id }) => id === effect.task)
    case 'settle-pagerduty':
      return effect.action === 'resolve' || state.phase === 'open'
    case 'send-link':
      return state.phase === 'open'
    case 'send-code': {
      const code = state.console.codes[effect.challenge]
      return code !== undefined && isOpenCode(code, effort.lastAtMs)
    }
    case 'file-report':
      return isReported(state)
    case 'file-review':
    case 'send-review':
      return isReviewed(state)
    case 'tell-watch':
      return watchWants(state, effect)
    default:
      return true
  }
}

/** The last look before anything is begun: approved, for exactly this, and nobody has called it off. */
function runWanted(plan: Plan, state: IncidentState, effect: Extract<ExternalEffect, { kind: 'run-step' }>): boolean {
  const step = procedureNow(plan, state).byId.get(effect.step)
  const run = state.recovery.runs[effect.run]
  if (state.phase !== 'open' || !step || run?.state !== 'running' || run.cancelAsked) return false
  return run.digest === effect.digest && approvalsMissing(step, run) === 0 && mayBegin(plan, state, step, run)
}
