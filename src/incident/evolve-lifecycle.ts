/** Facts of the incident itself: declared, who leads, what is said of it, how it ended. */
import { askedAgain, change, communicationReopened } from './communication/evolve-communication.ts'
import { noCommunication } from './communication/state.ts'
import type { Event, EventOf, Status } from './events.ts'
import { withParticipant } from './evolve-escalation.ts'
import { initialState, newLadder } from './initial-state.ts'
import { withoutRequests } from './recovery/evolve-recovery.ts'
import { noRecovery } from './recovery/state.ts'
import type { IncidentState, Update } from './state.ts'

type LifecycleEvent = EventOf<
  | 'declared'
  | 'declaration-joined'
  | 'role-assigned'
  | 'severity-changed'
  | 'scenario-set'
  | 'status-changed'
  | 'noted'
  | 'updated'
  | 'eta-set'
  | 'outage-start-set'
  | 'notice-asked'
  | 'vendor-contacted'
  | 'resolution-asked'
  | 'resolution-stopped'
  | 'resolved'
  | 'cancelled'
  | 'merged'
  | 'reopened'
  | 'life-shown'
>

export function evolveLifecycle(state: IncidentState, event: LifecycleEvent): IncidentState {
  const { atMs, by } = event
  switch (event.type) {
    case 'declared':
      return declared(state, event)
    case 'declaration-joined':
      return withParticipant(state, by.person ?? by.id)
    case 'role-assigned': {
      const givenBy = by.person === undefined ? {} : { givenBy: by.person }
      const holder = { person: event.person, sinceMs: atMs, acting: false, ...givenBy }
      const next = withParticipant({ ...state, roles: { ...state.roles, [event.role]: holder } }, event.person)
      return event.role === state.commanderRole ? { ...next, topicSeq: state.seq } : next
    }
    case 'scenario-set':
      // What was asked for belongs to other steps, or to the same ones under another objective.
      return {
        ...change(state, () => ({ changedMs: atMs })),
        scenario: event.to,
        resolving: null,
        recovery: withoutRequests(state.recovery, atMs),
        clockSetMs: atMs,
        topicSeq: state.seq,
      }
    case 'severity-changed':
      return {
        ...change(state, () => ({ changedMs: atMs })),
        severity: event.to,
        topicSeq: state.seq,
        publicVersion: state.publicVersion + 1,
        publicChangedMs: atMs,
      }
    case 'status-changed':
      return {
        ...withStatus(state, event, event.to),
        status: event.to,
        restoredMs: event.to === 'monitoring' ? atMs : null,
        topicSeq: state.seq,
      }
    case 'noted':
      return {
        ...state,
        notes: [...state.notes, { seq: state.seq, atMs, by, text: event.text, decision: event.decision }],
      }
    case 'updated':
      return withUpdate(state, event, state.status, event.text, event.public)
    case 'eta-set':
      return { ...state, etaMs: event.etaMs }
    case 'outage-start-set':
      return { ...state, outageStartMs: event.outageStartMs, clockSetMs: atMs }
    case 'notice-asked':
      return event.again
        ? askedAgain(state, event.notice, atMs)
        : { ...state, asks: { ...state.asks, [event.notice]: atMs } }
    case 'vendor-contacted': {
      const { vendor, reference } = event
      const contact = { atMs, by, vendor, ...(reference ? { reference } : {}) }
      return { ...state, vendorContacts: [...state.vendorContacts, contact] }
    }
    case 'resolution-asked': {
      const text = event.text ? { text: event.text, ...(event.public && { isPublic: true as const }) } : {}
      return { ...state, resolving: { atMs, by, ...text } }
    }
    case 'resolution-stopped':
      return { ...state, resolving: null }
    case 'resolved':
    case 'cancelled':
      return ended(state, event)
    case 'merged':
      return merged(state, event)
    case 'reopened':
      return reopened(state, event)
    case 'life-shown':
      return state
  }
}

function declared(state: IncidentState, event: EventOf<'declared'>): IncidentState {
  const {
    atMs,
    by,
    planDigest,
    planId,
    scenario,
    severity,
    mode,
    drill = null,
    seen,
    outageStartMs,
    components,
    commanderRole,
    commander,
    drillMs = {},
  } = event
  const fresh: IncidentState = {
    ...initialState(state.id),
    seq: state.seq,
    phase: 'open',
    planDigest,
    planId,
    scenario,
    severity,
    mode,
    drill,
    seen,
    components,
    outageStartMs,
    declaredBy: by,
    declaredMs: atMs,
    clockSetMs: atMs,
    commanderRole,
    roles: commander ? { [commanderRole]: { person: commander, sinceMs: atMs, acting: commander === by.person } } : {},
    ladder: newLadder(0, atMs, 0),
    communication: { ...noCommunication(), changedMs: atMs },
    recovery: { ...noRecovery(), drillMs },
    updates: [{ atMs, by, status: 'investigating', public: true }],
    publicVersion: 1,
    publicChangedMs: atMs,
    topicSeq: state.seq,
  }
  const withDeclarer = withParticipant(fresh, by.person ?? by.id)
  return commander ? withParticipant(withDeclarer, commander) : withDeclarer
}

/** Every status is public; what was said with it only when it is marked so, else the public page has its standing words. */
function withStatus(
  state: IncidentState,
  event: EventOf<'status-changed' | 'resolved'>,
  status: Status,
): IncidentState {
  if (!event.text || event.public) return withUpdate(state, event, status, event.text, true)
  return withUpdate(withUpdate(state, event, status, undefined, true), event, status, event.text, false)
}

function withUpdate(
  state: IncidentState,
  event: Event,
  status: Status,
  text: Update['text'],
  isPublic: boolean,
): IncidentState {
  const update: Update = { atMs: event.atMs, by: event.by, status, public: isPublic }
  if (text) update.text = text
  const next = { ...state, updates: [...state.updates, update] }
  return isPublic ? { ...next, publicVersion: state.publicVersion + 1, publicChangedMs: event.atMs } : next
}

function ended(state: IncidentState, event: EventOf<'resolved' | 'cancelled'>): IncidentState {
  const { atMs } = event
  // Why a false alarm was called off is for the team; the public page has standing words for a correction.
  const next =
    event.type === 'resolved'
      ? withStatus(state, event, 'resolved')
      : withUpdate(state, event, 'resolved', undefined, true)
  const endText = event.type === 'resolved' ? event.text : event.reason
  return {
    ...next,
    phase: event.type,
    status: 'resolved',
    endedMs: atMs,
    endings: state.endings + 1,
    pause: null,
    asked: null,
    resolving: null,
    recovery: withoutRequests(state.recovery, atMs),
    topicSeq: state.seq,
    ...(endText ? { endText } : {}),
  }
}

function merged(state: IncidentState, event: EventOf<'merged'>): IncidentState {
  const { atMs } = event
  return {
    ...state,
    phase: 'merged',
    resolving: null,
    recovery: withoutRequests(state.recovery, atMs),
    mergedInto: event.into,
    endedMs: atMs,
    topicSeq: state.seq,
    publicVersion: state.publicVersion + 1,
    publicChangedMs: atMs,
  }
}

/** The same incident, and a new pass through the ladder: whoever had acknowledged may long be asleep. */
function reopened(state: IncidentState, event: EventOf<'reopened'>): IncidentState {
  const { atMs } = event
  const { endText: _endText, ...before } = withUpdate(state, event, 'investigating', undefined, true)
  return {
    ...before,
    phase: 'open',
    status: 'investigating',
    endedMs: null,
    reopenedMs: atMs,
    clockSetMs: atMs,
    restoredMs: null,
    respites: [...state.respites, { fromMs: state.restoredMs ?? state.endedMs ?? atMs, toMs: atMs }],
    acknowledgements: {},
    declined: [],
    asked: null,
    ladder: newLadder(state.ladder.round + 1, atMs, 0),
    communication: communicationReopened(state, atMs),
    review: { ...state.review, published: null },
    topicSeq: state.seq,
  }
}
