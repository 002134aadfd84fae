/**
 * The Slack workspace underneath: `emulate`'s Slack, which keeps channels, members, messages, pins, bookmarks and files
 * and refuses as Slack does. This file starts it with given ids and calls it; what it lacks is added around it, not
 * here.
 *
 * Two habits of the emulator are hidden here. It answers 403 once a token has made 5,000 calls within an hour, so each
 * identity owns a pool of tokens and takes them in turn; the state belongs to the user, not to the token. And it
 * invents the ids of users that it is seeded with, except for the users of apps; so everybody is seeded as an app's
 * user, and the directory (directory.ts) says who is a person.
 */
import { createEmulator } from 'emulate'
import { isObject, type Json, refuse, type SlackReply } from './wire.ts'

/** The ids that the emulator gives its only team, and that the sandbox gives its app. */
export const TEAM_ID = 'T000000001'
export const APP_ID = 'A000000001'
export const BOT_ID = 'B000000002'
export const BOT_USER_ID = 'U000000002'
export const BOT_NAME = 'muster'

/** Tokens for each identity: with 5,000 calls an hour each, 480,000 calls an hour, more than one machine makes. */
const TOKENS_EACH = 96

export interface WorkspaceMember {
  userId: string
  /** The Slack handle. */
  handle: string
  realName: string
}

export interface SlackFile {
  /** Like `image/png`. */
  type: string
  bytes: Uint8Array<ArrayBuffer>
}

export interface SlackEmulator {
  /**
   * Calls a Web API method as the given user (the bot's user for the bot).
   * @throws when the emulator does not answer, or not in JSON.
   */
  call(userId: string, method: string, args: Json): Promise<SlackReply>
  /** Takes the bytes of an upload that `files.getUploadURLExternal` announced; gives the HTTP status. */
  upload(path: string, body: Buffer, contentType: string): Promise<number>
  /** The bytes of a file, as the given user may read them; undefined when there is none for them. */
  file(userId: string, fileId: string): Promise<SlackFile | undefined>
  /** Origin that the emulator puts into upload addresses and permalinks. */
  advertisedOrigin: string
  close(): Promise<void>
}

/** @param people the workspace's people; the app and its bot user come by themselves. */
export async function startSlackEmulator(people: WorkspaceMember[]): Promise<SlackEmulator> {
  const bot = { userId: BOT_USER_ID, handle: BOT_NAME, realName: 'Muster' }
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        team: { name: 'Sandbox', domain: 'sandbox' },
        oauth_apps: [bot, ...people].map((member) => appOf(member)),
        tokens: [bot, ...people].flatMap((member) => tokensOf(member.userId)),
      },
    },
  })
  const origin = `http://127.0.0.1:${new URL(emulator.url).port}`
  const turns = new Map<string, number>()
  const nextToken = (userId: string) => {
    const turn = turns.get(userId) ?? 0
    turns.set(userId, turn + 1)
    return tokenName(userId, turn % TOKENS_EACH)
  }
  return {
    advertisedOrigin: new URL(emulator.url).origin,
    async call(userId, method, args) {
      const response = await fetch(`${origin}/api/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${nextToken(userId)}` },
        body: JSON.stringify(args),
      })
      const reply: unknown = await response.json()
      if (response.status === 404) return refuse('unknown_method', { req_method: method })
      if (!response.ok || !isObject(reply)) {
        throw new Error(`The Slack emulator answered ${method} with HTTP ${response.status}: ${JSON.stringify(reply)}`)
      }
      return reply as SlackReply
    },
    async upload(path, body, contentType) {
      const headers = { 'content-type': contentType }
      const response = await fetch(origin + path, { method: 'POST', headers, body: new Uint8Array(body) })
      return response.status
    },
    async file(userId, fileId) {
      const headers = { authorization: `Bearer ${nextToken(userId)}` }
      // The emulator goes by the id; it wants a name in the address and takes any.
      const response = await fetch(`${origin}/files-pri/${encodeURIComponent(fileId)}/file`, { headers })
      const bytes = new Uint8Array(await response.arrayBuffer())
      return response.ok ? { type: response.headers.get('content-type') ?? '', bytes } : undefined
    },
    close: () => emulator.close(),
  }
}

const tokenName = (userId: string, index: number) => `pool-${userId}-${index}`

const isBotUser = (userId: string) => userId === BOT_USER_ID

function appOf(member: WorkspaceMember) {
  const own = isBotUser(member.userId)
  return {
    app_id: own ? APP_ID : `A-${member.userId}`,
    bot_id: own ? BOT_ID : `B-${member.userId}`,
    client_id: `client-${member.userId}`,
    client_secret: 'unused',
    name: member.realName,
    bot_name: member.handle,
    bot_user_id: member.userId,
    redirect_uris: [],
  }
}

function tokensOf(userId: string) {
  const botFields = isBotUser(userId) ? { app_id: APP_ID, bot_id: BOT_ID, bot_user_id: BOT_USER_ID, type: 'bot' } : {}
  return Array.from({ length: TOKENS_EACH }, (_, index) => ({
    token: tokenName(userId, index),
    user_id: userId,
    ...botFields,
  }))
}
