/**
 * Asks PagerDuty every 30 seconds who has taken our pages. One request for all open incidents, none while nothing is open. A failed poll is
 * reported and the next one comes in its time; it never throws and never stops by itself.
 */
import type { Clock } from '../../engine/clock.ts'
import type { IncidentState } from '../../incident/state.ts'
import { type AcknowledgingPorts, acknowledgeFromPagerDuty, answerKey } from './acknowledge-from-pagerduty.ts'
import { levelDedupKey } from './dedup-keys.ts'
import type { PagerDutyClient } from './pagerduty-client.ts'
import { pollIncidents } from './poll-incidents.ts'

const POLL_EVERY_MS = 30_000
/** A poll that takes longer is given up for the next one. */
const POLL_TIMEOUT_MS = 10_000

export interface AcknowledgementPollOptions extends AcknowledgingPorts {
  client: PagerDutyClient
  clock: Clock
  openIncidents(): Promise<IncidentState[]>
  onFailure(error: unknown): void
}

export interface AcknowledgementPoll {
  /** Asks once, now. */
  poll(): Promise<void>
  /** Goes on until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
}

export function createAcknowledgementPoll(options: AcknowledgementPollOptions): AcknowledgementPoll {
  const { client, clock, openIncidents, onFailure } = options
  /** Answers that have been passed on, so that each poll does not ask the core again; after a restart the core's own memory holds. */
  let passedOn = new Set<string>()

  const poll = async (stopped?: AbortSignal) => {
    try {
      const open = await openIncidents()
      const keys = new Set(open.flatMap(pagedKeys))
      if (keys.size === 0) return
      const sinceMs = Math.min(...open.map((state) => state.declaredMs))
      const timeout = AbortSignal.timeout(POLL_TIMEOUT_MS)
      const signal = stopped ? AbortSignal.any([timeout, stopped]) : timeout
      const answers = await pollIncidents(client, keys, sinceMs, signal)
      const seen = new Set<string>()
      for (const answer of answers) {
        const key = answerKey(answer)
        if (!passedOn.has(key)) await acknowledgeFromPagerDuty(answer, clock.now(), options)
        seen.add(key)
      }
      passedOn = seen
    } catch (error) {
      if (!stopped?.aborted) onFailure(error)
    }
  }

  return {
    poll: () => poll(),
    async run(signal) {
      while (!signal.aborted) {
        await poll(signal)
        await clock.sleepUntil(clock.now() + POLL_EVERY_MS, signal)
      }
    },
  }
}

/** Keys under which PagerDuty has a page of this incident. */
function pagedKeys(state: IncidentState): string[] {
  const paged = Object.values(state.pages).filter((page) =>
    page.tries.some((entry) => entry.means === 'pagerduty' && entry.state === 'sent'),
  )
  return paged.map((page) => levelDedupKey(state.id, page.key))
}
