/** The outbox in memory, for rehearsals and tests: everything is lost with the process. */
import { createListeners } from './listeners.ts'
import type { Outbox, Queues } from './outbox.ts'
import type { Job } from './storage.ts'

export interface MemoryOutbox extends Outbox {
  /** Called by the storage when it commits. */
  enqueue(jobs: Job[]): void
}

export function createMemoryOutbox(queues: Queues): MemoryOutbox {
  const waiting = new Map<string, Job[]>(Object.keys(queues).map((queue) => [queue, []]))
  const known = new Set<string>()
  const handedOut = createListeners()

  return {
    queues,
    start: async () => {},
    stop: async () => {},
    enqueue(jobs) {
      for (const job of jobs) {
        const queue = waiting.get(job.queue)
        if (!queue) throw new Error(`there is no queue ${job.queue}`)
        if (known.has(job.id)) continue
        known.add(job.id)
        queue.push(job)
      }
      if (jobs.length > 0) handedOut.call()
    },
    claim: async (queue, countMax) => waiting.get(queue)?.splice(0, countMax) ?? [],
    // An id stays known, as it does in the database for a day: it is never handed out again.
    finish: async () => {},
    async handBack(queue, jobs) {
      waiting.get(queue)?.unshift(...jobs)
      handedOut.call()
    },
    // In memory nothing is looked at from outside, so nobody asks for how long.
    backlog: async () =>
      [...waiting].flatMap(([queue, { length }]) => (length > 0 ? [{ queue, jobs: length, oldestSeconds: 0 }] : [])),
    waiting: async () => [...waiting].flatMap(([queue, jobs]) => (jobs.length > 0 ? [queue] : [])),
    onHandedOut: handedOut.add,
  }
}
