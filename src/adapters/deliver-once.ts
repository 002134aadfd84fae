/**
 * Sends one message to one recipient exactly once, as far as the world lets it: the ledger is told before and after. What is begun without an
 * end may have gone out: the provider is asked where it can be, and only what it does not have is sent. Where it cannot be asked, the message
 * is repeated, for told twice is better than not at all.
 */
import type { Delivery, DeliveryLedger, DeliveryPlace } from '../engine/deliveries.ts'
import type { Carrying } from './carrier.ts'
import { type Failure, refused, type Sending, unsure } from './outcomes.ts'

/** What the provider has: the id of the message; nothing; or it could not be asked now, or (permanent) ever. */
export type Found = { ref: string } | undefined | Failure

export interface Handing {
  /** Never throws. A success's `detail.ref` is the provider's id. */
  send(): Promise<Sending>
  /** Whether the provider has it, sent at `sinceMs` (epoch ms, the program's clock) or later; absent: it cannot be asked. Never throws. */
  find?(sinceMs: number): Promise<Found>
}

/** Names a message in the ledger. */
export const deliveryKey = ({ incident, obligation }: Pick<Carrying, 'incident' | 'obligation'>): string =>
  `${incident}/${obligation}`

/**
 * @param known what the ledger had of it when the attempt began. @param nowMs the program's clock.
 * @throws Error when the ledger cannot be kept; what was sent then is found at the provider next time.
 */
export async function deliverOnce(
  ledger: DeliveryLedger,
  place: DeliveryPlace,
  known: Delivery | undefined,
  nowMs: number,
  { send, find }: Handing,
): Promise<Sending> {
  if (known?.state === 'sent') return { ok: true, detail: refOf(known.ref) }
  if (known?.state === 'refused') return refused(known.reason ?? 'It was refused for good.')
  const begunMs = known?.begunMs ?? nowMs
  if (known) {
    const found = await find?.(begunMs)
    if (found && 'ref' in found) {
      await ledger.end(place, { state: 'sent', begunMs, ref: found.ref })
      return { ok: true, detail: { ref: found.ref } }
    }
    if (found && !found.permanent) return { ...found, unsure: true }
  } else if (!(await ledger.begin(place, nowMs))) return IN_HAND
  const sending = await send()
  if (sending.ok) {
    const { ref } = sending.detail ?? {}
    await ledger.end(place, { state: 'sent', begunMs, ...refOf(typeof ref === 'string' ? ref : undefined) })
  } else if (sending.permanent) await ledger.end(place, { state: 'refused', begunMs, reason: sending.reason })
  else if (!sending.unsure) await ledger.clear(place)
  return sending
}

const refOf = (ref: string | undefined) => (ref === undefined ? {} : { ref })

const IN_HAND = unsure('Another attempt has this recipient in hand.')
