/**
 * Keeps to the rate that a provider allows a sender, by the wall clock: what is sent faster waits in the provider's own queue, where a page to
 * the same people would wait behind it. Each replica has its own pace; one attempt at a notice runs on one of them.
 */
import { wallClock } from '../engine/wall-clock.ts'

/** Real time; the tests have one of their own. */
export interface Wall {
  /** Epoch ms. */
  now(): number
  /** Resolves early when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

const realTime: Wall = {
  now: wallClock.now,
  sleep: (ms, signal = new AbortController().signal) => wallClock.sleepUntil(wallClock.now() + ms, signal),
}

export interface PaceOptions {
  /** Senders that share the work, each at this rate. */
  senders: number
  perSecond: number
  /** For people, such as "one text message a second for each sender". */
  words: string
  wall?: Wall
}

export interface Pace {
  readonly words: string
  now(): number
  /** Which sender serves this place in a list: round robin. */
  senderOf(place: number): number
  /** Waits until the sender of this place may send. @returns false when the signal aborted first; the turn is given back then. */
  turn(place: number, signal?: AbortSignal): Promise<boolean>
  /** Something went out past the queue, such as a page: the sender's next turn comes later for it. */
  spend(sender: number): void
  /** How long it takes from now until all of these places are served, ms. */
  lastsMs(places: readonly number[]): number
}

export function createPace({ senders, perSecond, words, wall = realTime }: PaceOptions): Pace {
  const { now } = wall
  const intervalMs = 1_000 / perSecond
  /** When each sender may send next, epoch ms. */
  const freeAtMs = Array.from({ length: senders }, () => 0)
  const take = (sender: number): number => {
    const atMs = Math.max(now(), freeAtMs[sender] ?? 0)
    freeAtMs[sender] = atMs + intervalMs
    return atMs
  }
  const senderOf = (place: number) => place % senders
  return {
    words,
    now,
    senderOf,
    async turn(place, signal) {
      if (signal?.aborted) return false
      const sender = senderOf(place)
      const waitMs = take(sender) - now()
      if (waitMs <= 0) return true
      await wall.sleep(waitMs, signal)
      if (!signal?.aborted) return true
      freeAtMs[sender] = (freeAtMs[sender] ?? 0) - intervalMs
      return false
    },
    spend: (sender) => void take(sender),
    lastsMs(places) {
      const shares = freeAtMs.map((freeMs, sender) => {
        const share = places.filter((place) => senderOf(place) === sender).length
        return share === 0 ? 0 : Math.max(0, freeMs - now()) + (share - 1) * intervalMs
      })
      return Math.max(0, ...shares)
    },
  }
}

/** "one text message a second for each sender" and the like. */
export function paceWords(what: { one: string; many: string }, perSecond: number): string {
  if (perSecond === 1) return `one ${what.one} a second for each sender`
  return `${perSecond} ${what.many} a second for each sender`
}
