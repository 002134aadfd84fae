/** Folds what is known of contacts into a watch. Pure. */
import type { EventOf } from '../watch/events.ts'
import { addNews, endNews } from '../watch/news.ts'
import type { WatchState } from '../watch/state.ts'
import { type Address, type Asked, addressKey, type ContactsEvent } from './track.ts'

export function evolveContacts(state: WatchState, event: ContactsEvent): WatchState {
  const { contacts } = state
  const { atMs } = event
  switch (event.type) {
    case 'contact-round-began': {
      const round = { startedMs: atMs, asked: event.asked, closed: false, ...(event.now && { now: event.now }) }
      return about({ ...state, contacts: { ...contacts, cursorMs: atMs, round } }, atMs, 'contacts-unconfirmed')
    }
    case 'contact-confirmed': {
      const confirmed = changed(state, event, { confirmedMs: atMs })
      const left = confirmed.contacts.round?.asked.some(({ confirmedMs }) => confirmedMs === undefined)
      return left ? confirmed : about(confirmed, atMs, 'contacts-unconfirmed')
    }
    case 'contact-round-closed': {
      const closed = {
        ...state,
        contacts: { ...contacts, round: contacts.round && { ...contacts.round, closed: true } },
      }
      if (event.missing.length === 0) return closed
      return addNews(closed, { atMs, about: { kind: 'contacts-unconfirmed' }, pace: 'daily' })
    }
    case 'reach-looked-at': {
      const left = Object.entries(contacts.troubles).filter(([key]) => !event.ended.includes(key))
      const began = event.began.map(({ key, what }) => [key, { sinceMs: atMs, what }] as const)
      const troubles = Object.fromEntries([...left, ...began])
      const looked = { ...state, contacts: { ...contacts, lookedMs: atMs, troubles } }
      if (event.began.length > 0)
        return addNews(looked, { atMs, about: { kind: 'reach-troubles' }, pace: 'daily' }, isReach)
      return Object.keys(troubles).length === 0 ? endNews(looked, atMs, isReach) : looked
    }
    default:
      return event satisfies never
  }
}

const isReach = ({ kind }: { kind: string }) => kind === 'reach-troubles'

const about = (state: WatchState, atMs: number, kind: string): WatchState =>
  endNews(state, atMs, (one) => one.kind === kind)

function changed(state: WatchState, address: Address, change: Partial<Asked>): WatchState {
  const { round } = state.contacts
  if (!round) return state
  const asked = round.asked.map((one) => (addressKey(one) === addressKey(address) ? { ...one, ...change } : one))
  return { ...state, contacts: { ...state.contacts, round: { ...round, asked } } }
}

/** Asked in vain for good: nobody can confirm what was never sent. */
export function evolveAsking(
  state: WatchState,
  event: EventOf<'carried-out' | 'attempt-failed' | 'attempt-lost'>,
): WatchState {
  const { effect } = event
  if (effect.kind !== 'ask-contact' || effect.round !== state.contacts.round?.startedMs) return state
  if (event.type === 'carried-out' || event.retryAtMs !== undefined) return state
  return changed(state, effect, { failed: event.type === 'attempt-failed' ? event.reason : 'nothing was heard of it' })
}
