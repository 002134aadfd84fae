/**
 * The ledger of deliveries while the database comes and goes: what this replica does is known here as well, so that a list that was half told when the database went
 * away is not told from its beginning; what was told without the database is entered when it is back.
 */
import type { Delivery, DeliveryLedger, DeliveryPlace } from '../deliveries.ts'
import { createMemoryDeliveryLedger } from '../delivery-ledger.ts'
import type { Helm } from './helm.ts'
import type { VoyageRecord } from './record.ts'

/** Messages that are known here, at most: what is older is not in hand any more. */
const MESSAGES_MAX = 2_000

export interface LifeboatLedger extends DeliveryLedger {
  /** Enters in the database what was told without it. */
  enter(): Promise<void>
}

export function createLifeboatLedger(
  postgres: DeliveryLedger,
  helm: Pick<Helm<unknown>, 'boat' | 'ask'>,
  record: Pick<VoyageRecord, 'takeDelivery' | 'deliveries'>,
): LifeboatLedger {
  let here = createMemoryDeliveryLedger()
  let keys = new Set<string>()
  const known = (key: string) => {
    if (keys.size >= MESSAGES_MAX && helm.boat() === undefined) {
      here = createMemoryDeliveryLedger()
      keys = new Set()
    }
    keys.add(key)
    return here
  }
  const ready = (async () => {
    for (const { place, delivery } of record.deliveries()) await known(place.key).end(place, delivery)
  })()

  return {
    placeOf: postgres.placeOf,
    async of(key) {
      await ready
      return helm.ask(
        () => postgres.of(key),
        () => here.of(key),
      )
    },
    begin: (place, nowMs) =>
      helm.ask(
        async () => {
          const begun = await postgres.begin(place, nowMs)
          if (begun) await known(place.key).begin(place, nowMs)
          return begun
        },
        async () => {
          const begun = await known(place.key).begin(place, nowMs)
          if (begun) await record.takeDelivery(place, { state: 'begun', begunMs: nowMs })
          return begun
        },
      ),
    async end(place, delivery) {
      await known(place.key).end(place, delivery)
      await helm.ask(
        () => postgres.end(place, delivery),
        () => record.takeDelivery(place, delivery),
      )
    },
    async clear(place) {
      await known(place.key).clear(place)
      await helm.ask(
        () => postgres.clear(place),
        async () => {},
      )
    },
    async enter() {
      const last = new Map<string, { place: DeliveryPlace; delivery: Delivery }>()
      for (const told of record.deliveries()) last.set(`${told.place.key}\n${told.place.recipient}`, told)
      for (const { place, delivery } of last.values())
        if (delivery.state !== 'begun') await postgres.end(place, delivery)
    },
  }
}
