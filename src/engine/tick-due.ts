/**
 * Ticks all streams that are due now, many in one transaction, so that a thousand timers at one instant cost some ten commits and not a thousand.
 * A stream whose rules fail is put off by itself and does not disturb the others of its batch.
 */
import { allOf } from './all-of.ts'
import type { Clock } from './clock.ts'
import { isTransient } from './database-errors.ts'
import type { Snapshot } from './snapshots.ts'
import type { Storage, StreamTransaction } from './storage.ts'
import { traced } from './tracing.ts'
import { type EngineFacts, PUT_OFF_MS, type TurnParts, takeTurn } from './turn.ts'

/** Streams in one transaction at most: their commands wait while it lasts, some tens of milliseconds. */
const BATCH_MAX = 100

/** @returns a function that says how many streams it ticked; 0 while held, and when others hold all that is due. */
export function createTickDue<Effect>(
  parts: TurnParts<Effect> & { storage: Storage; clock: Clock; facts: () => Promise<EngineFacts> },
): () => Promise<number> {
  const { storage, snapshots, clock, facts, logger, leftAlone } = parts

  const tick = async (tx: StreamTransaction, nowMs: number, known: EngineFacts): Promise<Snapshot | undefined> => {
    try {
      const end = await takeTurn(parts, tx, { nowMs, facts: known })
      return end.ok ? end.snapshot : undefined
    } catch (err) {
      // The transaction is over for the whole batch, and whoever called tries again.
      if (isTransient(err)) throw err
      logger.error({ err, stream: tx.stream }, `the stream cannot be read; asking again in ${PUT_OFF_MS / 1000} s`)
      tx.setDue(nowMs + PUT_OFF_MS, true)
      return undefined
    }
  }

  return async () => {
    let ticked = 0
    for (;;) {
      const known = await facts()
      if (known.held) return ticked
      const nowMs = clock.now()
      const ended = await storage.withDue(
        nowMs,
        BATCH_MAX,
        (held) =>
          // Side by side, so that what they have to read is asked for in one round trip and not in a hundred.
          allOf(
            held.map((tx) =>
              traced('tick', { follows: null, attributes: { 'muster.stream': tx.stream } }, () =>
                tick(tx, nowMs, known),
              ),
            ),
          ),
        leftAlone.all(),
      )
      if (!ended) return ticked
      for (const snapshot of ended) if (snapshot) snapshots.keep(snapshot)
      ticked += ended.length
    }
  }
}
