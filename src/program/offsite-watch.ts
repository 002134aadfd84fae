/** Notices within a minute that the copy of the journal falls behind, or is well again, and has it told like all else that a disaster would need. Real time. */
import type { Clock } from '../engine/clock.ts'
import { LAG_SECONDS_MAX } from '../evidence/copy/format.ts'

const EVERY_MS = 60_000

export interface OffsiteWatch {
  /** Until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
  /** As each minute by itself. Never throws. */
  look(): Promise<void>
}

/** @param tell looks at everything that a disaster would need, and tells what is wrong and what no longer is. */
export function createOffsiteWatch(
  lagSeconds: () => Promise<number | undefined>,
  tell: () => Promise<void>,
  clock: Clock,
): OffsiteWatch {
  let wasBehind = false
  const look = async () => {
    // The database does not answer: that shows by itself.
    const seconds = await lagSeconds().catch(() => undefined)
    if (seconds === undefined) return
    const isBehind = seconds > LAG_SECONDS_MAX
    if (isBehind !== wasBehind) await tell()
    wasBehind = isBehind
  }
  return {
    look,
    async run(signal) {
      while (!signal.aborted) {
        await look()
        await clock.sleepUntil(clock.now() + EVERY_MS, signal)
      }
    },
  }
}
