/**
 * The payloads that Slack sends when people act, as documented at docs.slack.dev/reference/interaction-payloads,
 * .../slash-commands and .../events-api. Pure: ids, times and texts come in.
 */
import { APP_ID, BOT_USER_ID, TEAM_ID, type WorkspaceMember } from './emulator.ts'
import { slackTs } from './slack-ids.ts'
import type { Json } from './wire.ts'

/** Slack's old verification token, which apps must not rely on. */
const TOKEN = 'deprecated-verification-token'
/** Which workspace and app it is about; most payloads name both. */
const APP_FIELDS = { team_id: TEAM_ID, api_app_id: APP_ID }
const TEAM = { id: TEAM_ID, domain: 'sandbox' }

export interface Channel {
  id: string
  name: string
}

const userFields = (member: WorkspaceMember) => ({
  id: member.userId,
  username: member.handle,
  name: member.handle,
  team_id: TEAM_ID,
})

const common = (type: string, member: WorkspaceMember): Json => ({
  type,
  token: TOKEN,
  api_app_id: APP_FIELDS.api_app_id,
  team: TEAM,
  user: userFields(member),
  enterprise: null,
  is_enterprise_install: false,
})

/** @param line what the person typed, like `/dr declare`. */
export function slashPayload(
  member: WorkspaceMember,
  line: string,
  channel: Channel,
  ids: { responseUrl: string; triggerId: string },
): Record<string, string> {
  const [, command = '', text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line) ?? []
  return {
    token: TOKEN,
    ...APP_FIELDS,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: member.userId,
    user_name: member.handle,
    command,
    text: text.trim(),
    is_enterprise_install: 'false',
    response_url: ids.responseUrl,
    trigger_id: ids.triggerId,
  }
}

/** What was clicked: in a message that stays, in an ephemeral one, or in a view. */
export type ClickedOn =
  | { kind: 'message'; channel: Channel; message: Json; responseUrl: string }
  | { kind: 'ephemeral'; channel: Channel; ts: string; responseUrl: string }
  | { kind: 'view'; view: Json }

export function blockActionsPayload(
  member: WorkspaceMember,
  on: ClickedOn,
  action: Json,
  nowMs: number,
  triggerId: string,
): Json {
  const actions = [{ ...action, action_ts: slackTs(nowMs) }]
  const payload = { ...common('block_actions', member), trigger_id: triggerId, actions }
  if (on.kind === 'view') return { ...payload, container: { type: 'view', view_id: on.view.id }, view: on.view }
  const messageTs = on.kind === 'message' ? on.message.ts : on.ts
  const container = {
    type: 'message',
    message_ts: messageTs,
    channel_id: on.channel.id,
    is_ephemeral: on.kind === 'ephemeral',
  }
  const place = { container, channel: on.channel, response_url: on.responseUrl, state: { values: {} } }
  return { ...payload, ...place, ...(on.kind === 'message' ? { message: on.message } : {}) }
}

export const viewSubmissionPayload = (member: WorkspaceMember, view: Json, values: Json, triggerId: string): Json => ({
  ...common('view_submission', member),
  trigger_id: triggerId,
  view: { ...view, state: { values } },
  response_urls: [],
})

export const viewClosedPayload = (member: WorkspaceMember, view: Json): Json => ({
  ...common('view_closed', member),
  view,
  is_cleared: false,
})

export const globalShortcutPayload = (
  member: WorkspaceMember,
  callbackId: string,
  nowMs: number,
  triggerId: string,
): Json => ({
  ...common('shortcut', member),
  callback_id: callbackId,
  trigger_id: triggerId,
  action_ts: slackTs(nowMs),
})

export const messageShortcutPayload = (
  member: WorkspaceMember,
  callbackId: string,
  on: { channel: Channel; message: Json; responseUrl: string },
  nowMs: number,
  triggerId: string,
): Json => ({
  ...common('message_action', member),
  callback_id: callbackId,
  trigger_id: triggerId,
  action_ts: slackTs(nowMs),
  response_url: on.responseUrl,
  channel: on.channel,
  message_ts: on.message.ts,
  message: on.message,
})

/** @param event the inner event without `user` and `event_ts`, which it may overrule. */
export const eventPayload = (member: WorkspaceMember, event: Json, eventId: string, nowMs: number): Json => ({
  token: TOKEN,
  ...APP_FIELDS,
  type: 'event_callback',
  event_id: eventId,
  event_time: Math.floor(nowMs / 1000),
  authorizations: [
    { enterprise_id: null, team_id: TEAM_ID, user_id: BOT_USER_ID, is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: false,
  event: { user: member.userId, event_ts: slackTs(nowMs), ...event },
})
