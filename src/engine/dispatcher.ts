/**
 * Carries out what waits in the outbox: claims as many jobs of each queue as the queue may have in hand here, and claims again as
 * soon as one is done.
 *
 * It promises that a slow queue does not hold up another, that no notification is needed (it looks by itself every second of real
 * time), and that `stop` leaves nothing running. What a job does is the worker's business; a job is run once. One that is not for this replica is handed
 * back, and for a moment others have the queue to themselves.
 */
import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'
import type { Outbox } from './outbox.ts'
import type { Job } from './storage.ts'

/** How often the outbox is looked into without a notification, milliseconds. */
const POLL_MS = 1_000

/** So long a queue is left to others after a job of it was handed back, milliseconds: they look in each second. */
const LEAVE_TO_OTHERS_MS = 2_000

/** Jobs in hand may go on for so long after `stop`, milliseconds; then their signal aborts. */
const STOP_GRACE_MS = 5_000

export interface Dispatcher {
  start(): void
  /** Claims nothing more, and waits for what is in hand. */
  stop(): Promise<void>
  /** Works off everything that waits, started or not; resolves when nothing waits anywhere and nothing is in hand here. */
  idle(signal?: AbortSignal): Promise<void>
}

interface Lane {
  queue: string
  concurrency: number
  inHand: Map<string, Promise<void>>
  /** Done here, but not yet said to the outbox. */
  done: string[]
  notOurs: Job[]
  leftUntilMs: number
  pumping: Promise<void> | undefined
  pumpAgain: boolean
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
  const lanes = Object.entries(outbox.queues).map(([queue, { concurrency }]): Lane => {
    return {
      queue,
      concurrency,
      inHand: new Map(),
      done: [],
      notOurs: [],
      leftUntilMs: 0,
      pumping: undefined,
      pumpAgain: false,
    }
  })
  let started: { stopping: AbortController; polling: Promise<void>; unlisten: () => void } | undefined
  let idling = 0
  let abandon = new AbortController()

  const begin = (lane: Lane, job: Job) => {
    const work = run(job, abandon.signal).then((end) => {
      lane.inHand.delete(job.id)
      if (end === 'done') lane.done.push(job.id)
      else lane.notOurs.push(job)
      if (started || idling > 0) pumpOrLog(lane)
    })
    lane.inHand.set(job.id, work)
  }

  const isToTell = ({ done, notOurs }: Lane) => done.length + notOurs.length > 0
  const isLeft = (lane: Lane) => wall.now() < lane.leftUntilMs

  const pumpOnce = async (lane: Lane) => {
    if (lane.notOurs.length > 0) {
      lane.leftUntilMs = wall.now() + LEAVE_TO_OTHERS_MS
      await outbox.handBack(lane.queue, lane.notOurs.splice(0))
    }
    // A page that waits must not wait for the book-keeping of those before it.
    const ends = await Promise.allSettled([
      lane.done.length > 0 && outbox.finish(lane.queue, lane.done.splice(0)),
      claim(lane),
    ])
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }

  const claim = async (lane: Lane) => {
    const free = lane.concurrency - lane.inHand.size
    if (free <= 0 || isLeft(lane) || !(started || idling > 0)) return
    for (const job of await outbox.claim(lane.queue, free)) begin(lane, job)
  }

  /** One pump at a time for each lane; asked for meanwhile, it runs once more. */
  const pump = (lane: Lane): Promise<void> => {
    lane.pumpAgain = true
    lane.pumping ??= (async () => {
      try {
        while (lane.pumpAgain) {
          lane.pumpAgain = false
          await pumpOnce(lane)
        }
      } finally {
        lane.pumping = undefined
      }
    })()
    return lane.pumping
  }

  const pumpOrLog = (lane: Lane) => {
    pump(lane).catch((err) =>
      logger.warn({ err, queue: lane.queue }, 'cannot reach the outbox; trying again in a second'),
    )
  }

  /** Those with something to do: a claim is a transaction, and most queues are empty most of the time. */
  const lanesToPump = async (): Promise<Lane[]> => {
    const waiting = new Set(await outbox.waiting())
    return lanes.filter((lane) => isToTell(lane) || (waiting.has(lane.queue) && !isLeft(lane)))
  }
  let looking: Promise<void> | undefined
  let lookAgain = false
  /** One look at a time; asked for meanwhile, it looks once more. */
  const look = () => {
    lookAgain = true
    looking ??= (async () => {
      try {
        while (lookAgain) {
          lookAgain = false
          for (const lane of await lanesToPump()) pumpOrLog(lane)
        }
      } catch (err) {
        logger.warn({ err }, 'cannot look into the outbox; trying again in a second')
      } finally {
        looking = undefined
      }
    })()
  }

  const poll = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      look()
      await wall.sleepUntil(wall.now() + POLL_MS, signal)
    }
  }

  const inHand = () => lanes.flatMap((lane) => [...lane.inHand.values()])
  const isBusy = () => lanes.some((lane) => lane.inHand.size > 0 || isToTell(lane) || lane.pumping)
  const settleLanes = () =>
    Promise.allSettled([...inHand(), ...lanes.flatMap(({ pumping }) => (pumping ? [pumping] : []))])

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
      await looking
      while (inHand().length > 0 || lanes.some(({ pumping }) => pumping)) await settleLanes()
      grace.abort()
      await tooLong
      abandon = new AbortController()
      await Promise.allSettled(lanes.map(pump))
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
          await Promise.all(toPump.map(pump))
          await Promise.race([settleLanes(), aborted])
        }
      } finally {
        idling--
      }
    },
  }
}
