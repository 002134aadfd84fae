/**
 * Whether Twilio has a message or call of ours already: asked before one is repeated of which nobody knows whether it went out. Its lists are
 * newest first. They are filtered here and not by Twilio, whose dates are those of sending: what still waits in its queue has none.
 */
import type { Twilio } from 'twilio'

/** So much may Twilio's clock be behind ours, and its times are whole seconds; milliseconds. */
const CLOCKS_DIFFER_MS = 30_000
/** Far more than one recipient gets from us in an attempt's time. */
const LISTED_MAX = 50

/** Our text to this number. Should two notices with the very same text go to one number within seconds, one of them is taken for the other. */
export async function findMessage(
  client: Twilio,
  { to, body, sinceMs }: { to: string; body: string; sinceMs: number },
): Promise<string | undefined> {
  const listed = await client.messages.list({ to, limit: LISTED_MAX, pageSize: LISTED_MAX })
  const ours = listed.find(
    (one) => one.direction !== 'inbound' && one.body === body && isSince(one.dateCreated, sinceMs),
  )
  return ours?.sid
}

/** A call to this number that is none of `others`; what it says, Twilio does not tell. @param others sids of pages. */
export async function findCall(
  client: Twilio,
  { to, sinceMs, others }: { to: string; sinceMs: number; others: ReadonlySet<string> },
): Promise<string | undefined> {
  const listed = await client.calls.list({ to, limit: LISTED_MAX, pageSize: LISTED_MAX })
  return listed.find((one) => one.direction !== 'inbound' && !others.has(one.sid) && isSince(one.dateCreated, sinceMs))
    ?.sid
}

const isSince = (made: Date | null | undefined, sinceMs: number): boolean =>
  made instanceof Date && made.getTime() >= sinceMs - CLOCKS_DIFFER_MS
