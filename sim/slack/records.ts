/**
 * What passed through the sandbox's Slack: every call, post and act, with its answer. Tokens are never in it.
 */
import type { Clock } from '../../src/engine/clock.ts'
import type { Json } from './wire.ts'

/** Records kept; the live feed has no limit. */
const KEPT_MAX = 20_000

export interface SlackRecord {
  /** ISO 8601, sandbox clock. */
  at: string
  /**
   * The bot, a driver at its own door, a person acting through the hands, or the workspace itself: what a call, an answer or a
   * response URL made appear there that no call's own record shows.
   */
  who: 'bot' | 'driver' | 'person' | 'workspace'
  /**
   * The API method, `response_url`, `upload`, the slash command, or the type of the interaction or event. Of the workspace: the API
   * method that would have done it, or `ephemeral` (args: the ephemeral), `view` (args: `user`, `view`), `view_gone` (args: `viewIds`).
   */
  method: string
  args: Json
  /**
   * What was answered; `{ ok: false, error: 'fault: ...' }` when a fault ended it. A person's: the bot's
   * `{ status, body, ms }`.
   */
  response: Json
}

export interface Records {
  add(who: SlackRecord['who'], method: string, args: Json, response: Json): void
  /** The latest, oldest first. */
  list(): SlackRecord[]
}

/** @param onRecord told of each record as it is made. */
export function createRecords(clock: Clock, onRecord: ((entry: SlackRecord) => void) | undefined): Records {
  const kept: SlackRecord[] = []
  return {
    list: () => [...kept],
    add(who, method, args, response) {
      const entry = { at: new Date(clock.now()).toISOString(), who, method, args, response }
      kept.push(entry)
      if (kept.length > KEPT_MAX) kept.shift()
      onRecord?.(entry)
    },
  }
}
