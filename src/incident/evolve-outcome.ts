/** What an attempt, or its outcome, means beyond the effort itself: a page has rung, the channel is there, an audience has been told. */
import { type Private, privately } from '../plan/actor.ts'
import { toPlain } from '../plan/plain-text.ts'
import type { Means } from '../plan/schema.ts'
import { evolveCommunicated } from './communication/evolve-communication.ts'
import { hasReached } from './communication/indexed.ts'
import { messageKey, textOfMessage } from './communication/state.ts'
import type { DeliveryStatus, ExternalEffect } from './effects.ts'
import type { EventOf } from './events.ts'
import { changePage, reported, withReport } from './evolve-escalation.ts'
import { evolveAsked, evolveRestorePoints, evolveRun, evolveShown } from './recovery/evolve-recovery.ts'
import type { IncidentState, NoticeSent, Try } from './state.ts'

type AttemptEvent = EventOf<'attempted' | 'carried-out' | 'attempt-failed' | 'attempt-lost' | 'attempt-withdrawn'>
type EffectOf<K extends ExternalEffect['kind']> = Extract<ExternalEffect, { kind: K }>

export function evolveOutcome(state: IncidentState, event: AttemptEvent): IncidentState {
  const { effect } = event
  switch (effect.kind) {
    case 'page':
      return paged(state, event, effect)
    case 'notify':
      return notified(state, event, effect)
    case 'run-step':
      return evolveRun(state, event, effect.run)
    case 'find-restore-points':
      return event.type === 'carried-out' || event.type === 'attempt-failed' ? evolveRestorePoints(state, event) : state
    case 'ask-again': {
      // Asked, or in vain by every means: the time to answer runs either way.
      const inVain = (event.type === 'attempt-failed' || event.type === 'attempt-lost') && event.retryAtMs === undefined
      const asked = event.type === 'carried-out' || inVain
      return asked ? { ...state, asked: { person: effect.person, atMs: event.atMs } } : state
    }
    default:
      return event.type === 'carried-out' ? carriedOut(state, event) : state
  }
}

const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function carriedOut(state: IncidentState, event: EventOf<'carried-out'>): IncidentState {
  const { effect, detail, atMs } = event
  switch (effect.kind) {
    case 'open-channel':
      return { ...state, channel: { id: word(detail.channelId) ?? '', name: word(detail.channelName) ?? '' } }
    case 'show-board':
      return { ...state, board: { ts: word(detail.ts) ?? state.board?.ts ?? '', shownSeq: effect.upToSeq, atMs } }
    case 'say':
      return { ...state, posts: state.posts.filter((post) => !effect.posts.includes(post.id)), lastSaidMs: atMs }
    case 'check-delivery': {
      const status = word(detail.status) as DeliveryStatus | undefined
      const known = state.pages[effect.page]?.tries.find((entry) => entry.ref === effect.ref)
      return status && known && !known.delivery ? reported(state, effect.page, effect.ref, { atMs, status }) : state
    }
    case 'ask-approval':
      return evolveAsked(state, event, effect.run)
    case 'show-step':
      return evolveShown(state, event, effect.step, effect.key)
    case 'publish-status': {
      const published = {
        ...state,
        publishedVersion: Math.max(state.publishedVersion, effect.version),
        publishedMs: atMs,
      }
      const hostedId = word(detail.hostedId)
      return hostedId ? { ...published, hostedId } : published
    }
    case 'file-report': {
      const place = word(detail.place)
      return place === undefined ? state : { ...state, filed: { atMs, place } }
    }
    case 'file-review':
      return { ...state, review: { ...state.review, filed: { atMs, place: word(detail.place) ?? null } } }
    case 'compose':
    case 'ask-task':
    case 'update-ask':
    case 'show-task':
    case 'publish-site':
    case 'tell-subscribers':
      return evolveCommunicated(state, event)
    default:
      return state
  }
}

function paged(state: IncidentState, event: AttemptEvent, effect: EffectOf<'page'>): IncidentState {
  return changePage(state, effect.page, (page) => {
    const { obligation } = event
    const before = page.tries.find((entry) => entry.obligation === obligation)
    const base = {
      means: effect.means,
      repeat: before?.repeat ?? repeatOf(obligation, effect.means),
      obligation,
      atMs: event.atMs,
    }
    const after = tryAfter(event, base)
    const early = after.ref === undefined ? undefined : page.early[after.ref]
    const next = early ? withReport(after, early) : after
    if (!before) return { ...page, tries: [...page.tries, next] }
    return { ...page, tries: page.tries.map((entry) => (entry === before ? next : entry)) }
  })
}

/** Reads the number that `tryId` wrote. */
const repeatOf = (obligation: string, means: Means) =>
  Number(
    obligation
      .slice(0, -means.length - 1)
      .split('/')
      .at(-1),
  )

function tryAfter(event: AttemptEvent, base: Pick<Try, 'means' | 'repeat' | 'obligation' | 'atMs'>): Try {
  switch (event.type) {
    case 'attempted':
      return { ...base, state: 'in-hand' }
    case 'attempt-withdrawn':
      return { ...base, state: 'withdrawn' }
    case 'carried-out': {
      const sent: Try = { ...base, state: 'sent' }
      const ref = word(event.detail.ref)
      const channel = word(event.detail.channel)
      if (ref) sent.ref = ref
      if (channel) sent.channel = channel
      if (event.detail.awaitsReport === true) sent.awaitsReport = true
      return sent
    }
    case 'attempt-lost':
      // Nobody knows whether it rang: the same means once more, then the next.
      return event.retryAtMs === undefined
        ? { ...base, state: 'failed', reason: 'no outcome by its deadline' }
        : { ...base, state: 'held', reason: 'no outcome by its deadline, tried again', retryAtMs: event.retryAtMs }
    case 'attempt-failed': {
      const failed: Try = { ...base, state: event.held ? 'held' : 'failed', reason: event.reason }
      if (event.retryAtMs !== undefined) failed.retryAtMs = event.retryAtMs
      return failed
    }
  }
}

function notified(state: IncidentState, event: AttemptEvent, effect: EffectOf<'notify'>): IncidentState {
  const { notice, means, moment, nth, dueMs } = effect
  const same = (entry: NoticeSent) =>
    entry.notice === notice && entry.means === means && entry.moment === moment && entry.nth === nth
  const entry: NoticeSent = state.notices.find(same) ?? { notice, means, moment, nth, dueMs, attemptedMs: event.atMs }
  const next: NoticeSent = { ...entry, ...toldOf(event) }
  if (event.type === 'carried-out') next.sentMs = event.atMs
  if ((event.type === 'attempt-failed' || event.type === 'attempt-lost') && event.retryAtMs === undefined)
    next.failed = true
  const others = state.notices.filter((other) => !same(other))
  // Withdrawn, because the incident was over: as if it had not been tried, should it be reopened.
  if (event.type === 'attempt-withdrawn' && !hasReached(entry)) return { ...state, notices: others }
  const notices = [...others, next]
  const shown = event.type === 'carried-out' && means === 'status-page' && moment !== 'correction'
  if (!shown) return { ...state, notices }
  const text = publicText(state, effect)
  const said = text ? { text } : {}
  const update = { atMs: event.atMs, by: event.by, status: state.status, public: true, notice, ...said }
  return {
    ...state,
    notices,
    updates: [...state.updates, update],
    publicVersion: state.publicVersion + 1,
    publicChangedMs: event.atMs,
  }
}

/** How far a long list has come, if this attempt says so. */
function toldOf(event: AttemptEvent): Pick<NoticeSent, 'told'> {
  const detail = event.type === 'carried-out' || event.type === 'attempt-failed' ? event.detail : undefined
  if (typeof detail?.sent !== 'number' || typeof detail.total !== 'number') return {}
  const { sent, total, waitUntilMs, waitReason } = detail
  const waits = typeof waitUntilMs === 'number' ? { waitUntilMs } : {}
  return { told: { sent, total, ...waits, ...(word(waitReason) ? { why: word(waitReason)! } : {}) } }
}

/** Exactly what was written for the page; undefined: the standing words of the status. */
function publicText(state: IncidentState, effect: EffectOf<'notify'>): Private | undefined {
  const sections = textOfMessage(state.communication.messages[messageKey(effect)])?.sections
  const text = sections?.['status-page'] ?? sections?.text
  return text === undefined ? undefined : privately(toPlain(text))
}
