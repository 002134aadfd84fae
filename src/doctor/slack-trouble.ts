/** A failed call to Slack as a finding: what Slack says is the reason; the remedy depends on whether it was Slack that said it. */
import { codeOf, failureOf } from '../adapters/slack/call-outcomes.ts'
import { error, type Finding } from './finding.ts'

/** @param remedy for when Slack refuses, which mostly means the token. */
export function slackTrouble(what: string, cause: unknown, nowMs: number, remedy: string): Finding {
  const { reason } = failureOf(cause, nowMs)
  if (codeOf(cause) !== undefined) return error(what, reason, remedy)
  return error(
    what,
    reason,
    'Let this machine reach slack.com by https, directly or through SLACK_API_URL, and run again.',
  )
}
