/**
 * One queue of the outbox as this process works it off: claims as many jobs as it may have in hand, and says to the outbox what is done. A job that is not for
 * this replica is handed back, and for a moment others have the queue to themselves.
 */
import type { Clock } from './clock.ts'
import { createOnceMore } from './once-more.ts'
import type { Outbox } from './outbox.ts'
import type { Job } from './storage.ts'

/** So long a queue is left to others after a job of it was handed back, milliseconds: they look in each second. */
const LEAVE_TO_OTHERS_MS = 2_000

export interface Lane {
  queue: string
  /** Claims what it may and tells what is done. One pump at a time; asked for meanwhile, it runs once more. */
  pump(): Promise<void>
  /** Something is done here, but not yet said to the outbox. */
  isToTell(): boolean
  /** To others, for a moment. */
  isLeft(): boolean
  isBusy(): boolean
  inHand(): Promise<void>[]
  /** Under way now. */
  pumping(): Promise<void> | undefined
}

export interface LaneParts {
  outbox: Outbox
  /** Carries out one job and never rejects, or says that it is to be handed back. */
  run(job: Job): Promise<'done' | 'not-ours'>
  wall: Clock
  /** Whether new jobs are claimed. */
  isOpen(): boolean
  /** A job has ended here. */
  onEnd(lane: Lane): void
}

export function createLane(queue: string, concurrency: number, { outbox, run, wall, isOpen, onEnd }: LaneParts): Lane {
  const inHand = new Map<string, Promise<void>>()
  const done: string[] = []
  const notOurs: Job[] = []
  let leftUntilMs = 0

  const begin = (job: Job) => {
    const work = run(job).then((end) => {
      inHand.delete(job.id)
      if (end === 'done') done.push(job.id)
      else notOurs.push(job)
      onEnd(lane)
    })
    inHand.set(job.id, work)
  }
  const claim = async () => {
    const free = concurrency - inHand.size
    if (free <= 0 || lane.isLeft() || !isOpen()) return
    for (const job of await outbox.claim(queue, free)) begin(job)
  }
  const pumpOnce = async () => {
    if (notOurs.length > 0) {
      leftUntilMs = wall.now() + LEAVE_TO_OTHERS_MS
      await outbox.handBack(queue, notOurs.splice(0))
    }
    // A page that waits must not wait for the book-keeping of those before it.
    const ends = await Promise.allSettled([done.length > 0 && outbox.finish(queue, done.splice(0)), claim()])
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }
  const { ask: pump, running: pumping } = createOnceMore(pumpOnce)
  const lane: Lane = {
    ...{ queue, pump, pumping },
    isToTell: () => done.length + notOurs.length > 0,
    isLeft: () => wall.now() < leftUntilMs,
    isBusy: () => inHand.size > 0 || lane.isToTell() || pumping() !== undefined,
    inHand: () => [...inHand.values()],
  }
  return lane
}
