/**
 * Keeps, where all replicas see it, what became of each message to each recipient: begun, then sent or refused for good. What is begun and has
 * no end was in hand when a process died, and nobody knows whether it went out. Rows bear hashes of addresses, and are dropped when they
 * are `DELIVERY_DAYS` old.
 */
import type pg from 'pg'
import { retryTransient } from './retry.ts'
import { BEGIN_DELIVERY, CLEAR_DELIVERY, DELIVERIES_OF, END_DELIVERY } from './sql/delivery-sql.ts'

/** Far longer than anything is tried again. */
export const DELIVERY_DAYS = 30

/** One message to one recipient. */
export interface DeliveryPlace {
  /** Names the message: its stream and obligation. */
  key: string
  /** SHA-256 of key and address, hex. */
  recipient: string
}

export interface Delivery {
  state: 'begun' | 'sent' | 'refused'
  /** When it was first begun, epoch ms by the program's clock. */
  begunMs: number
  /** The provider's id of what was sent. */
  ref?: string
  /** Why it was refused: one sentence without addresses. */
  reason?: string
}

export interface DeliveryLedger {
  /** All that is known of a message, by recipient. */
  of(key: string): Promise<ReadonlyMap<string, Delivery>>
  /** @returns false when it is in the ledger already, whatever its state: somebody else is at it, or was. */
  begin(place: DeliveryPlace, nowMs: number): Promise<boolean>
  /** `delivery.begunMs` counts only for one that was never begun. */
  end(place: DeliveryPlace, delivery: Delivery): Promise<void>
  /** It has certainly not gone out, and is to be tried again. What has ended stays. */
  clear(place: DeliveryPlace): Promise<void>
}

export function createMemoryDeliveryLedger(): DeliveryLedger {
  const messages = new Map<string, Map<string, Delivery>>()
  const of = (key: string) => {
    const known = messages.get(key) ?? new Map<string, Delivery>()
    messages.set(key, known)
    return known
  }
  return {
    of: async (key) => structuredClone(of(key)),
    async begin({ key, recipient }, begunMs) {
      if (of(key).has(recipient)) return false
      of(key).set(recipient, { state: 'begun', begunMs })
      return true
    },
    async end({ key, recipient }, delivery) {
      const { begunMs = delivery.begunMs } = of(key).get(recipient) ?? {}
      of(key).set(recipient, { ...delivery, begunMs })
    },
    async clear({ key, recipient }) {
      if (of(key).get(recipient)?.state === 'begun') of(key).delete(recipient)
    },
  }
}

interface Row {
  recipient: string
  state: Delivery['state']
  begun_ms: string | number
  ref: string | null
  reason: string | null
}

/** @param pool may be the storage's; each call is one statement. */
export function createPostgresDeliveryLedger(pool: pg.Pool): DeliveryLedger {
  return {
    async of(key) {
      const { rows } = await retryTransient(() => pool.query<Row>(DELIVERIES_OF, [key]))
      return new Map(rows.map((row) => [row.recipient, deliveryOf(row)]))
    },
    begin: ({ key, recipient }, nowMs) =>
      // Tried again after a lost answer it would find its own row and take it for another's: that one is then asked for at the provider.
      retryTransient(async () => (await pool.query(BEGIN_DELIVERY, [key, recipient, nowMs])).rowCount === 1),
    async end({ key, recipient }, { state, begunMs, ref, reason }) {
      const values = [key, recipient, state, begunMs, ref ?? null, reason ?? null]
      await retryTransient(() => pool.query(END_DELIVERY, values))
    },
    async clear({ key, recipient }) {
      await retryTransient(() => pool.query(CLEAR_DELIVERY, [key, recipient]))
    },
  }
}

const deliveryOf = ({ state, begun_ms, ref, reason }: Row): Delivery => ({
  state,
  begunMs: Number(begun_ms),
  ...(ref !== null && { ref }),
  ...(reason !== null && { reason }),
})
