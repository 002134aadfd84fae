/** Folds the events of a watch into its state. Never throws on an event that `decide` gave, and changes nothing in place. */
import { countFired, evolveAfterwatch } from '../afterwatch/afterwatch.ts'
import { awaitRuns, evolveBackups, evolveMaking, evolveTry } from '../backups/evolve-backups.ts'
import { noBackups } from '../backups/track.ts'
import { evolveAsking, evolveContacts } from '../contacts/evolve-contacts.ts'
import { noContacts } from '../contacts/track.ts'
import { evolveDrill, tellOfIncident } from '../drills/evolve-drills.ts'
import { NO_TRACK } from '../drills/live-occasions.ts'
import { evolveFollowup } from '../followups/evolve-followups.ts'
import { isFollowupEvent } from '../followups/track.ts'
import { evolveMonth, withReport } from '../months/months.ts'
import { evolvePlanReview } from '../plan-review/plan-review.ts'
import { isPlanReviewEvent } from '../plan-review/track.ts'
import type { Proof } from '../proof.ts'
import { evolveServing } from '../regions/regions.ts'
import { evolveSignal, signalsAtBeginning, signalsAtEnding } from '../signals/evolve-signals.ts'
import { isSignalEvent, noSignals } from '../signals/track.ts'
import { type AttemptEvent, evolveEffort } from './efforts.ts'
import type { Event, EventOf } from './events.ts'
import { type News, PROOFS_MAX, type WatchState } from './state.ts'

export function evolve(state: WatchState, event: Event): WatchState {
  return { ...countFired(apply(state, event), event), seq: state.seq + 1 }
}

function apply(state: WatchState, event: Event): WatchState {
  if (isSignalEvent(event)) return evolveSignal(state, event)
  if (isFollowupEvent(event)) return evolveFollowup(state, event)
  if (isPlanReviewEvent(event)) return evolvePlanReview(state, event)
  switch (event.type) {
    case 'plan-adopted':
      return adopted(state, event)
    case 'plan-retired': {
      const { planDigest: _gone, ...rest } = state
      const backups = { ...noBackups(), handled: state.backups.handled }
      return {
        ...rest,
        news: [],
        drills: {},
        backups,
        contacts: noContacts,
        signals: noSignals(),
        serving: null,
        planReview: null,
        afterwatch: null,
      }
    }
    case 'incident-began': {
      const { type: _type, atMs: _atMs, by: _by, incident, ...open } = event
      // Of another scenario now, it is the same incident: where it has moved users stays.
      const before = state.openIncidents[incident]
      const now = { ...(before?.serving !== undefined && { serving: before.serving }), ...open }
      const after = { ...state, openIncidents: { ...state.openIncidents, [incident]: now } }
      return signalsAtBeginning(tellOfIncident(after, event), event)
    }
    case 'incident-ended': {
      const { [event.incident]: _ended, ...openIncidents } = state.openIncidents
      const proofs = withProofs(state, event.proof ? [event.proof] : [])
      return awaitRuns(signalsAtEnding({ ...state, openIncidents, proofs }, event), event)
    }
    case 'serving-moved':
    case 'serving-claimed':
      return evolveServing(state, event)
    case 'afterwatch-began':
    case 'afterwatch-ended':
      return evolveAfterwatch(state, event)
    case 'month-ended':
      return evolveMonth(state, event)
    case 'news-answered':
      return answer(state, event)
    case 'attempted':
      return evolveEffort(counted(state, event), event)
    case 'attempt-withdrawn':
      return withTry(evolveEffort(state, event), event)
    case 'carried-out':
    case 'attempt-failed':
    case 'attempt-lost':
      return withTry(evolveAsking(evolveEffort(state, event), event), event)
    case 'backups-found':
    case 'backup-fault-began':
    case 'backup-fault-changed':
    case 'backup-fault-ended':
    case 'verification-asked':
    case 'backup-asked':
    case 'backups-awaited':
    case 'backup-ran-again':
      return evolveBackups(state, event)
    case 'contact-round-began':
    case 'contact-confirmed':
    case 'contact-round-closed':
    case 'reach-looked-at':
      return evolveContacts(state, event)
    default:
      return evolveDrill(state, event)
  }
}

/** What the plan has only now counts from now; what it has no more is forgotten, with all that was asked of it. */
function adopted(state: WatchState, { atMs, planId, planDigest, proofs, has }: EventOf<'plan-adopted'>): WatchState {
  const drills = has.drills.map(
    (id) => [id, state.drills[id] ?? { ...NO_TRACK, cursorMs: atMs, sinceMs: atMs }] as const,
  )
  const { contacts } = state
  const isNew = contacts.every !== has.contactTests
  return {
    ...{ ...state, planId, planDigest, drills: Object.fromEntries(drills) },
    sinceMs: state.planDigest === undefined ? atMs : state.sinceMs,
    proofs: withProofs(state, proofs),
    contacts: isNew ? { ...contacts, every: has.contactTests, cursorMs: atMs } : contacts,
  }
}

/** How often it was told is counted as it goes out, so that the next time is due whatever becomes of this one. */
function counted(state: WatchState, event: Event): WatchState {
  if (event.type !== 'attempted' || !('news' in event.effect) || event.effect.kind === 'retire-news') return state
  const { effect } = event
  const count = (one: News): News =>
    effect.kind === 'post-news' ? { ...one, posted: true } : { ...one, told: Math.max(one.told, effect.nth + 1) }
  return { ...state, news: state.news.map((one) => (one.id === effect.news ? count(one) : one)) }
}

/** Evidence is what came of an attempt. */
function withTry(state: WatchState, event: Exclude<AttemptEvent, { type: 'attempted' }>): WatchState {
  const { effect } = event
  if (effect.kind === 'report-month') return event.type === 'carried-out' ? withReport(state, event, effect) : state
  if (effect.kind === 'make-backup') return evolveMaking(state, event, effect)
  return effect.kind === 'verify-backup' ? evolveTry(state, event, effect) : state
}

function answer(state: WatchState, { news: id, atMs, by }: EventOf<'news-answered'>): WatchState {
  const answered = { atMs, by }
  return { ...state, news: state.news.map((one) => (one.id === id ? { ...one, answered } : one)) }
}

function withProofs({ proofs }: WatchState, more: readonly Proof[]): Proof[] {
  const known = new Set(proofs.map(({ incident }) => incident))
  return [...proofs, ...more.filter(({ incident }) => !known.has(incident))]
    .toSorted((a, b) => a.startedMs - b.startedMs)
    .slice(-PROOFS_MAX)
}
