/** A failed call to Slack as a finding: what Slack says is the reason; the remedy depends on whether Slack said it, and what. */
import { codeOf, failureOf } from '../adapters/slack/call-outcomes.ts'
import { error, type Finding, warning } from './finding.ts'

/** @param remedy for when Slack refuses, which mostly means the token. */
export function slackTrouble(what: string, cause: unknown, nowMs: number, remedy: string): Finding {
  const { reason, retryAtMs } = failureOf(cause, nowMs)
  // `apps.connections.open` may be called about once a minute: asked too often is no verdict on the token.
  if (retryAtMs !== undefined) return warning(`${what} just now`, reason, 'Run `muster doctor` again in a minute.')
  if (codeOf(cause) !== undefined) return error(what, reason, remedy)
  return error(
    what,
    reason,
    'Let this machine reach slack.com by https, directly or through SLACK_API_URL, and run again.',
  )
}
