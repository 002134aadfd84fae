/** Facts about what people are told, folded into the state. */
import type { EventOf } from '../events.ts'
import type { Effort, IncidentState, NoticeSent } from '../state.ts'
import type { CommunicationEvent } from './events.ts'
import { entriesOf, hasReached } from './indexed.ts'
import { type CommunicationState, isOpening, type Message, type MessageId, messageKey } from './state.ts'
import { warningKey } from './warnings.ts'

export function evolveCommunication(state: IncidentState, event: CommunicationEvent): IncidentState {
  const { atMs, by } = event
  switch (event.type) {
    case 'message-edited': {
      const { version, text } = event
      return withMessage(state, event, ({ approved: _approved, ...message }) => ({
        ...message,
        version,
        text,
        editedBy: by,
      }))
    }
    case 'message-approved':
      return withMessage(state, event, (message) => ({ ...message, approved: { by, atMs, version: event.version } }))
    case 'message-skipped':
      return withMessage(state, event, (message) => ({ ...message, skipped: { by, atMs, reason: event.reason } }))
    case 'told-by-hand': {
      const { notice, moment, nth, dueMs } = event
      const entry: NoticeSent = { notice, means: 'manual', moment, nth, dueMs, attemptedMs: atMs, sentMs: atMs, by }
      return { ...state, notices: [...state.notices, entry] }
    }
    case 'question-answered': {
      const { question, answer, sinceMs, reason } = event
      const given = { answer, sinceMs, atMs, by, ...(reason ? { reason } : {}) }
      return change(state, ({ answers }) => ({ answers: { ...answers, [question]: given }, changedMs: atMs }))
    }
    case 'cadence-set':
      return change(state, ({ cadences }) => {
        const { [event.notice]: _before, ...others } = cadences
        return {
          cadences:
            event.everyMs === undefined ? others : { ...others, [event.notice]: { everyMs: event.everyMs, atMs } },
        }
      })
    case 'review-published':
      return published(state, event)
    case 'notice-warned': {
      const { notice, moment, nth, mark, lateMs, to } = event
      const told = { atMs, to, notice, moment, nth, mark, lateMs }
      const key = warningKey(event, mark)
      return change(state, ({ warned }) => ({ warned: { ...warned, [key]: told } }))
    }
  }
}

function published(state: IncidentState, event: EventOf<'review-published'>): IncidentState {
  const { atMs, by, link, own } = event
  const { review: before } = state.communication
  // Whoever is told of a link that everybody can read is told of that one, and of no other.
  const told =
    own && before && !before.own
      ? state
      : change(state, () => ({ review: { n: (before?.n ?? 0) + 1, atMs, by, link, ...(own && { own }) } }))
  if (!own) return told
  const { review } = state
  return { ...told, review: { ...review, published: { n: (review.published?.n ?? 0) + 1, seq: state.seq, atMs, by } } }
}

export const change = (
  state: IncidentState,
  how: (communication: CommunicationState) => Partial<CommunicationState>,
): IncidentState => ({ ...state, communication: { ...state.communication, ...how(state.communication) } })

function withMessage(state: IncidentState, id: MessageId, how: (message: Message) => Message): IncidentState {
  const key = messageKey(id)
  const message = state.communication.messages[key]
  if (!message) return state
  return change(state, ({ messages }) => ({ messages: { ...messages, [key]: how(message) } }))
}

/** A message has been written, or its card or the pages have been brought up to date. */
export function evolveCommunicated(state: IncidentState, event: EventOf<'carried-out'>): IncidentState {
  const { effect, detail, atMs } = event
  switch (effect.kind) {
    case 'compose': {
      const { notice, moment, nth, dueMs, lateMs } = effect
      const text = isPrivate(detail.text) ? detail.text : null
      const before = state.communication.messages[messageKey(effect)]
      // Somebody has approved or changed it while it was filled anew: their text stays.
      if (before && (before.approved ?? before.editedBy ?? before.skipped)) return state
      const { draftedMs = atMs, version = 0 } = before ?? {}
      const written = { composedMs: atMs, draftedMs, seq: state.seq, text, version: version + 1 }
      const late = lateMs === undefined ? {} : { lateMs }
      const message: Message = { notice, moment, nth, dueMs, ...late, ...written }
      return change(state, ({ messages }) => ({ messages: { ...messages, [messageKey(message)]: message } }))
    }
    case 'show-task': {
      const before = state.communication.shown[effect.task]
      const ts = typeof detail.ts === 'string' ? detail.ts : (before?.ts ?? '')
      return change(state, ({ shown }) => ({ shown: { ...shown, [effect.task]: { ts, key: effect.key, atMs } } }))
    }
    case 'ask-task': {
      const { ref, channel } = detail
      if (typeof ref !== 'string' || typeof channel !== 'string') return state
      return change(state, ({ asked }) => ({ asked: [...asked, { task: effect.task, ref, channel, key: effect.key }] }))
    }
    case 'update-ask':
      return change(state, ({ asked }) => ({
        asked: asked.flatMap((one) => {
          if (one.ref !== effect.ref || one.channel !== effect.channel) return [one]
          // Nothing is asked there any more: it need not be remembered.
          return effect.key.startsWith('open/') ? [{ ...one, key: effect.key }] : []
        }),
      }))
    case 'publish-site':
      return change(state, ({ siteVersion }) => ({ siteVersion: Math.max(siteVersion, effect.version), siteMs: atMs }))
    case 'tell-subscribers':
      return change(state, ({ subscribersVersion }) => ({
        subscribersVersion: Math.max(subscribersVersion, effect.version),
        subscribersMs: atMs,
      }))
    default:
      return state
  }
}

const isPrivate = (value: unknown): value is { private: string | null } =>
  typeof value === 'object' && value !== null && 'private' in value

/** What is new is told now; what was given up is tried once more. */
export function askedAgain(state: IncidentState, notice: string, atMs: number): IncidentState {
  const revived = (effort: Effort): Effort => {
    if (effort.effect.kind !== 'notify' || effort.effect.notice !== notice || effort.end !== 'dead') return effort
    const { end: _end, ...alive } = effort
    return { ...alive, failures: 0, retryAtMs: atMs }
  }
  const efforts = Object.entries(state.efforts).map(([id, effort]) => [id, revived(effort)] as const)
  const notices = state.notices.map((entry) => {
    const { failed, ...alive } = entry
    return failed && entry.notice === notice ? alive : entry
  })
  const told = notices.some((entry) => entry.notice === notice && hasReached(entry))
  const next = { ...state, efforts: Object.fromEntries(efforts), notices }
  return told ? change(next, ({ more }) => ({ more: { ...more, [notice]: atMs } })) : next
}

/**
 * Open again: drafts that were to go out before it ended are written anew, whoever was told that it is over hears at once that it is not, and the review that was
 * there is of what was then.
 */
export function communicationReopened(state: IncidentState, atMs: number): CommunicationState {
  const { messages, more, ...rest } = state.communication
  const kept = Object.entries(messages).filter(([, message]) => {
    return !isOpening(message.moment) || entriesOf(state, message).length > 0
  })
  const ended = state.notices.filter(
    (entry) => !isOpening(entry.moment) && entry.nth === state.endings && hasReached(entry),
  )
  const again = Object.fromEntries(ended.map(({ notice }) => [notice, atMs]))
  return { ...rest, messages: Object.fromEntries(kept), more: { ...more, ...again }, review: null, changedMs: atMs }
}
