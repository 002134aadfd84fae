/**
 * Who gets the status page's updates by mail. Double opt-in: nothing is sent to an address before its owner has confirmed, but for the mail that
 * asks. What is answered and how long that takes says nothing about who is subscribed: the mail is sent afterwards, and who asks too often is not
 * told so.
 */
import { createHash } from 'node:crypto'
import { readUnsubscribeToken, unsubscribeToken } from '../adapters/unsubscribe-token.ts'
import type { Logger } from '../engine/logger.ts'
import type { SubscriberStore } from '../engine/subscriber-store.ts'

/** Sends the mail that asks to confirm. @param url of the page with the button. @param plan plan id; null: all plans. */
export type SendConfirmation = (address: string, url: string, plan: string | null) => Promise<void>

export interface SubscribersParts {
  store: SubscriberStore
  sendConfirmation: SendConfirmation
  /** Of which unsubscribe links are made. */
  secret: string
  random: (bytes: number) => string
  nowMs: () => number
  /** Absolute address of the page of all plans, without a slash at the end. */
  statusUrl: () => string
  logger: Pick<Logger, 'warn'>
}

export interface Recipient {
  address: string
  /** For the link in the mail and for its List-Unsubscribe header (RFC 8058): GET asks, POST ends. */
  unsubscribeUrl: string
}

export type Subscribers = ReturnType<typeof createSubscribers>

/** A link to confirm is good for so long. */
const CONFIRM_WITHIN_MS = 48 * 3_600_000
const HOUR_MS = 3_600_000

/**
 * More mails that ask than this are not sent: for one client in an hour, to one address in a day, and in all in an hour. The client comes first:
 * one that asks too often does not use up the limit of anybody's address.
 */
const LIMITS = [
  { kind: 'client', windowMs: HOUR_MS, max: 10 },
  { kind: 'address', windowMs: 24 * HOUR_MS, max: 3 },
  { kind: 'all', windowMs: HOUR_MS, max: 500 },
] as const

export function createSubscribers(parts: SubscribersParts) {
  const { store, sendConfirmation, secret, random, nowMs, statusUrl, logger } = parts
  const sending = new Set<Promise<void>>()

  const isTooMuch = async (keys: Record<(typeof LIMITS)[number]['kind'], string>): Promise<boolean> => {
    for (const { kind, windowMs, max } of LIMITS) {
      const count = await store.count(hash(`${kind}\0${keys[kind]}`), nowMs(), windowMs)
      if (count > max) return true
    }
    return false
  }
  const send = (address: string, token: string, plan: string | null) => {
    const sent = sendConfirmation(address, `${statusUrl()}/confirm/${token}`, plan).catch((error) =>
      logger.warn({ err: error }, 'a mail that asks to confirm a subscription could not be sent'),
    )
    sending.add(sent)
    void sent.finally(() => sending.delete(sent))
  }

  return {
    /** @param plan plan id; null: all plans. @param client who asks, such as an address of the network. */
    async subscribe(plan: string | null, address: string, client: string): Promise<void> {
      if (await isTooMuch({ address: address.toLowerCase(), client, all: '' })) return
      const token = random(24)
      const asking = { id: random(16), plan, address, tokenHash: hash(token), nowMs: nowMs() }
      if (await store.ask({ ...asking, untilMs: nowMs() + CONFIRM_WITHIN_MS })) send(address, token, plan)
    },
    pending: (token: string) => store.pending(hash(token), nowMs()),
    confirm: (token: string) => store.confirm(hash(token), nowMs()),
    isUnsubscribeToken: (token: string) => readUnsubscribeToken(secret, token) !== undefined,
    async unsubscribe(token: string): Promise<boolean> {
      const id = readUnsubscribeToken(secret, token)
      if (id !== undefined) await store.end(id)
      return id !== undefined
    },
    /** Who is told of changes of a plan: each address once. */
    async confirmedFor(plan: string): Promise<Recipient[]> {
      const found = await store.confirmedFor(plan)
      return found.map(({ id, address }) => ({
        address,
        unsubscribeUrl: `${statusUrl()}/unsubscribe/${unsubscribeToken(secret, id)}`,
      }))
    },
    /** Everything about an address; how many subscriptions it had or had asked for. */
    erase: (address: string): Promise<number> => store.erase(address),
    /** Resolves when no mail is on its way. */
    async settled(): Promise<void> {
      while (sending.size > 0) await Promise.all(sending)
    },
  }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
