/**
 * Acknowledgements before work: what people ask for in the same instant is begun when Slack has been answered for all of it. Each request is little work to
 * acknowledge and much to carry out, so the last of fifty would otherwise wait for what the first ones ask for. Promises that work never waits long.
 */
import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** A form is acknowledged with what came of it, and that can take its time. */
const WAIT_MAX_MS = 50

export interface AcknowledgeFirst {
  /** A request has come; it is acknowledged with this response. */
  arrived(response: ServerResponse): void
  /** Resolves when nothing that has come waits for its acknowledgement, or after a short while. */
  turn(): Promise<void>
}

export function createAcknowledgeFirst(): AcknowledgeFirst {
  let unanswered = 0
  let waiting: (() => void)[] = []
  const answered = () => {
    unanswered--
    if (unanswered > 0) return
    const some = waiting
    waiting = []
    for (const go of some) go()
  }
  return {
    arrived(response) {
      unanswered++
      response.once('close', answered)
    },
    async turn() {
      if (unanswered === 0) return
      const over = new AbortController()
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push(resolve)
      const late = pause(WAIT_MAX_MS, undefined, { signal: over.signal }).catch(() => undefined)
      await Promise.race([promise, late])
      over.abort()
    },
  }
}
