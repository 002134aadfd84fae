/**
 * What Twilio's refusals mean for a page. One table: https://www.twilio.com/docs/api/errors. Twilio adds codes all the time, so a code that
 * is not here is judged by its HTTP status.
 */
import { capital } from '../../plan/in-words.ts'
import { type Failure, limited, refused, retryAt, timedOut, unreachable, unsure } from '../outcomes.ts'

type Verdict =
  /** This number, this account or this text: trying again cannot help. */
  | 'never'
  /** Too much at once: later. */
  | 'later'

const CODES: Record<number, [verdict: Verdict, why: string]> = {
  20003: ['never', 'Twilio does not accept our credentials'],
  20404: ['never', 'Twilio does not know this message or call any more'],
  20429: ['later', 'Twilio takes no more requests for now'],
  21201: ['never', 'no number was called'],
  21205: ['never', 'the address for the call is wrong: check the public URL'],
  21210: ['never', 'our number is not verified for calls'],
  21211: ['never', 'the number is not valid'],
  21212: ['never', 'our own number is not valid'],
  21214: ['never', 'the number cannot be reached'],
  21215: ['never', 'calls to this region are not allowed: check the geographic permissions'],
  21216: ['never', 'calls to this number are not allowed'],
  21217: ['never', 'the number is not valid'],
  21219: ['never', 'a trial account only calls verified numbers'],
  21408: ['never', 'text messages to this region are not allowed: check the geographic permissions'],
  21604: ['never', 'no number was given'],
  21606: ['never', 'our number cannot send text messages'],
  21608: ['never', 'a trial account only writes to verified numbers'],
  21610: ['never', 'the person has unsubscribed (they wrote STOP)'],
  21611: ['later', 'our number has too many messages waiting'],
  21612: ['never', 'the number cannot be reached from ours'],
  21614: ['never', 'the number is not a mobile phone'],
  21617: ['never', 'the text is too long'],
  30001: ['later', 'the queue of messages is full'],
}

/** Twilio names no time for the queue; a long code sends a message part each second. */
const LATER_MS = 30_000

/** The outcome of a call that the SDK rejected. Never holds the number: reasons are journaled. */
export function outcomeOfError(
  error: unknown,
  { atMs, signal, retryAfter }: { atMs: number; signal: AbortSignal; retryAfter: string | null },
): Failure {
  const { status, code } = error as { status?: unknown; code?: unknown }
  if (typeof status !== 'number') return signal.aborted ? timedOut('Twilio') : unreachable('Twilio', error)
  const [verdict, why] = CODES[Number(code)] ?? [undefined, 'Twilio refused the request']
  const named = typeof code === 'number' ? `${code}, HTTP ${status}` : `HTTP ${status}`
  const reason = `${capital(why)} (${named}).`
  if (verdict === 'later' || status === 429) return limited(reason, retryAt(atMs, retryAfter, LATER_MS))
  if (verdict === 'never') return refused(reason)
  return status >= 400 && status < 500 ? refused(reason) : unsure(`Twilio has a fault (${named}).`)
}
