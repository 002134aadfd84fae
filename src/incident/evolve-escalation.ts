/** Facts of paging: levels, pages, answers. */
import type { EventOf } from './events.ts'
import { newLadder } from './initial-state.ts'
import { isByHand } from './ladder.ts'
import type { IncidentState, Page, Try } from './state.ts'

type EscalationEvent = EventOf<
  | 'level-reached'
  | 'on-call-found'
  | 'page-opened'
  | 'page-exhausted'
  | 'delivery-reported'
  | 'acknowledged'
  | 'declined'
  | 'acknowledgement-lapsed'
  | 'ladder-paused'
  | 'ladder-resumed'
  | 'ladder-ended'
>

export function evolveEscalation(state: IncidentState, event: EscalationEvent): IncidentState {
  const { atMs, by } = event
  switch (event.type) {
    case 'level-reached':
      return reached(state, event)
    case 'on-call-found':
      return onCallFound(state, event)
    case 'page-opened': {
      const { page: id, key, target, person, order } = event
      const page: Page = { id, key, target, person, openedMs: atMs, order, tries: [], early: {} }
      return withParticipant({ ...state, pages: { ...state.pages, [id]: page } }, person)
    }
    case 'page-exhausted':
      return changePage(state, event.page, (page) => ({ ...page, end: 'exhausted', endedMs: atMs }))
    case 'delivery-reported':
      return reported(state, event.page, event.ref, event)
    case 'acknowledged':
      return acknowledged(state, event)
    case 'declined':
      return declined(state, event)
    case 'acknowledgement-lapsed': {
      const { [event.person]: _lapsed, ...acknowledgements } = state.acknowledgements
      return givenUp({ ...state, acknowledgements, asked: null }, atMs)
    }
    case 'ladder-paused':
      return { ...state, pause: { atMs, untilMs: event.untilMs, reason: event.reason, by } }
    case 'ladder-resumed':
      return { ...state, pause: null }
    case 'ladder-ended':
      return { ...state, ladder: { ...state.ladder, endedMs: atMs } }
  }
}

function reached(state: IncidentState, event: EventOf<'level-reached'>): IncidentState {
  const { key, level, round, atMs, why, targets, by, reason } = event
  const entry = { key, seq: state.seq, level, round, atMs, why, targets, by, ...(reason ? { reason } : {}) }
  const next = { ...state, levels: { ...state.levels, [key]: entry } }
  if (isByHand(key) || round === state.ladder.round) return next
  return { ...next, ladder: newLadder(round, atMs, state.ladder.restarts + 1), declined: [] }
}

function onCallFound(state: IncidentState, event: EventOf<'on-call-found'>): IncidentState {
  const level = state.levels[event.key]
  if (!level) return state
  const targets = level.targets.map((target, index) => {
    if (index !== event.target) return target
    const { of } = target
    return { of, candidates: event.candidates, ...(event.standsFor ? { standsFor: event.standsFor } : {}) }
  })
  return { ...state, levels: { ...state.levels, [event.key]: { ...level, targets } } }
}

type Report = Page['early'][string]

/** Records what a provider says of a message; one whose reference is not known yet is kept until it is. */
export const reported = (state: IncidentState, page: string, ref: string, report: Report): IncidentState =>
  changePage(state, page, (before) =>
    before.tries.some((entry) => entry.ref === ref)
      ? { ...before, tries: before.tries.map((entry) => (entry.ref === ref ? withReport(entry, report) : entry)) }
      : { ...before, early: { ...before.early, [ref]: report } },
  )

export function withReport(entry: Try, { atMs, status, reason }: Report): Try {
  const next: Try = { ...entry, delivery: status, deliveryAtMs: Math.max(atMs, entry.atMs) }
  if (reason !== undefined) next.reason = reason
  return next
}

function acknowledged(state: IncidentState, event: EventOf<'acknowledged'>): IncidentState {
  const { atMs, by, person } = event
  const who = person ?? by.id
  const pages = mapPages(state, (page) =>
    page.person === who && !page.end ? { ...page, end: 'acknowledged', endedMs: atMs } : page,
  )
  const next: IncidentState = {
    ...state,
    pages,
    acknowledgements: { ...state.acknowledgements, [who]: { atMs, seq: state.seq, by } },
    firstAcknowledgedMs: state.firstAcknowledgedMs ?? atMs,
    declined: state.declined.filter((other) => other !== who),
    asked: null,
    ladder: { ...state.ladder, answeredMs: state.ladder.answeredMs ?? atMs, abandonedMs: null },
  }
  return withParticipant(next, who)
}

function declined(state: IncidentState, event: EventOf<'declined'>): IncidentState {
  const { atMs, by, person } = event
  const who = person ?? by.id
  const { [who]: _handedOff, ...acknowledgements } = state.acknowledgements
  const pages = mapPages(state, (page) =>
    page.person === who && (!page.end || page.end === 'acknowledged')
      ? { ...page, end: 'declined', endedMs: atMs }
      : page,
  )
  const out = new Set([...state.declined, who])
  if (event.to) out.delete(event.to)
  const levels = event.to ? inTheirPlace(state, who, event.to) : state.levels
  const next = { ...state, pages, acknowledgements, declined: [...out], levels }
  return event.handOff ? givenUp(next, atMs) : next
}

/** When the last one who had it does not have it any more, the ladder goes on from where it stood when they took it. */
function givenUp(state: IncidentState, atMs: number): IncidentState {
  if (Object.keys(state.acknowledgements).length > 0) return state
  const { ladder } = state
  const shiftMs = ladder.shiftMs + (atMs - (ladder.answeredMs ?? atMs))
  return { ...state, ladder: { ...ladder, answeredMs: null, shiftMs, abandonedMs: atMs } }
}

/** Whoever was named comes right after the one who passed it on, at the last level that paged them. */
function inTheirPlace(state: IncidentState, who: string, to: string): IncidentState['levels'] {
  const page = Object.values(state.pages).findLast((candidate) => candidate.person === who)
  const level = page && state.levels[page.key]
  if (!level) return state.levels
  const targets = level.targets.map((target, index) => {
    if (index !== page.target) return target
    const others = target.candidates.filter((person) => person !== to)
    const candidates = others.flatMap((person) => (person === who ? [person, to] : [person]))
    return { ...target, candidates }
  })
  return { ...state.levels, [level.key]: { ...level, targets } }
}

export function changePage(state: IncidentState, id: string, change: (page: Page) => Page): IncidentState {
  const page = state.pages[id]
  return page ? { ...state, pages: { ...state.pages, [id]: change(page) } } : state
}

const mapPages = (state: IncidentState, change: (page: Page) => Page): Record<string, Page> =>
  Object.fromEntries(Object.entries(state.pages).map(([id, page]) => [id, change(page)]))

export const withParticipant = (state: IncidentState, person: string): IncidentState =>
  state.participants.includes(person) ? state : { ...state, participants: [...state.participants, person] }
