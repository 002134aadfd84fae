/**
 * Carries out what waits in the outbox: claims as many jobs of each queue as the queue may have in hand here, and claims again as
 * soon as one is done.
 *
 * It promises that a slow queue does not hold up another, that no notification is needed (it looks by itself every second of real
 * time), and that `stop` leaves nothing running. What a job does is the worker's business; a job is run once. One that is not for this replica is handed
 * back, and for a moment others have the queue to themselves.
 */
import type { Clock } from './clock.ts'
import { createLane, type Lane } from './lane.ts'
import type { Logger } from './logger.ts'
import { createOnceMore } from './once-more.ts'
import type { Outbox } from './outbox.ts'
import type { Job } from './storage.ts'

/** How often the outbox is looked into without a notification, milliseconds. */
const POLL_MS = 1_000

/** Jobs in hand may go on for so long after `stop`, milliseconds; then their signal aborts. */
const STOP_GRACE_MS = 5_000

export interface Dispatcher {
  start(): void
  /** Claims nothing more, and waits for what is in hand. */
  stop(): Promise<void>
  /** Works off everything that waits, started or not; resolves when nothing waits anywhere and nothing is in hand here. */
  idle(signal?: AbortSignal): Promise<void>
}

/**
 * @param run carries out one job and never rejects, or says that it is to be handed back; `signal` aborts when this process stops.
 * @param wall real time.
 */
export function createDispatcher(
  outbox: Outbox,
  run: (job: Job, signal: AbortSignal) => Promise<'done' | 'not-ours'>,
  logger: Logger,
  wall: Clock,
): Dispatcher {
  let started: { stopping: AbortController; polling: Promise<void>; unlisten: () => void } | undefined
  let idling = 0
  let abandon = new AbortController()
  const isOpen = () => started !== undefined || idling > 0

  const pumpOrLog = (lane: Lane) => {
    lane
      .pump()
      .catch((err) => logger.warn({ err, queue: lane.queue }, 'cannot reach the outbox; trying again in a second'))
  }
  const lanes = Object.entries(outbox.queues).map(([queue, { concurrency }]) =>
    createLane(queue, concurrency, {
      ...{ outbox, wall, isOpen },
      run: (job) => run(job, abandon.signal),
      onEnd: (lane) => {
        if (isOpen()) pumpOrLog(lane)
      },
    }),
  )

  /** Those with something to do: a claim is a transaction, and most queues are empty most of the time. */
  const lanesToPump = async (): Promise<Lane[]> => {
    const waiting = new Set(await outbox.waiting())
    return lanes.filter((lane) => lane.isToTell() || (waiting.has(lane.queue) && !lane.isLeft()))
  }
  const looking = createOnceMore(async () => {
    try {
      for (const lane of await lanesToPump()) pumpOrLog(lane)
    } catch (err) {
      logger.warn({ err }, 'cannot look into the outbox; trying again in a second')
    }
  })
  const look = () => void looking.ask()

  const poll = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      look()
      await wall.sleepUntil(wall.now() + POLL_MS, signal)
    }
  }

  const inHand = () => lanes.flatMap((lane) => lane.inHand())
  const isBusy = () => lanes.some((lane) => lane.isBusy())
  const settleLanes = () => Promise.allSettled([...inHand(), ...lanes.map((lane) => lane.pumping())])

  return {
    start() {
      if (started) return
      const stopping = new AbortController()
      started = { stopping, unlisten: outbox.onHandedOut(look), polling: Promise.resolve() }
      started.polling = poll(stopping.signal)
    },
    async stop() {
      if (!started) return
      const { stopping, polling, unlisten } = started
      started = undefined
      unlisten()
      stopping.abort()
      await polling
      const grace = new AbortController()
      const tooLong = wall.sleepUntil(wall.now() + STOP_GRACE_MS, grace.signal).then(() => {
        if (!grace.signal.aborted) abandon.abort()
      })
      await looking.running()
      while (inHand().length > 0 || lanes.some((lane) => lane.pumping())) await settleLanes()
      grace.abort()
      await tooLong
      abandon = new AbortController()
      await Promise.allSettled(lanes.map((lane) => lane.pump()))
    },
    async idle(signal) {
      const aborted = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
      idling++
      try {
        while (!signal?.aborted) {
          // Before and after the look: what was in hand during it may have handed out more.
          const wasBusy = isBusy()
          const toPump = await lanesToPump()
          if (!wasBusy && toPump.length === 0 && !isBusy()) return
          await Promise.all(toPump.map((lane) => lane.pump()))
          await Promise.race([settleLanes(), aborted])
        }
      } finally {
        idling--
      }
    },
  }
}
