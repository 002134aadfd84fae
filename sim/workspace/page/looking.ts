/** Questions that many parts of the page ask of what is shown. Pure. */
import type { Channel, Message, Person, WorkspaceState } from '../state/workspace-state.ts'
import type { Model } from './model.ts'

export const personNamed = (workspace: WorkspaceState, person: string): Person | undefined =>
  workspace.people.find((each) => each.person === person)

export const personBySlackId = (workspace: WorkspaceState, slackUserId: string): Person | undefined =>
  workspace.people.find((each) => each.slackUserId === slackUserId)

/** The name over a message: a person's, or the app's. */
export const authorName = (workspace: WorkspaceState, slackUserId: string): string =>
  slackUserId === workspace.botUserId ? 'Muster' : (personBySlackId(workspace, slackUserId)?.name ?? slackUserId)

/** Whom the visitor acts as. */
export const actingPerson = (model: Model): Person => personNamed(model.workspace, model.person)!

/** Channels in which people talk, the one for commands first, then incidents with the latest on top, then the rest. */
export function publicChannels({ channels, commandChannelId }: WorkspaceState): Channel[] {
  const rank = (channel: Channel) => (channel.id === commandChannelId ? 0 : isIncidentChannel(channel) ? 1 : 2)
  return Object.values(channels)
    .filter(({ directWith, archived }) => !directWith && !archived)
    .sort((left, right) => rank(left) - rank(right) || (rank(left) === 1 ? right.name.localeCompare(left.name) : 0))
}

export const isIncidentChannel = ({ name }: Channel): boolean => /^dr-\d{8}-/.test(name)

export const channelNamed = ({ channels }: WorkspaceState, name: string): Channel | undefined =>
  Object.values(channels).find((channel) => channel.name === name && !channel.directWith)

export const directChannelOf = ({ channels }: WorkspaceState, person: Person): Channel | undefined =>
  Object.values(channels).find(({ directWith }) => directWith === person.slackUserId)

/** The channel's messages that this person sees. */
export const messagesFor = (workspace: WorkspaceState, channelId: string, person: Person): Message[] =>
  (workspace.messages[channelId] ?? []).filter(({ onlyFor }) => !onlyFor || onlyFor === person.slackUserId)

export function unreadCount({ workspace, readUpTo }: Model, channel: Channel, person: Person): number {
  const from = readUpTo[channel.id] ?? 0
  const news = messagesFor(workspace, channel.id, person).filter(({ serial }) => serial > from)
  return news.filter(({ user }) => user !== person.slackUserId).length
}

/** A call can still be answered long after, since whoever plays decides; but it stops asking for attention after so long. */
const RINGS_FOR_MS = 10 * 60_000

export const ringsFor = ({ calls, clock }: WorkspaceState, person: Person) =>
  calls.find(
    ({ to, status, at }) => to === person.phone && status === 'ringing' && clock.nowMs - Date.parse(at) < RINGS_FOR_MS,
  )

export const openPagerDutyCount = ({ pagerduty }: WorkspaceState): number =>
  pagerduty.filter(({ status }) => status === 'triggered').length
