/** Twilio's client for one check, and what its refusals mean there. */
import { type OneCall, oneCallClient } from '../adapters/twilio/one-call-client.ts'
import { outcomeOfError } from '../adapters/twilio/refusals.ts'
import { error, type Finding } from './finding.ts'

type Account = Parameters<typeof oneCallClient>[0]

/** What `ask` finds; a refusal or no answer is the finding. */
export async function askTwilio(
  account: Account,
  signal: AbortSignal,
  what: string,
  ask: (client: OneCall['client']) => Promise<Finding[]>,
): Promise<Finding[]> {
  const { client, retryAfter } = oneCallClient(account, signal)
  try {
    return await ask(client)
  } catch (cause) {
    const outcome = outcomeOfError(cause, { atMs: 0, signal, retryAfter: retryAfter() })
    const refusedUs = (cause as { status?: unknown }).status === 401 || (cause as { status?: unknown }).status === 403
    const remedy = refusedUs
      ? 'Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to those on the first page of console.twilio.com (Account Info).'
      : 'Let this machine reach api.twilio.com by https, and run again; status.twilio.com tells more.'
    return [error(what, outcome.ok ? '' : (outcome.reason ?? ''), remedy)]
  }
}
