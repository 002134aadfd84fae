/**
 * The ledger of deliveries, where all replicas see it, and in memory. Rows bear hashes of addresses, and are dropped when they are
 * `DELIVERY_DAYS` old.
 */
import type pg from 'pg'
import type { Delivery, DeliveryLedger } from './deliveries.ts'
import { retryTransient } from './retry.ts'
import { BEGIN_DELIVERY, CLEAR_DELIVERY, DELIVERIES_OF, END_DELIVERY } from './sql/delivery-sql.ts'

/** Far longer than anything is tried again. */
export const DELIVERY_DAYS = 30

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
