/** One fact folded into the state. Total: every event that `decide` gives can be evolved; nothing here decides anything. */
import { evolveCommunication } from './communication/evolve-communication.ts'
import { isTooLateToWarn } from './communication/warnings.ts'
import { evolveConsole, isOfConsole, isPersonal } from './console/evolve-console.ts'
import { evolveRecord } from './drill/record.ts'
import { evolveEffort } from './efforts.ts'
import type { Event, EventOf } from './events.ts'
import { evolveEscalation } from './evolve-escalation.ts'
import { evolveLifecycle } from './evolve-lifecycle.ts'
import { evolveOutcome } from './evolve-outcome.ts'
import { isOfRecovery } from './recovery/events.ts'
import { evolveRecovery } from './recovery/evolve-recovery.ts'
import type { Run } from './recovery/state.ts'
import { evolveReview } from './review/decide-review.ts'
import type { FilingReason } from './review/state.ts'
import type { IncidentState } from './state.ts'
import { evolveVoyage } from './voyage.ts'

export function evolve(state: IncidentState, event: Event): IncidentState {
  const seq = state.seq + 1
  return mark({ ...fold({ ...state, seq }, event), seq }, event)
}

function fold(state: IncidentState, event: Event): IncidentState {
  switch (event.type) {
    case 'attempted':
    case 'carried-out':
    case 'attempt-failed':
    case 'attempt-lost':
    case 'attempt-withdrawn':
      return evolveOutcome(evolveEffort(state, event), event)
    case 'level-reached':
    case 'on-call-found':
    case 'page-opened':
    case 'page-exhausted':
    case 'delivery-reported':
    case 'acknowledged':
    case 'declined':
    case 'acknowledgement-lapsed':
    case 'ladder-paused':
    case 'ladder-resumed':
    case 'ladder-ended':
      return evolveEscalation(state, event)
    case 'message-edited':
    case 'message-approved':
    case 'message-skipped':
    case 'told-by-hand':
    case 'question-answered':
    case 'cadence-set':
    case 'review-published':
    case 'notice-warned':
      return evolveCommunication(state, event)
    case 'record-signed':
      return evolveRecord(state, event)
    case 'review-filled':
    case 'note-changed':
      return evolveReview(state, event)
    case 'gone-adrift':
    case 'lifeboat-merged':
      return evolveVoyage(state, event)
    default:
      if (isOfConsole(event)) return evolveConsole(state, event)
      return isOfRecovery(event) ? evolveRecovery(state, event) : evolveLifecycle(state, event)
  }
}

/** Effects that only serve the channel itself: saying so in the channel would never end. */
const QUIET: ReadonlySet<string> = new Set([
  'show-board',
  'say',
  'set-topic',
  'invite',
  'set-bookmarks',
  'check-delivery',
  'retire-page',
  'retire-ask',
  'tell-overview',
  'on-call-lookup',
  'show-step',
  'ask-approval',
  'tell-clock',
  'show-task',
  'ask-task',
  'update-ask',
  'tell-notice',
  'tell-duty',
  'publish-site',
  'tell-subscribers',
  'file-report',
  'file-review',
  'send-review',
  'send-link',
  'send-code',
])

/** Where the review is: people are told once it is there, and when it is published. */
const SAID_FILINGS: ReadonlySet<FilingReason> = new Set(['ended', 'published'])

/** What was published does not read back as it was written. */
const differs = (event: Event): event is EventOf<'carried-out'> & { detail: { difference: string } } =>
  event.type === 'carried-out' && typeof event.detail.difference === 'string'

const isDead = (event: Event) =>
  (event.type === 'attempt-failed' || event.type === 'attempt-lost') && event.retryAtMs === undefined

function changesBoard(event: Event): boolean {
  switch (event.type) {
    case 'attempted':
    case 'attempt-withdrawn':
      return event.effect.kind === 'run-step'
    case 'life-shown':
    case 'run-renewed':
      return false
    case 'carried-out':
    case 'attempt-failed':
    case 'attempt-lost':
      return isDead(event) || differs(event) || !QUIET.has(event.effect.kind)
    default:
      return !isPersonal(event)
  }
}

/** Whether people in the channel are told by a message of its own, besides the board. */
function isSaid(event: Event, { phase, recovery }: IncidentState): boolean {
  switch (event.type) {
    case 'attempted':
      // What starts by itself, and works, has a message of its own.
      return event.effect.kind === 'run-step' && isAskedByPeople(recovery.runs[event.effect.run])
    case 'attempt-withdrawn':
    case 'life-shown':
    case 'page-opened':
    case 'on-call-found':
    case 'declared':
    case 'run-renewed':
    case 'step-put-first':
    // Several follow each other, and the document shows them.
    case 'review-filled':
      return false
    case 'step-requested':
      // What waits for people or is about to start has a message of its own.
      return false
    case 'notice-warned':
      return !isTooLateToWarn(event.mark, event.lateMs, event.atMs)
    case 'request-voided':
      return isAskedByPeople(recovery.runs[event.run])
    case 'delivery-reported':
      // That a telephone rang on in vain after the end is for the record only.
      return phase === 'open' && event.status !== 'delivered' && event.status !== 'answered'
    case 'carried-out':
      return (
        event.effect.kind === 'notify' ||
        (event.effect.kind === 'file-review' && SAID_FILINGS.has(event.effect.why) && 'url' in event.detail) ||
        differs(event) ||
        (event.effect.kind === 'run-step' && isAskedByPeople(recovery.runs[event.effect.run]))
      )
    case 'attempt-failed':
      if (event.held) return event.effect.kind === 'run-step' && recovery.runs[event.effect.run]?.lostMs !== undefined
      return event.effect.kind === 'page' || isDead(event)
    case 'attempt-lost':
      return isDead(event)
    default:
      return !isPersonal(event)
  }
}

const isAskedByPeople = (run: Run | undefined): boolean =>
  run !== undefined && (run.requestedBy.via !== 'system' || run.approvals.length > 0 || run.breakGlass !== undefined)

/** What shows by itself that it failed. */
const OWN_TROUBLE: ReadonlySet<string> = new Set(['page', 'run-step'])

const IS_HUMAN: ReadonlySet<string> = new Set(['slack', 'sms', 'voice', 'email', 'pagerduty', 'console', 'cli'])

/** What every event can bring besides its own meaning: something for the board, something to say, a sign of life. */
function mark(state: IncidentState, event: Event): IncidentState {
  const { seq } = state
  const next = { ...state }
  if (changesBoard(event)) next.changed = { seq, atMs: event.atMs }
  if (isSaid(event, state)) next.posts = [...state.posts, { id: `${seq}`, atMs: event.atMs, seq }]
  if (IS_HUMAN.has(event.by.via) && event.type !== 'delivery-reported') {
    next.lastLifeMs = event.atMs
    next.asked = null
  }
  if (isDead(event) && 'effect' in event && !OWN_TROUBLE.has(event.effect.kind)) {
    const what = event.type === 'attempt-failed' ? event.reason : 'no outcome by its deadline'
    next.troubles = [...state.troubles, { atMs: event.atMs, seq, obligation: event.obligation, what }]
  }
  if (differs(event)) next.troubles = [...next.troubles, { atMs: event.atMs, seq, what: event.detail.difference }]
  return next
}
