/**
 * What is remembered of each message to each recipient: begun, then sent or refused for good. What is begun and has no end was in hand when a
 * process died, or its answer was lost: nobody knows whether it went out. A port, so that adapters need no database.
 */

/** One message to one recipient. */
export interface DeliveryPlace {
  /** Names the message: its stream and obligation. */
  key: string
  /** Keyed hash of key and address, hex: whoever reads the table learns no address from it. */
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
  /** Names a recipient of a message. */
  placeOf(key: string, address: string): DeliveryPlace
  /** All that is known of a message, by recipient. */
  of(key: string): Promise<ReadonlyMap<string, Delivery>>
  /** @returns false when it is in the ledger already, whatever its state: somebody else is at it, or was. */
  begin(place: DeliveryPlace, nowMs: number): Promise<boolean>
  /** `delivery.begunMs` counts only for one that was never begun. */
  end(place: DeliveryPlace, delivery: Delivery): Promise<void>
  /** It has certainly not gone out, and is to be tried again. What has ended stays. */
  clear(place: DeliveryPlace): Promise<void>
}
