/**
 * Sends one message to each recipient of an audience, so that none sees another, and sums up how that went. Details hold counts and places in
 * the list, never addresses: the journal keeps them.
 *
 * It promises that whoever is done, told or refused for good, is left in peace by the next attempt, also after a crash and with another list,
 * for the ledger knows them; and that everybody else is tried again then. A long list is told in several attempts.
 */
import type { Delivery, DeliveryPlace } from '../engine/deliveries.ts'
import type { Outcome } from '../plan/core.ts'
import type { Carrying } from './carrier.ts'
import { deliverOnce, deliveryKey, type Found } from './deliver-once.ts'
import { type Failure, refused, type Sending, unsure } from './outcomes.ts'
import type { Pace } from './pace.ts'

/** At once; providers slow down whoever sends more. */
const CONCURRENT_MAX = 5

/** What an attempt says of itself, as its detail. */
export interface Summary {
  total: number
  sent: number
  failed: number
  /** `permanent`: done with; others are tried again. */
  failures: { index: number; reason: string; permanent: boolean }[]
  /** This attempt got on, and only its time was up. */
  outOfTime?: true
  /** Neither told nor refused for good; absent: nobody. */
  waiting?: number
  /** When all will have been told as things stand, or when they are tried again; epoch ms by the program's clock. */
  waitUntilMs?: number
  /** Why they wait, for people. */
  waitReason?: string
}

export interface Telling<To> {
  /** Only its hash is kept. */
  address(to: To): string
  /** Never throws. */
  send(to: To, index: number, place: DeliveryPlace): Promise<Sending>
  /** Whether the provider has the message to them; absent: it cannot be asked. Never throws. */
  find?(to: To, sinceMs: number): Promise<Found>
  pace?: Pace
  /** Sent to at once; default 5. */
  concurrent?: number
  /** Who could not be told for now is tried again no sooner than so long after, milliseconds. */
  patienceMs?: number
}

type Attempt = Pick<Carrying, 'incident' | 'obligation' | 'ledger' | 'atMs' | 'before' | 'closing'>

/**
 * @param attempt `closing`: no other message is begun once it aborts.
 * @returns success once everybody is done and somebody was told, `detail` says of whom that is not true; failure otherwise.
 */
export async function tellEach<To>(
  recipients: readonly To[],
  attempt: Attempt,
  { address, send, find, pace, concurrent = CONCURRENT_MAX, patienceMs }: Telling<To>,
): Promise<Outcome> {
  const { ledger, atMs, closing } = attempt
  const key = deliveryKey(attempt)
  const ledgered = await ledger.of(key)
  const places = recipients.map((to) => ledger.placeOf(key, address(to)))
  const known = places.map(({ recipient }) => ledgered.get(recipient))
  const waiting = orderOf(known, attempt.before)
  const outcomes = new Map<number, Sending>()
  const startedMs = pace?.now() ?? 0

  const tell = async (index: number): Promise<Sending> => {
    const [to, place] = [recipients[index] as To, places[index] as DeliveryPlace]
    try {
      return await deliverOnce(ledger, place, known[index], atMs, {
        send: () => send(to, index, place),
        ...(find && { find: (sinceMs) => find(to, sinceMs) }),
      })
    } catch {
      return NOT_NOTED
    }
  }
  let next = 0
  let stopped = false
  const sender = async () => {
    while (next < waiting.length && !stopped && !closing?.aborted) {
      const index = waiting[next++] as number
      if (pace && !(await pace.turn(index, closing))) return
      if (stopped) return
      const outcome = await tell(index)
      outcomes.set(index, outcome)
      // The provider's limit is everybody's, and without the ledger nobody could be told just once.
      if (!outcome.ok && (outcome.retryAtMs !== undefined || outcome === NOT_NOTED)) stopped = true
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrent, waiting.length) }, sender))
  const elapsedMs = pace ? pace.now() - startedMs : 0
  return summary(known, outcomes, { nowMs: atMs + elapsedMs, ...(pace && { pace }), ...(patienceMs && { patienceMs }) })
}

const NOT_NOTED = unsure('The database could not be told who has been told.')

type Known = readonly (Delivery | undefined)[]

function summary(
  known: Known,
  outcomes: ReadonlyMap<number, Sending>,
  { nowMs, pace, patienceMs }: { nowMs: number; pace?: Pace; patienceMs?: number },
): Outcome {
  const now = known.map((delivery, index) => outcomes.get(index) ?? endOf(delivery))
  const sent = now.filter((outcome) => outcome?.ok).length
  const failures = now.flatMap((outcome, index) =>
    !outcome || outcome.ok ? [] : [{ index, reason: outcome.reason, permanent: outcome.permanent === true }],
  )
  const open = now.flatMap((outcome, index) => (isDone(outcome) ? [] : [index]))
  const counts: Summary = { total: known.length, sent, failed: failures.length, failures }
  if (open.length === 0) {
    const [first] = failures
    const detail = { ...counts }
    return sent > 0 || !first ? { ok: true, detail } : { ...refused(first.reason), detail }
  }
  const passing = [...outcomes.values()].flatMap((outcome) => (isDone(outcome) || outcome.ok ? [] : [outcome]))
  const { unsure: _, ...first }: Failure = passing.find(({ retryAtMs }) => retryAtMs !== undefined) ??
    passing[0] ?? { ok: false, reason: 'There was no time left for all of them.' }
  const untried = open.some((index) => !outcomes.has(index))
  const gotOn = [...outcomes.values()].some(isDone)
  const outOfTime = untried && gotOn && first.retryAtMs === undefined && !passing.includes(NOT_NOTED)
  const retryAtMs = first.retryAtMs ?? (outOfTime || patienceMs === undefined ? undefined : nowMs + patienceMs)
  const wait =
    outOfTime && pace
      ? { waitUntilMs: Math.ceil(nowMs + pace.lastsMs(open)), waitReason: pace.words }
      : { ...(retryAtMs !== undefined && { waitUntilMs: retryAtMs }), waitReason: first.reason }
  const detail = { ...counts, waiting: open.length, ...wait, ...(outOfTime && { outOfTime }) }
  return { ...first, ...(retryAtMs !== undefined && { retryAtMs }), detail }
}

const isDone = (outcome: Sending | undefined): boolean => outcome?.ok === true || outcome?.permanent === true

/** How it ended in an earlier attempt. */
function endOf(delivery: Delivery | undefined): Sending | undefined {
  if (delivery?.state === 'sent') return { ok: true }
  return delivery?.state === 'refused' ? refused(delivery.reason ?? 'It was refused for good.') : undefined
}

/** Whoever has not been tried before those who could not be told last time: these may fail again, and slowly. */
function orderOf(known: Known, before: Carrying['before']): number[] {
  const failures = Array.isArray(before?.failures) ? (before as unknown as Summary).failures : []
  const failedBefore = new Set(failures.map(({ index }) => index))
  const waiting = known.flatMap((delivery, index) => (isDone(endOf(delivery)) ? [] : [index]))
  const isLast = (index: number) => failedBefore.has(index) || known[index]?.state === 'begun'
  return [...waiting.filter((index) => !isLast(index)), ...waiting.filter(isLast)]
}
