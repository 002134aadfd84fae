/**
 * Keeps who gets the status page's updates by mail, where all replicas see it. An address is subscribed to one plan or to all, never to both, so
 * that one link ends all mail. Nothing is sent to an address that has not confirmed. What ends is deleted.
 */
import type pg from 'pg'
import { inTransaction } from './postgres-stream.ts'
import { retryTransient } from './retry.ts'
import { ASK, CONFIRM, CONFIRMED_FOR, COUNT, DROP_OTHERS, DROP_STALE, DROP_UNNEEDED } from './sql/subscriber-sql.ts'

interface Asking {
  /** Of the subscription, when it is new. */
  id: string
  /** Null: all plans. */
  plan: string | null
  address: string
  /** Of the token in the mail that asks to confirm; it takes the place of an earlier one. */
  tokenHash: string
  /** How long the token is good, epoch milliseconds. */
  untilMs: number
  nowMs: number
}

interface Subscriber {
  id: string
  address: string
}

export interface SubscriberStore {
  /** False: there is nothing to confirm, because the address has this subscription or a wider one. */
  ask(asking: Asking): Promise<boolean>
  /** What a token would confirm. */
  pending(tokenHash: string, nowMs: number): Promise<{ plan: string | null } | undefined>
  /** False: the token is not good, or not any more. */
  confirm(tokenHash: string, nowMs: number): Promise<boolean>
  /** Again: fine. */
  end(id: string): Promise<void>
  /** Who gets the updates of a plan: each address once, in no order that means anything. */
  confirmedFor(plan: string): Promise<Subscriber[]>
  /** Everything about an address; how many subscriptions it had or had asked for. */
  erase(address: string): Promise<number>
  /** Counts one more of `key` in a window that began with its first, and says the how-manieth it is. */
  count(key: string, nowMs: number, windowMs: number): Promise<number>
}

/** Addresses are compared without regard to capitals: providers that tell them apart are not known. */
const keyOf = (address: string): string => address.toLowerCase()
const ALL = ''

interface Row {
  id: string
  plan: string
  address: string
  token?: { hash: string; untilMs: number }
}

export function createMemorySubscribers(): SubscriberStore {
  let rows: Row[] = []
  const counts = new Map<string, { sinceMs: number; count: number }>()
  const byToken = (hash: string, nowMs: number) =>
    rows.find(({ token }) => token?.hash === hash && token.untilMs > nowMs)
  const ofAddress = (address: string) => rows.filter((row) => keyOf(row.address) === keyOf(address))

  return {
    async ask({ id, plan, address, tokenHash, untilMs, nowMs }) {
      rows = rows.filter(({ token }) => token === undefined || token.untilMs > nowMs)
      const own = ofAddress(address)
      if (own.some((row) => !row.token && (row.plan === ALL || row.plan === (plan ?? ALL)))) return false
      const same = own.find((row) => row.plan === (plan ?? ALL))
      const next = { id: same?.id ?? id, plan: plan ?? ALL, address, token: { hash: tokenHash, untilMs } }
      rows = [...rows.filter((row) => row !== same), next]
      return true
    },
    async pending(tokenHash, nowMs) {
      const row = byToken(tokenHash, nowMs)
      return row && { plan: row.plan === ALL ? null : row.plan }
    },
    async confirm(tokenHash, nowMs) {
      const row = byToken(tokenHash, nowMs)
      if (!row) return false
      const wider = ofAddress(row.address).some((other) => other.plan === ALL && !other.token)
      const others = rows.filter((other) => other !== row)
      const kept = row.plan === ALL ? others.filter((other) => keyOf(other.address) !== keyOf(row.address)) : others
      rows = wider ? kept : [...kept, { id: row.id, plan: row.plan, address: row.address }]
      return true
    },
    async end(id) {
      rows = rows.filter((row) => row.id !== id)
    },
    async confirmedFor(plan) {
      const found = rows.filter((row) => !row.token && (row.plan === ALL || row.plan === plan))
      return found.map(({ id, address }) => ({ id, address }))
    },
    async erase(address) {
      const before = rows.length
      rows = rows.filter((row) => keyOf(row.address) !== keyOf(address))
      return before - rows.length
    },
    async count(key, nowMs, windowMs) {
      const known = counts.get(key)
      const next =
        known && known.sinceMs > nowMs - windowMs ? { ...known, count: known.count + 1 } : { sinceMs: nowMs, count: 1 }
      counts.set(key, next)
      return next.count
    },
  }
}

/** A count that nothing was added to for so long is forgotten, milliseconds: longer than any window. */
const FORGET_COUNTS_MS = 2 * 24 * 3_600_000

/** @param pool may be the storage's; holds one connection for a few statements. */
export function createPostgresSubscribers(pool: pg.Pool): SubscriberStore {
  const query = <Found extends object>(text: string, values: unknown[]) =>
    retryTransient(async () => (await pool.query<Found>(text, values)).rows)

  return {
    async ask({ id, plan, address, tokenHash, untilMs, nowMs }) {
      await query(DROP_STALE, [nowMs])
      const rows = await query(ASK, [id, plan ?? ALL, address, keyOf(address), tokenHash, untilMs])
      return rows.length > 0
    },
    async pending(tokenHash, nowMs) {
      const text = 'SELECT plan FROM muster.subscriber WHERE token_hash = $1 AND token_until_ms > $2'
      const [row] = await query<{ plan: string }>(text, [tokenHash, nowMs])
      return row && { plan: row.plan === ALL ? null : row.plan }
    },
    confirm: (tokenHash, nowMs) =>
      retryTransient(() =>
        inTransaction(pool, async (client) => {
          const { rows } = await client.query<{ plan: string; address_key: string }>(CONFIRM, [tokenHash, nowMs])
          const [row] = rows
          if (!row) return false
          await client.query(row.plan === ALL ? DROP_OTHERS : DROP_UNNEEDED, [row.address_key])
          return true
        }),
      ),
    async end(id) {
      await query('DELETE FROM muster.subscriber WHERE id = $1', [id])
    },
    confirmedFor: (plan) => query<Subscriber>(CONFIRMED_FOR, [plan]),
    async erase(address) {
      const rows = await query('DELETE FROM muster.subscriber WHERE address_key = $1 RETURNING id', [keyOf(address)])
      return rows.length
    },
    async count(key, nowMs, windowMs) {
      await query('DELETE FROM muster.subscriber_limit WHERE since_ms < $1', [nowMs - FORGET_COUNTS_MS])
      const [row] = await query<{ count: number }>(COUNT, [key, nowMs, windowMs])
      return row?.count ?? 1
    },
  }
}
