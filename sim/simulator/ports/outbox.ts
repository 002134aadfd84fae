/** The outbox as one replica sees it. It lives in the database and fails with it; who is killed with a job in hand loses it, as the port says. */
import type { Outbox } from '../../../src/engine/outbox.ts'
import type { Entropy } from '../entropy.ts'
import type { Life } from '../world/life.ts'
import { type Database, unlessDead } from './database.ts'

export function createReplicaOutbox(parts: {
  shared: Outbox
  database: Database
  life: Life
  entropy: Entropy
  /** Share of the notifications that are not heard. */
  deaf: number
}): Outbox {
  const { shared, database, life, entropy, deaf } = parts
  return {
    queues: shared.queues,
    start: async () => {},
    stop: async () => {},
    async claim(queue, countMax) {
      await database.reach(life)
      const jobs = await shared.claim(queue, countMax)
      if (jobs.length > 0) await unlessDead(life, database.back(life))
      return jobs
    },
    async finish(queue, ids) {
      await database.reach(life)
      await shared.finish(queue, ids)
    },
    async waiting() {
      // Whoever finds nothing has changed nothing, and learns nothing from a failure: most looks are these.
      const queues = await shared.waiting()
      if (queues.length > 0) await database.reach(life)
      return queues
    },
    async handBack(queue, jobs) {
      await database.reach(life)
      await shared.handBack(queue, jobs)
    },
    backlog: () => shared.backlog(),
    onHandedOut: (listener) =>
      shared.onHandedOut(() => {
        if (life.isAlive && !entropy.happens(deaf)) listener()
      }),
  }
}
