/**
 * How the workspace moves on: each change is one fact, and `applyChange` gives the next state without touching the one before. Pure; it runs on the
 * server and in the browser. A change about something unknown changes nothing.
 */
import type {
  Channel,
  FaultOn,
  LatestCall,
  Mail,
  Message,
  PagerDutyIncident,
  PhoneCall,
  ShownPatient,
  ShownView,
  Sms,
  WorkspaceState,
} from './workspace-state.ts'

/** Kept for each channel; older messages are let go, as nobody scrolls so far in a sandbox. */
const MESSAGES_MAX = 500
/** Kept of text messages, calls, mails and PagerDuty incidents each. */
const KEPT_MAX = 500

export type Change =
  | { type: 'channel'; id: string; fields: Partial<Omit<Channel, 'id' | 'members' | 'pins' | 'bookmarks'>> }
  | { type: 'members'; channel: string; joined: string[]; left: string[] }
  | { type: 'pin'; channel: string; ts: string; on: boolean }
  | { type: 'bookmark'; channel: string; bookmark: Channel['bookmarks'][number] }
  | { type: 'bookmark-gone'; channel: string; id: string }
  | { type: 'message'; channel: string; message: Omit<Message, 'serial'> }
  | { type: 'edit'; channel: string; ts: string; fields: Pick<Message, 'text' | 'blocks'>; at: string }
  | { type: 'message-gone'; channel: string; ts: string }
  | { type: 'view'; shown: ShownView }
  | { type: 'views-gone'; ids: string[] }
  | { type: 'sms'; sms: Sms }
  | { type: 'call'; call: PhoneCall }
  | { type: 'mail'; mail: Omit<Mail, 'number'> }
  | { type: 'pagerduty'; incident: PagerDutyIncident }
  | { type: 'latest-call'; service: string; latest: LatestCall }
  | { type: 'faults'; faults: FaultOn[] }
  | { type: 'patient'; patient: ShownPatient }
  | { type: 'clock'; clock: WorkspaceState['clock'] }
  | { type: 'move'; move: WorkspaceState['move'] }

export function applyChange(state: WorkspaceState, change: Change): WorkspaceState {
  switch (change.type) {
    case 'channel':
      return withChannel(state, change.id, (channel) => ({ ...channel, ...change.fields }))
    case 'members':
      return withChannel(state, change.channel, (channel) => ({
        ...channel,
        members: [...new Set([...channel.members, ...change.joined])].filter((user) => !change.left.includes(user)),
      }))
    case 'pin':
      return withChannel(state, change.channel, (channel) => {
        const others = channel.pins.filter((ts) => ts !== change.ts)
        return { ...channel, pins: change.on ? [...others, change.ts] : others }
      })
    case 'bookmark':
      return withChannel(state, change.channel, (channel) => ({
        ...channel,
        bookmarks: upsert(channel.bookmarks, change.bookmark, ({ id }) => id),
      }))
    case 'bookmark-gone':
      return withChannel(state, change.channel, (channel) => ({
        ...channel,
        bookmarks: channel.bookmarks.filter(({ id }) => id !== change.id),
      }))
    case 'message':
      return withMessage(state, change.channel, change.message)
    case 'edit':
      return withMessages(state, change.channel, (messages) =>
        messages.map((message) =>
          message.ts === change.ts ? { ...message, ...change.fields, editedAt: change.at } : message,
        ),
      )
    case 'message-gone':
      return withMessages(state, change.channel, (messages) => messages.filter(({ ts }) => ts !== change.ts))
    case 'view':
      return { ...state, views: upsert(state.views, change.shown, ({ view }) => view.id) }
    case 'views-gone':
      return { ...state, views: state.views.filter(({ view }) => !change.ids.includes(view.id)) }
    case 'sms':
      return { ...state, sms: upsert(state.sms, change.sms, ({ sid }) => sid) }
    case 'call':
      return { ...state, calls: upsert(state.calls, change.call, ({ sid }) => sid) }
    case 'mail': {
      const number = (state.mails.at(-1)?.number ?? 0) + 1
      return { ...state, mails: [...state.mails, { number, ...change.mail }].slice(-KEPT_MAX) }
    }
    case 'pagerduty':
      return { ...state, pagerduty: upsert(state.pagerduty, change.incident, ({ id }) => id) }
    case 'latest-call':
      return { ...state, latestCalls: { ...state.latestCalls, [change.service]: change.latest } }
    case 'faults':
      return { ...state, faults: change.faults }
    case 'patient':
      return { ...state, patient: change.patient }
    case 'clock':
      return { ...state, clock: change.clock }
    case 'move':
      return { ...state, move: change.move }
  }
}

const newChannel = (id: string): Channel => ({
  id,
  name: id,
  topic: '',
  purpose: '',
  archived: false,
  members: [],
  pins: [],
  bookmarks: [],
})

/** A channel is known from its first mention on: the call that made it may have been refused to us by a fault. */
function withChannel(state: WorkspaceState, id: string, next: (channel: Channel) => Channel): WorkspaceState {
  return { ...state, channels: { ...state.channels, [id]: next(state.channels[id] ?? newChannel(id)) } }
}

function withMessages(state: WorkspaceState, channel: string, next: (messages: Message[]) => Message[]) {
  const messages = state.messages[channel]
  return messages ? { ...state, messages: { ...state.messages, [channel]: next(messages) } } : state
}

/** Whoever writes is a member, and an ephemeral one answers the latest of its person, so nothing else needs to be told. */
function withMessage(state: WorkspaceState, channelId: string, message: Omit<Message, 'serial'>): WorkspaceState {
  const serial = state.serial + 1
  const kept = (state.messages[channelId] ?? []).filter(({ ts }) => ts !== message.ts)
  const messages = { ...state.messages, [channelId]: [...kept, { ...message, serial }].slice(-MESSAGES_MAX) }
  const joined = message.onlyFor === undefined ? [message.user] : []
  return applyChange({ ...state, serial, messages }, { type: 'members', channel: channelId, joined, left: [] })
}

/** The list with that entry in the place of the one with the same key, or at its end. */
function upsert<T>(list: T[], entry: T, key: (entry: T) => string): T[] {
  const at = list.findIndex((each) => key(each) === key(entry))
  return at < 0 ? [...list, entry].slice(-KEPT_MAX) : list.with(at, entry)
}
