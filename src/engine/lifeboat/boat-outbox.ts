/** The outbox while the database comes and goes. What the boat has handed out is carried out here even after it has landed: nobody else knows of it. */
import type { MemoryOutbox } from '../memory-outbox.ts'
import type { Outbox } from '../outbox.ts'
import type { Helm } from './helm.ts'

type Served = Omit<Outbox, 'start' | 'stop' | 'onHandedOut'>

export function createBoatOutbox(postgres: Outbox, boat: MemoryOutbox, helm: Pick<Helm<unknown>, 'ask'>): Served {
  const fromBoat = new Set<string>()
  const claimBoat = async (queue: string, countMax: number) => {
    const jobs = await boat.claim(queue, countMax)
    for (const { id } of jobs) fromBoat.add(id)
    return jobs
  }
  return {
    queues: postgres.queues,
    async claim(queue, countMax) {
      const jobs = await claimBoat(queue, countMax)
      if (jobs.length > 0) return jobs
      return helm.ask(
        () => postgres.claim(queue, countMax),
        async () => [],
      )
    },
    async finish(queue, ids) {
      const ofBoat = ids.filter((id) => fromBoat.delete(id))
      await boat.finish(queue, ofBoat)
      const others = ids.filter((id) => !ofBoat.includes(id))
      if (others.length === 0) return
      await helm.ask(
        () => postgres.finish(queue, others),
        // It gives them up by itself in time.
        async () => {},
      )
    },
    async handBack(queue, jobs) {
      const ofBoat = jobs.filter(({ id }) => fromBoat.delete(id))
      await boat.handBack(queue, ofBoat)
      const others = jobs.filter((job) => !ofBoat.includes(job))
      if (others.length === 0) return
      await helm.ask(
        () => postgres.handBack(queue, others),
        async () => {},
      )
    },
    backlog: () => helm.ask(postgres.backlog, boat.backlog),
    async waiting() {
      const others = await helm.ask(
        () => postgres.waiting(),
        async () => [],
      )
      return [...new Set([...(await boat.waiting()), ...others])]
    },
  }
}
