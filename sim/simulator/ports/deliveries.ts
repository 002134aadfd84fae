/** Page gate and ledger of deliveries as one replica sees them: shared, in the database, and tried again as production does when the connection breaks. */
import type { DeliveryLedger } from '../../../src/engine/deliveries.ts'
import type { PageGate } from '../../../src/engine/page-gate-store.ts'
import { retryTransient } from '../../../src/engine/retry.ts'
import type { Life } from '../world/life.ts'
import type { Database } from './database.ts'

interface Around {
  database: Database
  life: Life
}

/** There and back; done is done, also when nobody is told. */
const through =
  ({ database, life }: Around) =>
  <T>(work: () => Promise<T>): Promise<T> =>
    retryTransient(
      async () => {
        await database.reach(life)
        const answer = await work()
        await database.back(life)
        return answer
      },
      undefined,
      life.clock,
    )

export function createReplicaPageGate(shared: PageGate, around: Around): PageGate {
  const go = through(around)
  return {
    admit: (request) => go(() => shared.admit(request)),
    conclude: (page) => go(() => shared.conclude(page)),
  }
}

export function createReplicaLedger(shared: DeliveryLedger, around: Around): DeliveryLedger {
  const go = through(around)
  return {
    placeOf: shared.placeOf,
    of: (key) => go(() => shared.of(key)),
    begin: (place, nowMs) => go(() => shared.begin(place, nowMs)),
    end: (place, delivery) => go(() => shared.end(place, delivery)),
    clear: (place) => go(() => shared.clear(place)),
  }
}
