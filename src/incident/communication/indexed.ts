/** What is asked of long lists again and again, found once for each list: an incident that is open for weeks has thousands of messages. */
import type { IncidentState, NoticeSent } from '../state.ts'
import { isOpening, type Message, type MessageId, messageKey } from './state.ts'

interface Index {
  byMessage: Map<string, NoticeSent[]>
  byNotice: Map<string, NoticeSent[]>
}

const NONE: readonly never[] = []
const entries = new WeakMap<readonly NoticeSent[], Index>()
const openings = new WeakMap<Record<string, Message>, Map<string, Message[]>>()

function indexOf(notices: readonly NoticeSent[]): Index {
  const known = entries.get(notices)
  if (known) return known
  const index: Index = { byMessage: new Map(), byNotice: new Map() }
  for (const entry of notices) {
    push(index.byMessage, messageKey(entry), entry)
    push(index.byNotice, entry.notice, entry)
  }
  entries.set(notices, index)
  return index
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** What is known of a message's way out, by each of its means. */
export const entriesOf = (state: IncidentState, message: MessageId): readonly NoticeSent[] =>
  indexOf(state.notices).byMessage.get(messageKey(message)) ?? NONE

/** All that has gone out, or was tried, for a notice. */
export const entriesOfNotice = (state: IncidentState, notice: string): readonly NoticeSent[] =>
  indexOf(state.notices).byNotice.get(notice) ?? NONE

/** First and regular messages of a notice that have been written, in their order. */
export function openingsWritten(state: IncidentState, notice: string): readonly Message[] {
  const { messages } = state.communication
  let known = openings.get(messages)
  if (!known) {
    known = new Map()
    for (const message of Object.values(messages)) {
      if (isOpening(message.moment)) push(known, message.notice, message)
    }
    for (const list of known.values()) list.sort((a, b) => a.nth - b.nth)
    openings.set(messages, known)
  }
  return known.get(notice) ?? NONE
}

/** Somebody has got it: all of the list, or a part of it. */
export const hasReached = ({ sentMs, told }: Pick<NoticeSent, 'sentMs' | 'told'>): boolean =>
  sentMs !== undefined || (told?.sent ?? 0) > 0

/** It can be held back no more: somebody has it, or it is in hand. */
export const isGoingOut = (state: IncidentState, message: MessageId): boolean =>
  entriesOf(state, message).some(
    (entry) =>
      hasReached(entry) ||
      state.efforts[`notify/${entry.notice}/${entry.means}/${entry.moment}/${entry.nth}`]?.inHand !== undefined,
  )
