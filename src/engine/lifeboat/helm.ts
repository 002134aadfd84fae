/**
 * Who is asked: the database, or the boat. What waits for an answer of the database when it is given up is refused as if the connection had broken, so that whoever
 * asked tries again, and then asks the boat; what was under way there is not committed any more, unless its commit is on the wire already.
 */
/** PostgreSQL's code of a connection that failed: whoever sees it tries again. */
const CONNECTION_FAILURE = '08006'

export class DatabaseAway extends Error {
  override name = 'DatabaseAway'
  readonly code = CONNECTION_FAILURE
}

export interface Helm<Boat> {
  boat(): Boat | undefined
  /** Reads, or does what needs no order. */
  ask<T>(ashore: () => Promise<T>, adrift: (boat: Boat) => Promise<T>): Promise<T>
  /** Writes: waits while the boat lands. `ashore` gets a question to ask before it commits; it throws when the database was given up meanwhile. */
  write<T>(ashore: (stillAshore: () => void) => Promise<T>, adrift: (boat: Boat) => Promise<T>): Promise<T>
  /** From now on the boat is asked. */
  cast(boat: Boat): void
  /** Lets no write begin, waits for those in the boat, does the last of the work, and from then on the database is asked. If `work` fails, the boat goes on. */
  land(work: () => Promise<void>): Promise<void>
}

/** @param onAnswer the database has answered something. */
export function createHelm<Boat>(onAnswer: () => void): Helm<Boat> {
  let boat: Boat | undefined
  let landing: Promise<void> | undefined
  /** How often the database was given up. */
  let voyages = 0
  const waiting = new Set<(error: Error) => void>()
  const writing = new Set<Promise<unknown>>()

  const guarded = <T>(work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      waiting.add(reject)
      work()
        .then((answer) => {
          onAnswer()
          resolve(answer)
        }, reject)
        .finally(() => waiting.delete(reject))
    })

  return {
    boat: () => boat,
    ask: async (ashore, adrift) => (boat ? adrift(boat) : guarded(ashore)),
    async write(ashore, adrift) {
      while (landing) await landing
      if (boat) {
        const work = adrift(boat)
        const settled = work.then(
          () => {},
          () => {},
        )
        writing.add(settled)
        return work.finally(() => writing.delete(settled))
      }
      const begun = voyages
      return guarded(() =>
        ashore(() => {
          if (voyages !== begun) throw new DatabaseAway('the database was given up while this was under way')
        }),
      )
    },
    cast(next) {
      voyages++
      boat = next
      for (const refuse of waiting) refuse(new DatabaseAway('the database does not answer'))
      waiting.clear()
    },
    async land(work) {
      const { promise, resolve } = Promise.withResolvers<void>()
      landing = promise
      try {
        await Promise.all(writing)
        await work()
        boat = undefined
      } finally {
        landing = undefined
        resolve()
      }
    },
  }
}
