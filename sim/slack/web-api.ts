/**
 * Answers Web API calls: finds out who calls, limits the bot's rate, and hands the call to the sandbox's own methods or
 * else to the emulator. It does not listen (doors.ts) and holds no workspace state.
 *
 * Two doors lead here. The bot's behaves as Slack does towards an app, limits and size checks included; the driver's is
 * for the test or person who drives the sandbox, who must be able to look at everything at any pace.
 */
import { BOT_USER_ID, type SlackEmulator } from './emulator.ts'
import type { RateLimits } from './rate-limits.ts'
import { type Json, refuse, type SlackReply, type SlackRequest, stringOf } from './wire.ts'

export type Door = 'bot' | 'driver'

export interface Call {
  door: Door
  /** `http://127.0.0.1:PORT` of that door. */
  origin: string
  method: string
  args: Json
  /** The Slack user that the token stands for. */
  userId: string
}

/** The sandbox's own methods, by name. They answer as Slack does and never throw over what a client sent. */
export type MethodTable = Record<string, (call: Call) => SlackReply | Promise<SlackReply>>

export interface WebApiAnswer {
  status: number
  body: SlackReply
  headers: Record<string, string>
}

export interface WebApiParts {
  emulator: SlackEmulator
  limits: RateLimits
  methods: MethodTable
  botToken: string
  appToken: string
  /** What the app has been granted. */
  botScopes: () => readonly string[]
  /** Slack user id by user token. */
  userByToken: Map<string, string>
}

export type WebApi = (door: Door, origin: string, method: string, request: SlackRequest) => Promise<WebApiAnswer>

/** The one method that takes the app-level token, and takes no other. */
const APP_METHOD = 'apps.connections.open'

export function createWebApi(parts: WebApiParts): WebApi {
  const userOf = (method: string, token: string): { userId: string } | { error: string } => {
    if (token === '') return { error: 'not_authed' }
    const isApp = token === parts.appToken
    const userId = isApp || token === parts.botToken ? BOT_USER_ID : parts.userByToken.get(token)
    if (userId === undefined) return { error: 'invalid_auth' }
    return isApp === (method === APP_METHOD) ? { userId } : { error: 'not_allowed_token_type' }
  }
  return async (door, origin, method, request) => {
    const who = userOf(method, request.token)
    if ('error' in who) return answer(refuse(who.error))
    if (door === 'bot') {
      const waitSeconds = parts.limits.take(method, stringOf(request.args.channel))
      if (waitSeconds !== undefined) return rateLimited(waitSeconds)
    }
    const own = parts.methods[method]
    const call = { door, origin, method, args: request.args, userId: who.userId }
    const body = await (own ? own(call) : parts.emulator.call(who.userId, method, request.args))
    const granted = request.token === parts.botToken ? { 'x-oauth-scopes': parts.botScopes().join(',') } : {}
    return answer(body, granted)
  }
}

const answer = (body: SlackReply, headers: Record<string, string> = {}): WebApiAnswer => ({
  status: 200,
  body,
  headers,
})

/** Slack's answer to too many calls, of its own accord or by a fault. */
export const rateLimited = (waitSeconds: number): WebApiAnswer => ({
  status: 429,
  body: refuse('ratelimited'),
  headers: { 'retry-after': String(waitSeconds) },
})
