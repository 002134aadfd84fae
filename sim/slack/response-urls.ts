/**
 * Response URLs: how the bot answers an interaction later, without a token. Posts to any path below the base are taken
 * and listed, for a driver may put whatever path it likes into its own payloads. For a URL that the sandbox issued
 * itself the post also has its effect: a message, an ephemeral, a replaced or deleted original.
 */
import type { Clock } from '../../src/engine/clock.ts'
import { APP_ID, BOT_ID, BOT_USER_ID, type SlackEmulator } from './emulator.ts'
import type { Ephemerals } from './ephemerals.ts'
import { type RandomId, withIds } from './slack-ids.ts'
import { isObject, isTrue, type Json, type SlackReply, stringOf } from './wire.ts'

/** "You can respond up to 5 times within 30 minutes of receiving the payload." */
const USES_MAX = 5
const VALID_MS = 30 * 60_000
/** Posts listed; older ones are forgotten. */
const LISTED_MAX = 2_000

interface ResponsePost {
  /** ISO 8601, sandbox clock. */
  at: string
  path: string
  body: unknown
}

export interface InteractionOrigin {
  userId: string
  channel: string
  /** The message acted upon, when it is one that stays. */
  messageTs?: string
}

export interface ResponseUrls {
  /** The URL below which posts are taken, once the port is known. */
  setBaseUrl(url: string): void
  /** A new URL for one interaction. */
  issue(origin: InteractionOrigin): string
  list(): ResponsePost[]
  /** Takes a post; gives the HTTP status and text that Slack would. */
  take(path: string, body: unknown): Promise<{ status: number; text: string }>
  /** Says what the bot says in direct answer to a slash command, or through a response URL. */
  say(origin: InteractionOrigin, message: Json): Promise<void>
}

export interface ResponseUrlParts {
  emulator: SlackEmulator
  ephemerals: Ephemerals
  clock: Clock
  wall: Clock
  randomId: RandomId
  /** Told of each message that a post or direct answer made, changed or removed, with the API method that does the same. */
  onMessage: (method: string, args: Json, reply: SlackReply) => void
}

export function createResponseUrls(parts: ResponseUrlParts): ResponseUrls {
  const { emulator, ephemerals, clock, wall, randomId } = parts
  const posts: ResponsePost[] = []
  const issued = new Map<string, { origin: InteractionOrigin; sinceMs: number; uses: number }>()
  let baseUrl = ''
  let said = 0
  const byBot = { bot_id: BOT_ID, app_id: APP_ID }

  const asBot = async (method: string, args: Json) => {
    parts.onMessage(method, args, await emulator.call(BOT_USER_ID, method, args))
  }
  const say = async (origin: InteractionOrigin, message: Json) => {
    const { channel, messageTs } = origin
    const content = { text: stringOf(message.text), ...blocksOf(message, randomId) }
    if (messageTs && isTrue(message.delete_original)) {
      await asBot('chat.delete', { channel, ts: messageTs })
    } else if (messageTs && isTrue(message.replace_original)) {
      await asBot('chat.update', { channel, ts: messageTs, ...content })
    } else if (message.response_type === 'in_channel') {
      await asBot('chat.postMessage', { channel, ...content, ...byBot })
    } else if (content.text || content.blocks) {
      said += 1
      const ts = `${Math.floor(wall.now() / 1000)}.${String(said).padStart(9, '0')}`
      ephemerals.add({ user: origin.userId, channel, text: content.text, blocks: content.blocks ?? [], ts })
    }
  }
  return {
    say,
    setBaseUrl(url) {
      baseUrl = url
    },
    issue(origin) {
      const id = randomId()
      issued.set(id, { origin, sinceMs: wall.now(), uses: 0 })
      return `${baseUrl}/${id}`
    },
    list: () => [...posts],
    async take(path, body) {
      posts.push({ at: new Date(clock.now()).toISOString(), path, body })
      if (posts.length > LISTED_MAX) posts.shift()
      const known = issued.get(path.replace(/^\//, ''))
      if (!known) return { status: 200, text: 'ok' }
      if (wall.now() - known.sinceMs > VALID_MS) return { status: 404, text: 'expired_url' }
      if (known.uses >= USES_MAX) return { status: 404, text: 'used_url' }
      known.uses += 1
      if (isObject(body)) await say(known.origin, body)
      return { status: 200, text: 'ok' }
    },
  }
}

function blocksOf(message: Json, randomId: RandomId): { blocks?: unknown } {
  return message.blocks === undefined ? {} : { blocks: withIds(message.blocks, randomId) }
}
