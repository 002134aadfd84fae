/**
 * How this account sends and calls: one request for one message, at the rate that its numbers may, and as one call of a client that can be cut off. What
 * Twilio says no to is put into words elsewhere.
 */
import type twilio from 'twilio'
import type { Found } from '../deliver-once.ts'
import type { Sending } from '../outcomes.ts'
import { createPace, type Pace, paceWords, type Wall } from '../pace.ts'
import { oneCallClient, type TwilioAccount } from './one-call-client.ts'
import { outcomeOfError } from './refusals.ts'

/** A text message that has not left Twilio's queue by then is worth nothing any more; the next means has been tried long since. */
const SMS_VALID_SECONDS = 600
/** Messages under way at once for each number: enough for its rate when Twilio is slow. */
const CONCURRENT_PER_SENDER = 5
/** How long a phone rings; a voice mailbox mostly answers after 25 to 30 s. */
const RING_SECONDS = 25

/** Twilio's own for a long number; more is taken and waits in Twilio's queue (twilio.com/docs/messaging/guides/rate-limits). */
const PER_SECOND = 1

export interface LineOptions {
  account: TwilioAccount
  /** What each of our numbers may send and call. */
  rates?: { smsPerSecond?: number; callsPerSecond?: number }
  wall?: Wall
}

export type Attempt = { atMs: number; signal: AbortSignal }
type Call = Parameters<ReturnType<typeof twilio>['calls']['create']>[0]
type Message = Parameters<ReturnType<typeof twilio>['messages']['create']>[0]

export type Line = ReturnType<typeof createLine>

export function createLine({ account, rates, wall }: LineOptions) {
  const senders = [account.from, ...(account.alsoFrom ?? [])]
  const paceOf = (what: { one: string; many: string }, perSecond = PER_SECOND) =>
    createPace({
      ...{ senders: senders.length, perSecond, words: paceWords(what, perSecond) },
      ...(wall && { wall }),
    })
  const smsPace = paceOf({ one: 'text message', many: 'text messages' }, rates?.smsPerSecond)
  const callPace = paceOf({ one: 'call', many: 'calls' }, rates?.callsPerSecond)

  const attempt = async (
    { atMs, signal }: Attempt,
    act: (client: twilio.Twilio) => Promise<Record<string, unknown>>,
  ): Promise<Sending> => {
    const { client, retryAfter } = oneCallClient(account, signal)
    try {
      return { ok: true, detail: await act(client) }
    } catch (error) {
      return outcomeOfError(error, { atMs, signal, retryAfter: retryAfter() })
    }
  }
  const create = (at: Attempt, message: Message) =>
    attempt(at, async (client) => {
      const sent = await client.messages.create({ validityPeriod: SMS_VALID_SECONDS, ...message })
      return { ref: sent.sid, awaitsReport: true }
    })
  const place = (at: Attempt, what: Call) =>
    attempt(at, async (client) => {
      const placed = await client.calls.create({ timeout: RING_SECONDS, ...what })
      return { ref: placed.sid, awaitsReport: true }
    })
  const fromOf = (pace: Pace, index: number) => senders[pace.senderOf(index)] as string
  return {
    attempt,
    /** To one person, at once, whatever an audience is being told meanwhile. */
    sendSms(at: Attempt, message: Omit<Message, 'from'>) {
      smsPace.spend(0)
      return create(at, { from: account.from, ...message })
    },
    /** The same as a call. */
    call(at: Attempt, what: Omit<Call, 'from'>) {
      callPace.spend(0)
      return place(at, { from: account.from, ...what })
    },
    /** To one of many, at their pace; `index` is theirs. */
    toMany: {
      concurrent: CONCURRENT_PER_SENDER * senders.length,
      ...{ smsPace, callPace },
      sms: (at: Attempt, index: number, message: Omit<Message, 'from'>) =>
        create(at, { from: fromOf(smsPace, index), ...message }),
      call: (at: Attempt, index: number, what: Omit<Call, 'from'>) =>
        place(at, { from: fromOf(callPace, index), ...what }),
    },
    /** What `find` gives as the ledger wants it. */
    async lookUp(at: Attempt, find: (client: twilio.Twilio) => Promise<string | undefined>): Promise<Found> {
      const asked = await attempt(at, async (client) => ({ ref: await find(client) }))
      if (!asked.ok) return asked
      const ref = asked.detail?.ref
      return typeof ref === 'string' ? { ref } : undefined
    },
  }
}
