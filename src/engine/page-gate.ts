/**
 * Keeps a wrong plan, or several incidents at once, from flooding one person (promise 8). Pure: the whole decision over one person's history.
 *
 * The rules:
 * - The first page to a person goes at once. The first page of *another* incident within a minute of one that went out waits until that
 *   minute is over; then everything that waits goes as one message. An incident that has paged the person within the hour is not
 *   held by this rule: its next means and repetitions go at once.
 * - Only a message that can name other incidents carries their pages (a phone call cannot), and no message stands for a page that has
 *   to go out by itself (PagerDuty's, whose incident has a key and a life of its own). The first rule does not know such pages.
 * - No more than so many messages in any sliding hour. What is above waits until the oldest leaves the hour, then goes as one message.
 *
 * It promises that a page which was answered "wait" is never lost: whoever asks again is sent, or is told which message went out for it.
 * Nobody is told so before that message is known to have gone out. A clock that is set back lengthens no wait beyond a rule's own minute or
 * hour. It does not remember to ask again; the page's own job does that.
 */

export interface PageRequest {
  /** Id in the plan. */
  person: string
  stream: string
  /** Id of the page by one means within its stream, the same for every attempt at it; the next means has another one. */
  page: string
  /** The message can name other incidents whose pages it carries. */
  canCarry: boolean
  /** A message for another incident can stand for this page. */
  canRide: boolean
  nowMs: number
  /** Messages to this person in any hour at most. */
  perHourMax: number
}

export type PageAnswer =
  /** Send now, naming also these incidents; say afterwards through `conclude` whether it went out. */
  | { send: true; alsoFor: PageOf[] }
  /** Ask again at `untilMs`, epoch ms. `reason` is for people and fits behind "waits:". */
  | { send: false; reason: string; untilMs: number }
  /** A message of that stream has gone out for this page as well; with `awaitsReport` it may yet turn out not to have arrived. */
  | { sentWith: string; awaitsReport: boolean }

export interface PageOf {
  stream: string
  page: string
}

interface Message extends PageOf {
  atMs: number
  also: PageOf[]
  /** False until it is known to have gone out. */
  delivered: boolean
  /** It went out, and the provider has still to report whether it arrived. Absent: no report is to come. */
  awaitsReport?: boolean
  /** Goes its own way, and begins no minute for others. */
  apart: boolean
}

interface Waiting extends PageOf {
  untilMs: number
  rule: 'minute' | 'hour'
}

/** What is remembered of one person, oldest first. */
export interface GateHistory {
  messages: Message[]
  waiting: Waiting[]
}

export const NO_HISTORY: GateHistory = { messages: [], waiting: [] }

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** A message whose sender has not said so for so long is taken for lost: longer than a page's attempt lasts (15 s). */
const UNCONCLUDED_MS = 30_000

/** Whoever's page rides with a message that is just going out looks again after so long whether it has. */
const ASK_AGAIN_MS = 2_000

/** Who has not asked again for so long after its turn will not: the page was withdrawn. Should it ask after all, it asks anew. */
const FORGET_WAITING_MS = 5 * 60_000

const isSame = (a: PageOf, b: PageOf) => a.stream === b.stream && a.page === b.page

/** Decides on one request; the history that it leads to goes with the answer. */
export function gate(history: GateHistory, request: PageRequest): { history: GateHistory; answer: PageAnswer } {
  const { nowMs } = request
  const { messages, waiting } = prune(history, nowMs)
  const own: PageOf = { stream: request.stream, page: request.page }

  const carrier = messages.find(({ also }) => also.some((other) => isSame(other, own)))
  if (carrier?.delivered) return { history: { messages, waiting }, answer: sentWith(carrier) }
  if (carrier && nowMs < carrier.atMs + UNCONCLUDED_MS) {
    const reason = 'it is going out together with another incident'
    const untilMs = Math.min(nowMs + ASK_AGAIN_MS, carrier.atMs + UNCONCLUDED_MS)
    return { history: { messages, waiting }, answer: { send: false, reason, untilMs } }
  }

  const wait = capWait(messages, request) ?? minuteWait(messages, waiting, request)
  const others = waiting.filter((other) => !isSame(other, own))
  if (wait) {
    const { untilMs, rule, reason } = wait
    const joined = request.canRide ? [...others, { ...own, untilMs, rule }] : others
    return { history: { messages, waiting: joined }, answer: { send: false, reason, untilMs } }
  }
  const takesAll = request.canCarry && waiting.some(({ untilMs }) => untilMs <= nowMs)
  const alsoFor = takesAll ? others.map(({ stream, page }) => ({ stream, page })) : []
  const message: Message = { ...own, atMs: nowMs, also: alsoFor, delivered: false, apart: !request.canRide }
  return {
    history: { messages: [...release(messages, own), message], waiting: takesAll ? [] : others },
    answer: { send: true, alsoFor },
  }
}

const sentWith = ({ stream, awaitsReport = false }: Message): PageAnswer => ({ sentWith: stream, awaitsReport })

/** What became of a message that a page was allowed to send: whether it went out, and whether its arrival is still to be reported. */
export interface Concluded {
  delivered: boolean
  awaitsReport: boolean
}

/** Takes note of what became of a message. If it did not go out, what it carried need not wait any longer. */
export function conclude(
  history: GateHistory,
  page: PageOf,
  { delivered, awaitsReport }: Concluded,
  nowMs: number,
): GateHistory {
  const last = history.messages.findLast((message) => isSame(message, page) && !message.delivered)
  if (!last) return history
  if (delivered) {
    return {
      ...history,
      messages: history.messages.map((message) =>
        message === last ? { ...message, delivered, awaitsReport } : message,
      ),
    }
  }
  const back = last.also.map((other): Waiting => ({ ...other, untilMs: nowMs, rule: 'minute' }))
  return { messages: history.messages.filter((message) => message !== last), waiting: [...history.waiting, ...back] }
}

/**
 * Leaves out what no rule looks at any longer. What stands in the future, because the clock was set back since or another replica's is
 * ahead, counts as of now: nobody waits longer for it than for a message of this very moment.
 */
function prune({ messages, waiting }: GateHistory, nowMs: number): GateHistory {
  return {
    messages: messages
      .filter(({ atMs }) => atMs > nowMs - HOUR_MS)
      .map((message) => ({ ...message, atMs: Math.min(message.atMs, nowMs) })),
    waiting: waiting
      .filter(({ untilMs }) => untilMs > nowMs - FORGET_WAITING_MS)
      .map((one) => ({
        ...one,
        untilMs: Math.min(one.untilMs, nowMs + (one.rule === 'minute' ? MINUTE_MS : HOUR_MS)),
      })),
  }
}

/** A page that sends for itself is no longer carried by a message that was taken for lost. */
function release(messages: Message[], own: PageOf): Message[] {
  return messages.map((message) => ({ ...message, also: message.also.filter((other) => !isSame(other, own)) }))
}

interface Wait {
  rule: Waiting['rule']
  reason: string
  untilMs: number
}

function capWait(messages: Message[], { perHourMax }: PageRequest): Wait | undefined {
  const firstToLeave = messages[messages.length - perHourMax]
  if (!firstToLeave) return undefined
  const reason = `one person may get no more than ${perHourMax} messages in an hour`
  return { rule: 'hour', reason, untilMs: firstToLeave.atMs + HOUR_MS }
}

function minuteWait(all: Message[], waiting: Waiting[], request: PageRequest): Wait | undefined {
  const { stream, nowMs, canRide } = request
  if (!canRide) return undefined
  const messages = all.filter(({ apart }) => !apart)
  const isKnown = messages.some((message) => [message, ...message.also].some((paged) => paged.stream === stream))
  if (isKnown || waiting.some(({ untilMs }) => untilMs <= nowMs)) return undefined
  // Who waits already has set the end of the minute; joining them must neither lengthen it for them nor begin another.
  const ends = waiting.filter(({ rule }) => rule === 'minute').map(({ untilMs }) => untilMs)
  const last = messages.at(-1)
  const untilMs = ends.length > 0 ? Math.min(...ends) : last && last.atMs + MINUTE_MS
  if (untilMs === undefined || untilMs <= nowMs) return undefined
  const reason = 'another incident has paged the same person within the last minute'
  return { rule: 'minute', reason, untilMs }
}
