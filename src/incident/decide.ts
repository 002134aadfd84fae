/**
 * What becomes of a command: events, or a refusal that says why. Every rule about what may happen in an incident starts here; adapters, commands and
 * pages hold none.
 */
import type { Plan } from '../plan/schema.ts'
import type { Command } from './commands.ts'
import { decideCommunication } from './communication/decide-communication.ts'
import { decideConsole } from './console/decide-console.ts'
import { decideAnswer } from './decide-answer.ts'
import { decideEnding } from './decide-ending.ts'
import { decideLadder } from './decide-ladder.ts'
import { decideReport } from './decide-report.ts'
import { decideSituation } from './decide-situation.ts'
import { type IncidentDecision, nothing, refuse } from './decision.ts'
import { declare } from './declare.ts'
import { decideRecord } from './drill/record.ts'
import { decideRecovery } from './recovery/decide-recovery.ts'
import { decideReview } from './review/decide-review.ts'
import type { IncidentState } from './state.ts'
import { tick } from './tick.ts'
import { decideAdrift } from './voyage.ts'

export function decide(plan: Plan | undefined, state: IncidentState, command: Command): IncidentDecision {
  if (!plan) return command.type === 'tick' ? nothing() : refuse('There is no such incident.')
  if (command.type === 'declare') return declare(plan, state, command)
  if (state.phase === 'not-declared') return command.type === 'tick' ? nothing() : refuse('There is no such incident.')
  switch (command.type) {
    case 'tick':
      return tick(plan, state, command.atMs, command.facts)
    case 'outcome':
    case 'report-delivery':
      return decideReport(plan, state, command)
    case 'acknowledge':
    case 'decline':
      return decideAnswer(plan, state, command)
    case 'escalate':
    case 'pause-ladder':
    case 'resume-ladder':
    case 'page-person':
      return decideLadder(plan, state, command)
    case 'resolve':
    case 'cancel':
    case 'merge-into':
    case 'reopen':
      return decideEnding(plan, state, command)
    case 'join-declaration':
    case 'assign-role':
    case 'change-severity':
    case 'set-scenario':
    case 'change-status':
    case 'note':
    case 'update':
    case 'set-eta':
    case 'set-outage-start':
    case 'contact-vendor':
    case 'show-life':
      return decideSituation(plan, state, command)
    case 'notify':
    case 'edit-message':
    case 'approve-message':
    case 'skip-message':
    case 'told-by-hand':
    case 'answer-question':
    case 'set-cadence':
    case 'publish-review':
      return decideCommunication(plan, state, command)
    case 'sign-record':
      return decideRecord(plan, state, command)
    case 'move':
    case 'move-back':
    case 'ask-link':
    case 'open-console':
    case 'ask-code':
    case 'answer-code':
      return decideConsole(plan, state, command)
    case 'fill-review':
    case 'change-note':
      return decideReview(plan, state, command)
    case 'go-adrift':
      return decideAdrift(state, command)
    default:
      return decideRecovery(plan, state, command)
  }
}
