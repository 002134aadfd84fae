/**
 * Sends one message to each recipient of an audience, so that none sees another, and sums up how that went. Details hold counts and places in
 * the list, never addresses: the journal keeps them.
 *
 * It promises that whoever is done, told or refused for good, is left in peace by the next attempt, and that everybody else is tried again
 * then; a long list is told in several attempts. Two things may tell somebody twice: a crash in mid-attempt, after which nobody knows how far
 * it came, and a change of the list between two attempts, which moves places.
 */
import type { Outcome } from '../plan/core.ts'
import type { Carrying } from './carrier.ts'
import type { Failure } from './outcomes.ts'

/** At once; providers slow down whoever sends more. */
const CONCURRENT_MAX = 5

/** What an unfinished attempt leaves to the next one, as its detail. */
interface Progress {
  /** Places in the list that are done, as runs: first and last. */
  done: [first: number, last: number][]
  sent: number
  /** `permanent`: done with; others are tried again. */
  failures: { index: number; reason: string; permanent: boolean }[]
}

/**
 * @param about `before`: the detail of the attempt before; `closing`: no other message is begun once it aborts.
 * @param send never throws.
 * @returns success once everybody is done and somebody was told, `detail` says of whom that is not true; failure otherwise, with a detail from
 * which the next attempt goes on. `outOfTime` in it: this one got on, and only its time was up.
 */
export async function tellEach<To>(
  recipients: readonly To[],
  { before, closing }: Pick<Carrying, 'before' | 'closing'>,
  send: (to: To, index: number) => Promise<Outcome>,
): Promise<Outcome> {
  const earlier = progressIn(before)
  const waiting = placesWaiting(recipients.length, earlier)
  const outcomes = new Map<number, Outcome>()
  let next = 0
  const sender = async () => {
    while (next < waiting.length && !closing?.aborted) {
      const index = waiting[next++] as number
      outcomes.set(index, await send(recipients[index] as To, index))
    }
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENT_MAX, waiting.length) }, sender))
  return summary(recipients.length, earlier, outcomes)
}

function summary(total: number, earlier: Progress, outcomes: ReadonlyMap<number, Outcome>): Outcome {
  const tried = [...outcomes].toSorted(([a], [b]) => a - b)
  const isDone = (outcome: Outcome) => outcome.ok || outcome.permanent === true
  const sent = earlier.sent + tried.filter(([, outcome]) => outcome.ok).length
  const failed = tried.flatMap(([index, outcome]) => (outcome.ok ? [] : [{ index, outcome }]))
  const failures = [
    ...earlier.failures.filter(({ permanent }) => permanent),
    ...failed.map(({ index, outcome: { reason, permanent } }) => ({ index, reason, permanent: permanent === true })),
  ]
  const finished = tried.filter(([, outcome]) => isDone(outcome)).map(([index]) => index)
  const places = [...placesDone(earlier), ...finished]
  const detail = { sent, failed: total - sent, failures }
  if (places.length === total) {
    const [first] = failures
    return sent > 0 || !first ? { ok: true, detail } : { ok: false, reason: first.reason, permanent: true, detail }
  }
  const passing = failed.map(({ outcome }) => outcome).filter((outcome) => !isDone(outcome))
  const untried = total - earlierCount(earlier) - outcomes.size
  const outOfTime = untried > 0 && finished.length > 0 && passing.every(({ retryAtMs }) => retryAtMs === undefined)
  const { detail: _, ...first }: Failure = passing[0] ?? {
    ok: false,
    reason: 'There was no time left for all of them.',
  }
  return { ...first, detail: { ...detail, done: runsOf(places), ...(outOfTime && { outOfTime }) } }
}

/** Whoever has not been tried before those who could not be told last time: these may fail again, and slowly. */
function placesWaiting(total: number, earlier: Progress): number[] {
  const done = new Set(placesDone(earlier))
  const last = earlier.done.at(-1)?.[1] ?? -1
  const waiting = Array.from({ length: total }, (_, index) => index).filter((index) => !done.has(index))
  return [...waiting.filter((index) => index > last), ...waiting.filter((index) => index < last)]
}

const placesDone = ({ done }: Progress): number[] =>
  done.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, n) => first + n))

const earlierCount = ({ done }: Progress): number => done.reduce((sum, [first, last]) => sum + last - first + 1, 0)

function runsOf(places: readonly number[]): Progress['done'] {
  const runs: Progress['done'] = []
  for (const place of places.toSorted((a, b) => a - b)) {
    const run = runs.at(-1)
    if (run && run[1] === place - 1) run[1] = place
    else runs.push([place, place])
  }
  return runs
}

/** @param before what `summary` wrote, or nothing, or the detail of another kind of failure. */
const progressIn = (before: Carrying['before']): Progress =>
  Array.isArray(before?.done) ? (before as unknown as Progress) : { done: [], sent: 0, failures: [] }
