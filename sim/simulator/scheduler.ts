/**
 * The one clock and the one queue of a simulation: everything that waits, waits here. Time stands still while something happens and jumps to the next thing that
 * is to happen; what is due in the same millisecond happens in an order that the seed decides.
 *
 * Promises that whatever an event sets going has come to rest (every promise that can settle has) before the next one begins. No timer, no real time.
 */
import type { Entropy } from './entropy.ts'

export interface Scheduler {
  /** True time, epoch ms: what no replica's clock shows exactly. */
  readonly nowMs: number
  /** @returns calls it off. */
  at(atMs: number, act: () => void): () => void
  after(ms: number, act: () => void): () => void
  /** Lets everything happen that is due by then. */
  runUntil(atMs: number): Promise<void>
  /** How much has happened. */
  readonly events: number
}

interface Entry {
  atMs: number
  tie: number
  act: (() => void) | undefined
}

export function createScheduler(startMs: number, entropy: Entropy): Scheduler {
  const heap: Entry[] = []
  let nowMs = startMs
  let events = 0

  const at: Scheduler['at'] = (atMs, act) => {
    const entry: Entry = { atMs: Math.max(nowMs, Math.ceil(atMs)), tie: entropy.share(), act }
    push(heap, entry)
    return () => {
      entry.act = undefined
    }
  }
  return {
    get nowMs() {
      return nowMs
    },
    get events() {
      return events
    },
    at,
    after: (ms, act) => at(nowMs + ms, act),
    async runUntil(atMs) {
      for (let next = heap[0]; next && next.atMs <= atMs; next = heap[0]) {
        pop(heap)
        if (!next.act) continue
        nowMs = next.atMs
        events++
        next.act()
        await rest()
      }
      nowMs = Math.max(nowMs, atMs)
    },
  }
}

/** Every promise that can settle has, once the event loop has gone round: nothing here waits for anything outside. */
const rest = () => new Promise<void>((resolve) => setImmediate(resolve))

const isBefore = (a: Entry, b: Entry) => a.atMs < b.atMs || (a.atMs === b.atMs && a.tie < b.tie)

function push(heap: Entry[], entry: Entry): void {
  let place = heap.push(entry) - 1
  while (place > 0) {
    const above = (place - 1) >> 1
    if (!isBefore(entry, heap[above]!)) break
    heap[place] = heap[above]!
    place = above
  }
  heap[place] = entry
}

function pop(heap: Entry[]): void {
  const last = heap.pop()
  if (!last || heap.length === 0) return
  let place = 0
  for (;;) {
    let below = 2 * place + 1
    if (below >= heap.length) break
    if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++
    if (!isBefore(heap[below]!, last)) break
    heap[place] = heap[below]!
    place = below
  }
  heap[place] = last
}
