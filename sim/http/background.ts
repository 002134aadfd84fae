/**
 * Work that a simulator does after it has answered: delivery reports, webhooks. `settled` is the signal that a test or the sandbox's
 * clock waits on instead of sleeping.
 */
export interface Background {
  /** Lets `work` go on by itself. What it throws is a bug of the simulator and rejects `settled`. */
  run(work: () => Promise<unknown>): void
  /** Resolves once nothing is under way, including what that work started. */
  settled(): Promise<void>
}

export function createBackground(): Background {
  const underWay = new Set<Promise<unknown>>()
  return {
    run(work) {
      const job = work()
      underWay.add(job)
      job.then(
        () => underWay.delete(job),
        () => undefined,
      )
    },
    async settled() {
      while (underWay.size > 0) {
        const [job] = underWay
        await job?.finally(() => underWay.delete(job))
      }
    },
  }
}
