/** One fact folded into the state. Total: every event that `decide` gives can be evolved; nothing here decides anything. */
import { evolveEffort } from './efforts.ts'
import type { Event } from './events.ts'
import { evolveEscalation } from './evolve-escalation.ts'
import { evolveLifecycle } from './evolve-lifecycle.ts'
import { evolveOutcome } from './evolve-outcome.ts'
import type { IncidentState } from './state.ts'

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
    default:
      return evolveLifecycle(state, event)
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
  'tell-overview',
  'on-call-lookup',
])

const isDead = (event: Event) =>
  (event.type === 'attempt-failed' || event.type === 'attempt-lost') && event.retryAtMs === undefined

function changesBoard(event: Event): boolean {
  switch (event.type) {
    case 'attempted':
    case 'attempt-withdrawn':
    case 'life-shown':
      return false
    case 'carried-out':
    case 'attempt-failed':
    case 'attempt-lost':
      return isDead(event) || !QUIET.has(event.effect.kind)
    default:
      return true
  }
}

/** Whether people in the channel are told by a message of its own, besides the board. */
function isSaid(event: Event, phase: IncidentState['phase']): boolean {
  switch (event.type) {
    case 'attempted':
    case 'attempt-withdrawn':
    case 'life-shown':
    case 'page-opened':
    case 'on-call-found':
    case 'declared':
      return false
    case 'delivery-reported':
      // That a telephone rang on in vain after the end is for the record only.
      return phase === 'open' && event.status !== 'delivered' && event.status !== 'answered'
    case 'carried-out':
      return event.effect.kind === 'notify'
    case 'attempt-failed':
      return !event.held && (event.effect.kind === 'page' || isDead(event))
    case 'attempt-lost':
      return isDead(event)
    default:
      return true
  }
}

const IS_HUMAN: ReadonlySet<string> = new Set(['slack', 'sms', 'voice', 'email', 'pagerduty', 'console', 'cli'])

/** What every event can bring besides its own meaning: something for the board, something to say, a sign of life. */
function mark(state: IncidentState, event: Event): IncidentState {
  const { seq } = state
  const next = { ...state }
  if (changesBoard(event)) next.changed = { seq, atMs: event.atMs }
  if (isSaid(event, state.phase)) next.posts = [...state.posts, { id: `${seq}`, atMs: event.atMs, seq }]
  if (IS_HUMAN.has(event.by.via) && event.type !== 'delivery-reported') {
    next.lastLifeMs = event.atMs
    next.asked = null
  }
  if (isDead(event) && 'effect' in event && event.effect.kind !== 'page') {
    const what = event.type === 'attempt-failed' ? event.reason : 'no outcome by its deadline'
    next.troubles = [...state.troubles, { atMs: event.atMs, seq, obligation: event.obligation, what }]
  }
  return next
}
