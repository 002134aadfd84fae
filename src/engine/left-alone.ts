/**
 * Streams that this replica leaves to newer ones, because their journal holds what this version does not understand. Kept in memory only: they are found
 * again, and an upgrade ends with this process.
 */
import type { Logger } from './logger.ts'

export interface LeftAlone {
  /** @param what the event, or the effect in it, that is not understood. */
  add(stream: string, what: string): void
  all(): readonly string[]
}

export function createLeftAlone(logger: Logger): LeftAlone {
  const streams = new Set<string>()
  return {
    add(stream, what) {
      if (streams.has(stream)) return
      streams.add(stream)
      logger.warn(
        { stream, what },
        'a newer version of Muster has written to this stream; it is left to replicas of that version',
      )
    },
    all: () => [...streams],
  }
}

/** What somebody is told whose command has come to a replica that is too old for it. */
export const WRITTEN_BY_NEWER =
  'This replica of Muster is older than what has happened here: it is about to be replaced. Nothing was done; say it again in a moment.'
