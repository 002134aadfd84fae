/**
 * Appends one fact to a stream from outside of its core: what no rule decides and nothing follows from, such as that texts were erased. What is owed in the stream
 * stays as it is. `work` is done while the stream is held, so that two who do the same do it one after the other; its answer is the fact, or undefined for none.
 */
import type { AnyEvent } from '../plan/core.ts'
import { encodeEvent, type Random } from './journal.ts'
import type { Storage } from './storage.ts'

export async function appendFact<Event extends AnyEvent>(
  { storage, random }: { storage: Pick<Storage, 'withStream'>; random: Random },
  stream: string,
  work: () => Promise<Event | undefined>,
): Promise<Event | undefined> {
  return storage.withStream(stream, async (tx) => {
    const event = await work()
    if (event === undefined) return undefined
    const { row, texts } = encodeEvent(stream, tx.head, event, random)
    tx.append([row], texts)
    return event
  })
}
