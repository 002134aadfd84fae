/**
 * What Slack's refusals mean for us: turns a failed call into an Outcome that says whether trying again can help and when. Never throws
 * for what Slack or the network does; a mistake in our own code passes through.
 */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import type { Outcome } from '../../plan/core.ts'
import { type Failure, failed, limited, refused, timedOut, unreachable, unsure } from '../outcomes.ts'

interface Refusal {
  /** For people; follows "Slack refuses: ". */
  says: string
  /** The same call can never succeed, whatever Slack's state. */
  permanent: boolean
  /** Part of it may have been done all the same, as Slack says of its own faults. */
  unsure?: true
}

const never = (says: string): Refusal => ({ says, permanent: true })
const later = (says: string): Refusal => ({ says, permanent: false })
const perhaps = (says: string): Refusal => ({ says, permanent: false, unsure: true })

/**
 * Slack's error codes (docs.slack.dev, "Errors" of each method in scopes.ts). Codes that are not here count as passing troubles: the
 * core bounds how often anything is tried, and giving up on an unknown word would be the worse mistake.
 */
const REFUSALS: Record<string, Refusal> = {
  // The token, which somebody has to put right.
  invalid_auth: never('the bot token is not valid; set SLACK_BOT_TOKEN to the token of the installed app'),
  not_authed: never('there is no bot token; set SLACK_BOT_TOKEN'),
  account_inactive: never('the app was removed from the workspace; install it again'),
  token_revoked: never('the bot token was revoked; install the app again'),
  token_expired: never('the bot token has expired; install the app again'),
  missing_scope: never('the app lacks a permission; install it again from manifest.yml'),
  no_permission: never('the app may not do this in this workspace'),
  not_allowed_token_type: never('this token is of the wrong kind; a bot token begins with xoxb-'),
  restricted_action: never('the workspace does not allow apps to do this'),
  // Whom or where to.
  channel_not_found: never('there is no such channel, or the app cannot see it'),
  is_archived: never('the channel is archived'),
  not_in_channel: never('the app is not in the channel; invite it there'),
  user_not_found: never('there is no such Slack user'),
  users_not_found: never('there is no such Slack user'),
  no_such_subteam: never('there is no such user group'),
  subteam_not_found: never('there is no such user group'),
  user_disabled: never('the Slack user has been deactivated'),
  user_not_visible: never('the app cannot see this Slack user'),
  cannot_dm_bot: never('a bot cannot be paged'),
  cant_invite: never('the Slack user cannot be invited to this channel'),
  ura_max_channels: never('the Slack user, a guest, is in as many channels as guests may be'),
  messages_tab_disabled: never('direct messages to the app are switched off; switch on its Messages tab'),
  // What was sent. Our own mistakes: a retry sends the same.
  invalid_blocks: never('the message is malformed'),
  invalid_arguments: never('the call is malformed'),
  msg_too_long: never('the message is too long'),
  no_text: never('the message is empty'),
  too_long: never('the text is too long'),
  // Slack itself.
  internal_error: perhaps('it has an internal error'),
  fatal_error: perhaps('it has an internal error'),
  service_unavailable: perhaps('it is unavailable'),
  request_timeout: perhaps('the call took too long'),
  ratelimited: later('too many calls'),
  rate_limited: later('too many calls'),
  accesslimited: later('access is limited for now'),
  team_added_to_org: later('the workspace is being moved'),
}

/** Slack's error code, when Slack answered at all. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof WebAPIPlatformError ? error.data.error : undefined

/**
 * The outcome of a call that threw.
 * @param nowMs the program's clock, epoch milliseconds: what Retry-After counts from.
 * @throws the error itself when it is none of Slack's.
 */
export function failureOf(error: unknown, nowMs: number): Failure {
  if (error instanceof WebAPIRateLimitedError) {
    return limited(`Slack asks us to wait ${error.retryAfter} s (rate limit).`, nowMs + error.retryAfter * 1000)
  }
  if (error instanceof WebAPIPlatformError) return refusal(error.data.error)
  if (error instanceof WebAPIHTTPError) return unsure(`Slack answers with HTTP status ${error.statusCode}.`)
  if (error instanceof WebAPIRequestError) {
    return error.original.name === 'TimeoutError' ? timedOut('Slack') : unreachable('Slack', error.original)
  }
  // A 429 without a readable Retry-After comes as a plain Error of the SDK.
  if (error instanceof Error && error.message.startsWith('Retry header')) {
    return failed('Slack limits the rate of calls and does not say for how long.')
  }
  throw error
}

function refusal(code: string): Failure {
  const known = REFUSALS[code]
  if (!known) return failed(`Slack refuses: ${code.slice(0, 80)}.`)
  const reason = `Slack refuses: ${known.says} (${code}).`
  if (known.permanent) return refused(reason)
  return known.unsure ? unsure(reason) : failed(reason)
}

/**
 * Runs the calls of one effect.
 * @param carry gives the detail of a success, or a failure that it has found itself.
 */
export async function outcomeOf(nowMs: number, carry: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await carry()
  } catch (error) {
    return failureOf(error, nowMs)
  }
}

/** Makes a call whose refusal with one of `codes` is as good as success, such as `already_in_channel`. */
export async function settle(call: Promise<unknown>, codes: readonly string[]): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!codes.includes(codeOf(error) ?? '')) throw error
  }
}
