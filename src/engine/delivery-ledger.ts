/**
 * The ledger of deliveries, where all replicas see it, and in memory. Rows bear hashes of addresses, and are dropped when they are
 * `DELIVERY_DAYS` old.
 */
import { createHmac } from 'node:crypto'
import type pg from 'pg'
import type { Delivery, DeliveryLedger, DeliveryPlace } from './deliveries.ts'
import { retryTransient } from './retry.ts'
import { BEGIN_DELIVERY, CLEAR_DELIVERY, DELIVERIES_OF, END_DELIVERY } from './sql/delivery-sql.ts'

/** Far longer than anything is tried again. */
export const DELIVERY_DAYS = 30

/** @param secret of which the hashes of recipients are made. */
const placesBy =
  (secret: string) =>
  (key: string, address: string): DeliveryPlace => ({
    key,
    recipient: createHmac('sha256', secret).update(key).update('\0').update(address).digest('hex'),
  })

export function createMemoryDeliveryLedger(): DeliveryLedger {
  const messages = new Map<string, Map<string, Delivery>>()
  const of = (key: string) => {
    const known = messages.get(key) ?? new Map<string, Delivery>()
    messages.set(key, known)
    return known
  }
  return {
    placeOf: placesBy('in memory'),
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

/** @param pool may be the storage's; each call is one statement. @param secret the same for all replicas; after another one, recipients count as new. */
export function createPostgresDeliveryLedger(pool: pg.Pool, secret: string): DeliveryLedger {
  return {
    placeOf: placesBy(secret),
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
