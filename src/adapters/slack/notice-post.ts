/**
 * Posts one message of a notice with a mark of our own on it, and finds it again by that mark when nobody knows whether it went out. In a
 * channel that the app is not in, or a private one, Slack does not let it look; then the message is posted again.
 */
import type { WebClient } from '@slack/web-api'
import type { Carrying } from '../carrier.ts'
import type { Found } from '../deliver-once.ts'
import { refused, type Sending } from '../outcomes.ts'
import { failureOf } from './call-outcomes.ts'

/** Message metadata, which people do not see (docs.slack.dev/messaging/message-metadata). */
const EVENT_TYPE = 'muster_notice'
/** How far back the mark is looked for: what nobody knows about is minutes old. */
const MESSAGES_PER_PAGE = 200
const PAGES_MAX = 5

export interface Mark {
  incident: string
  obligation: string
  /** Of a text that needs several messages: which. */
  part: number
}

export const markOf = ({ incident, obligation }: Carrying, part: number): Mark => ({ incident, obligation, part })

/** A success's `detail`: `{ ref, channel }`, the message's timestamp and its channel's id. */
export async function postNotice(
  client: WebClient,
  { channel, text, mark, atMs }: { channel: string; text: string; mark: Mark; atMs: number },
): Promise<Sending> {
  try {
    const posted = await client.chat.postMessage({
      ...{ channel, text, unfurl_links: false, unfurl_media: false },
      metadata: { event_type: EVENT_TYPE, event_payload: { ...mark } },
    })
    return { ok: true, detail: { ref: posted.ts, channel: posted.channel } }
  } catch (error) {
    return failureOf(error, atMs)
  }
}

/** @param channel id. By the mark alone: Slack's time is not the program's. */
export async function findNotice(
  client: WebClient,
  { channel, mark, atMs }: { channel: string; mark: Mark; atMs: number },
): Promise<Found> {
  let cursor: string | undefined
  try {
    for (let page = 0; page < PAGES_MAX; page++) {
      const { messages = [], response_metadata: next } = await client.conversations.history({
        ...{ channel, limit: MESSAGES_PER_PAGE, include_all_metadata: true },
        ...(cursor ? { cursor } : {}),
      })
      const ours = messages.find(({ metadata }) => bears(metadata, mark))
      if (ours?.ts) return { ref: ours.ts }
      cursor = next?.next_cursor
      if (!cursor) break
    }
    return undefined
  } catch (error) {
    const failure = failureOf(error, atMs)
    // A channel in which Slack does not let us look stays one.
    return failure.permanent ? refused(failure.reason) : failure
  }
}

function bears(metadata: { event_type?: string; event_payload?: object } | undefined, mark: Mark): boolean {
  const { incident, obligation, part } = (metadata?.event_payload ?? {}) as Partial<Mark>
  const isSame = incident === mark.incident && obligation === mark.obligation && Number(part) === mark.part
  return metadata?.event_type === EVENT_TYPE && isSame
}
