/**
 * The hands of the people in the workspace: they type commands, click, submit forms, use shortcuts. Each act sends the
 * bot the payload that Slack would, waits for its immediate answer, and lets that answer have its effect in the
 * workspace. What cannot be done in Slack's client (a button that is not there, an option that is not offered) is an
 * error here, not a request to the bot.
 */
import type { Clock } from '../../src/engine/clock.ts'
import type { BotResponse, Deliveries } from './deliveries.ts'
import type { Directory } from './directory.ts'
import { BOT_USER_ID, type SlackEmulator } from './emulator.ts'
import type { Ephemerals } from './ephemerals.ts'
import { type Entry, elementState, elementsOf, stateValues } from './form-state.ts'
import {
  blockActionsPayload,
  type Channel,
  type ClickedOn,
  eventPayload,
  globalShortcutPayload,
  messageShortcutPayload,
  slashPayload,
  viewClosedPayload,
  viewSubmissionPayload,
} from './interaction-payloads.ts'
import type { InteractionOrigin, ResponseUrls } from './response-urls.ts'
import { type RandomId, slackId } from './slack-ids.ts'
import type { Triggers } from './triggers.ts'
import { applyViewResponse } from './view-methods.ts'
import type { Views } from './views.ts'
import { isObject, type Json, parsedOr, type SlackReply, stringOf } from './wire.ts'

interface MessagePlace {
  /** Channel id. */
  channel: string
  ts: string
}

/** A button or menu: in a message (one that only the person sees counts) or in an open view. */
type ClickTarget = (MessagePlace | { viewId: string }) & {
  actionId: string
  /** For a menu the option's value; for buttons that share an `action_id` the button's. */
  value?: string
}

/**
 * What people do. Each gives what the bot answered at once; each throws for an unknown person and for what Slack's
 * client forbids.
 */
export interface Hands {
  /** Types a command, like `/dr declare`, in a channel (the command channel if none is named). */
  slash(person: string, line: string, channelId?: string): Promise<BotResponse>
  click(person: string, target: ClickTarget): Promise<BotResponse>
  /** Submits a view with what was entered, by `block_id`; inputs left out keep their initial values. */
  submit(person: string, viewId: string, entries: Record<string, Entry>): Promise<BotResponse>
  /** A global shortcut, or one on a message when that is given. */
  shortcut(person: string, callbackId: string, message?: MessagePlace): Promise<BotResponse>
  /** Closes a view with its cross; what lies below it shows again. The bot hears of it when the view asks for that. */
  dismiss(person: string, viewId: string): Promise<void>
  /** Writes a message, joining the channel first, and sends the bot the events that its app subscribes to. */
  say(person: string, place: { channel: string; thread?: string }, text: string): Promise<void>
  /** Sends an event of the Events API, like `{ type: 'app_home_opened', tab: 'home' }`; `user` is the person. */
  event(person: string, event: Json): Promise<BotResponse>
}

export interface HandsParts {
  directory: Directory
  emulator: SlackEmulator
  ephemerals: Ephemerals
  views: Views
  triggers: Triggers
  responseUrls: ResponseUrls
  deliveries: Deliveries
  wall: Clock
  randomId: RandomId
  commandChannelId: string
  /** Told of each act and its answer. */
  onAct: (act: string, args: Json, response: BotResponse | SlackReply) => void
}

export function createHands(parts: HandsParts): Hands {
  const { directory, deliveries, triggers, responseUrls, views, wall } = parts
  const act = async (type: 'slash_commands' | 'interactive' | 'events_api', name: string, payload: Json) => {
    const response = await deliveries.deliver(type, payload)
    parts.onAct(name, payload, response)
    return response
  }
  const sendEvent = (person: string, event: Json) => {
    const payload = eventPayload(directory.memberOf(person), event, slackId('Ev', parts.randomId), wall.now())
    return act('events_api', stringOf(event.type), payload)
  }
  return {
    async slash(person, line, channelId = parts.commandChannelId) {
      if (!line.startsWith('/'))
        throw new Error(`A slash command begins with "/", like "/dr help"; this one is "${line}".`)
      const member = directory.memberOf(person)
      const origin = { userId: member.userId, channel: channelId }
      const ids = { responseUrl: responseUrls.issue(origin), triggerId: triggers.issue(member.userId) }
      const payload = slashPayload(member, line, await channelOf(parts.emulator, channelId), ids)
      const response = await act('slash_commands', `${payload.command}`, payload)
      if (response.status === 200) await sayAnswer(responseUrls, origin, response.body)
      return response
    },
    async click(person, target) {
      const member = directory.memberOf(person)
      const { on, blocks } = await clickedOn(parts, member.userId, target)
      const action = actionOf(blocks, target)
      const trigger = triggers.issue(member.userId, 'viewId' in target ? target.viewId : undefined)
      return act('interactive', 'block_actions', blockActionsPayload(member, on, action, wall.now(), trigger))
    },
    async submit(person, viewId, entries) {
      const member = directory.memberOf(person)
      const open = views.find({ viewId })
      if (!open) throw new Error(`No view ${viewId} is open; list the open views to see which are.`)
      const values = stateValues(open.view.blocks, entries)
      const payload = viewSubmissionPayload(member, open.view, values, triggers.issue(member.userId, viewId))
      const response = await act('interactive', 'view_submission', payload)
      if (response.status === 200) applyViewResponse(views, viewId, response.body)
      return response
    },
    async dismiss(person, viewId) {
      const member = directory.memberOf(person)
      const open = views.find({ viewId })
      if (!open) return
      views.close(viewId)
      if (open.view.notify_on_close) await act('interactive', 'view_closed', viewClosedPayload(member, open.view))
    },
    async say(person, { channel, thread }, text) {
      const { userId } = directory.memberOf(person)
      const call = async (method: string, args: Json) => {
        const reply = await parts.emulator.call(userId, method, args)
        if (!reply.ok) throw new Error(`Slack refuses ${method}: ${reply.error}.`)
        parts.onAct(method, args, reply)
        return reply
      }
      const isDirect = (await channelOf(parts.emulator, channel)).name === 'directmessage'
      if (!isDirect) await call('conversations.join', { channel })
      const place = { channel, ...(thread ? { thread_ts: thread } : {}) }
      const { ts } = await call('chat.postMessage', { ...place, text })
      // manifest.yml subscribes to messages in channels and to mentions, not to direct messages.
      const event = { ...place, ts, text, channel_type: isDirect ? 'im' : 'channel' }
      if (!isDirect) await sendEvent(person, { ...event, type: 'message' })
      if (text.includes(`<@${BOT_USER_ID}>`)) await sendEvent(person, { ...event, type: 'app_mention' })
    },
    async shortcut(person, callbackId, message) {
      const member = directory.memberOf(person)
      const trigger = triggers.issue(member.userId)
      if (!message)
        return act('interactive', 'shortcut', globalShortcutPayload(member, callbackId, wall.now(), trigger))
      const on = {
        channel: await channelOf(parts.emulator, message.channel),
        message: await messageAt(parts.emulator, message),
        responseUrl: responseUrls.issue({ userId: member.userId, channel: message.channel }),
      }
      return act('interactive', 'message_action', messageShortcutPayload(member, callbackId, on, wall.now(), trigger))
    },
    event: sendEvent,
  }
}

/** A direct answer to a slash command is shown like one through the response URL: as text, or as a message in JSON. */
async function sayAnswer(responseUrls: ResponseUrls, origin: InteractionOrigin, body: string) {
  const message = parsedOr(body)
  await responseUrls.say(origin, isObject(message) ? message : { text: body })
}

/** The place of the click, and the blocks that are shown there. */
async function clickedOn(
  parts: HandsParts,
  userId: string,
  target: ClickTarget,
): Promise<{ on: ClickedOn; blocks: unknown }> {
  if ('viewId' in target) {
    const open = parts.views.find({ viewId: target.viewId })
    if (!open) throw new Error(`No view ${target.viewId} is open; list the open views to see which are.`)
    return { on: { kind: 'view', view: open.view }, blocks: open.view.blocks }
  }
  const channel = await channelOf(parts.emulator, target.channel)
  const seenByOne = parts.ephemerals.find(target.channel, target.ts)
  if (seenByOne) {
    const responseUrl = parts.responseUrls.issue({ userId, channel: channel.id })
    return { on: { kind: 'ephemeral', channel, ts: target.ts, responseUrl }, blocks: seenByOne.blocks }
  }
  const message = await messageAt(parts.emulator, target)
  const responseUrl = parts.responseUrls.issue({ userId, channel: channel.id, messageTs: target.ts })
  return { on: { kind: 'message', channel, message, responseUrl }, blocks: message.blocks }
}

/** The `action` of a click. Without a value the first element of that `action_id` counts. */
function actionOf(blocks: unknown, { actionId, value }: { actionId: string; value?: string }): Json {
  const all = elementsOf(blocks)
  const named = all.filter(({ element }) => element.action_id === actionId)
  const buttons = named.filter(({ element }) => element.type === 'button')
  const hit = buttons.find(({ element }) => value === undefined || element.value === value) ?? named.find(isMenu)
  if (!hit) {
    const there = all.map(({ element }) => `${element.action_id}${element.value ? `=${element.value}` : ''}`).join(', ')
    throw new Error(
      `There is no "${actionId}"${value ? ` with value "${value}"` : ''} to click; there is ${there || 'nothing'}.`,
    )
  }
  const { block, element } = hit
  const ids = { action_id: element.action_id, block_id: block.block_id }
  if (element.type !== 'button') return { ...ids, ...elementState(element, value) }
  const { text, style } = element
  return {
    ...ids,
    type: 'button',
    text,
    ...(element.value ? { value: element.value } : {}),
    ...(style ? { style } : {}),
  }
}

const isMenu = ({ element }: { element: Json }) => element.type !== 'button'

async function channelOf(emulator: SlackEmulator, channelId: string): Promise<Channel> {
  const reply = await emulator.call(BOT_USER_ID, 'conversations.info', { channel: channelId })
  if (!reply.ok || !isObject(reply.channel)) throw new Error(`There is no channel ${channelId}: ${reply.error}.`)
  return { id: channelId, name: reply.channel.is_im ? 'directmessage' : stringOf(reply.channel.name) }
}

async function messageAt(emulator: SlackEmulator, { channel, ts }: MessagePlace): Promise<Json> {
  const reply = await emulator.call(BOT_USER_ID, 'conversations.replies', { channel, ts })
  const found = (reply.messages as Json[] | undefined)?.find((message) => message.ts === ts)
  if (!found) throw new Error(`There is no message ${ts} in ${channel}.`)
  return found
}
