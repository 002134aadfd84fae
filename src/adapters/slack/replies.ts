/**
 * Brings an answer to whoever asked, so that only they see it: through the request's response URL, else as an ephemeral message in the
 * channel, else as a direct message. Never throws: an answer that cannot be brought is a line in the diagnostics, the act stands.
 */
import type { WebClient } from '@slack/web-api'
import type { Reply } from '../../../commands/command.ts'
import { type Block, type ButtonSpec, buttons, section } from './block-kit.ts'
import { carry } from './button-value.ts'
import { CALL_TIMEOUT_MS, type Diagnostics } from './client.ts'
import { escapeAnswer, splitText } from './mrkdwn.ts'

/** Sections of 3,000 characters; more would meet Slack's undocumented cut of whole messages. */
const SECTIONS_MAX = 4
const SECTION_CHARS_MAX = 3_000

export interface ReplyPlace {
  user: string
  /** Good for 5 answers within 30 minutes. */
  responseUrl?: string
  channel?: string
}

export interface ReplyMessage {
  text: string
  blocks: Block[]
}

export type SendReply = (place: ReplyPlace, reply: Reply) => Promise<void>

export function createReplies(client: WebClient, logger: Diagnostics | undefined): SendReply {
  return async (place, reply) => {
    const message = replyMessage(reply)
    const ways: (() => Promise<unknown>)[] = [
      ...(place.responseUrl ? [() => respond(place.responseUrl!, message)] : []),
      ...(place.channel
        ? [() => client.chat.postEphemeral({ channel: place.channel!, user: place.user, ...message })]
        : []),
      () => sendDirectly(client, place.user, message),
    ]
    for (const way of ways) {
      try {
        await way()
        return
      } catch (error) {
        logger?.debug(`slack: an answer takes its next way: ${String(error)}`)
      }
    }
    logger?.warn(`slack: an answer to ${place.user} could not be brought by any way.`)
  }
}

/** An answer as a message: its text in sections, its buttons below. */
export function replyMessage(reply: Reply): ReplyMessage {
  const text = escapeAnswer(reply.text, reply.links) || (reply.ok ? 'Done.' : 'That did not work.')
  const parts = splitText(text, SECTION_CHARS_MAX)
  const shown = parts.slice(0, SECTIONS_MAX)
  if (parts.length > SECTIONS_MAX) shown.push('… cut here: it is longer than Slack shows.')
  return {
    text: parts.slice(0, SECTIONS_MAX).join('\n'),
    blocks: [
      ...shown.filter((part) => part.trim()).map(section),
      ...buttons(buttonSpecs(reply.buttons ?? [], reply.incident)),
    ],
  }
}

/** Buttons as the program names them: `command` may carry words, and the incident rides along. */
export const buttonSpecs = (given: NonNullable<Reply['buttons']>, incident: string | undefined): ButtonSpec[] =>
  given.map(({ command, label, value, style, asks }) => {
    const [name = '', ...words] = command.split(' ')
    const rest = [...words, ...(value ? [value] : [])].join(' ')
    return {
      command: name,
      label,
      value: carry(incident, rest),
      ...(style ? { style } : {}),
      ...(asks ? { asks } : {}),
    }
  })

async function respond(url: string, message: ReplyMessage): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message }),
    redirect: 'error',
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  })
  await response.text()
  if (!response.ok) throw new Error(`The response URL answers with HTTP status ${response.status}.`)
}

async function sendDirectly(client: WebClient, user: string, message: ReplyMessage): Promise<void> {
  const { channel } = await client.conversations.open({ users: user })
  await client.chat.postMessage({ channel: channel!.id!, ...message, unfurl_links: false })
}
