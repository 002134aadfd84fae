/**
 * One page: by which means the person is tried next, and when. Means are tried in order until one works; a means that fails, or of which no
 * delivery is reported in a minute, is followed by the next at once.
 */
import type { Level } from '../plan/schema.ts'
import type { DeliveryStatus } from './effects.ts'
import type { Page, Try } from './state.ts'

/** No delivery report within this long: the next means. */
const REPORT_WAIT_MS = 60_000
/** A means that asked us to wait is gone back to so often at most; see `goBack`. */
const BACK_MAX = 5
/** From when the page was opened: a means that wants to be left alone for longer is waited for once. */
const BACK_WITHIN_MS = 10 * 60_000
/** When the provider is asked, in case its report does not reach us. */
export const REPORT_CHECK_MS = 20_000

export type NextTry =
  | { do: 'try'; means: Try['means']; repeat: number; dueMs: number }
  /** Every means has failed. */
  | { do: 'exhaust'; dueMs: number }
  | { do: 'wait' }

const FAILED_DELIVERIES: ReadonlySet<DeliveryStatus> = new Set(['undelivered', 'no-answer', 'busy', 'failed'])

export const reportedFailed = (entry: Try) => entry.delivery !== undefined && FAILED_DELIVERIES.has(entry.delivery)

/** Went out, and nothing says that it did not arrive. */
export const worked = (entry: Try) =>
  entry.state === 'sent' && !reportedFailed(entry) && (!entry.awaitsReport || entry.delivery !== undefined)

export const tryId = (page: Page, entry: { means: string; repeat: number }) =>
  `page/${page.id}/${entry.repeat}/${entry.means}`

/** What happens next with a page that is still wanted. */
export function nextTry(page: Page, level: Pick<Level, 'nextMeansAfter' | 'repeat'> | undefined): NextTry {
  const [first] = page.order
  const last = page.tries.at(-1)
  if (!first) return { do: 'exhaust', dueMs: page.openedMs }
  if (!last) return { do: 'try', means: first, repeat: 0, dueMs: page.openedMs }
  switch (last.state) {
    case 'in-hand':
      return { do: 'wait' }
    // A page that was withdrawn and is wanted again (an acknowledgement lapsed) goes on where it stood.
    case 'withdrawn':
    case 'held':
      return { do: 'try', means: last.means, repeat: last.repeat, dueMs: last.retryAtMs ?? last.atMs }
    case 'failed':
      return following(page, level, last, last.atMs)
    case 'sent': {
      const dueMs = nextMeansDue(last, level)
      return dueMs === undefined ? afterOrder(page, level, last, undefined) : following(page, level, last, dueMs)
    }
  }
}

/** When the means after one that was sent is due; undefined: this one is trusted. */
function nextMeansDue(sent: Try, level: Pick<Level, 'nextMeansAfter'> | undefined): number | undefined {
  if (reportedFailed(sent)) return sent.deliveryAtMs ?? sent.atMs
  const unreported = sent.awaitsReport && sent.delivery === undefined ? sent.atMs + REPORT_WAIT_MS : undefined
  const unanswered = level?.nextMeansAfter === undefined ? undefined : sent.atMs + level.nextMeansAfter
  if (unreported === undefined || unanswered === undefined) return unreported ?? unanswered
  return Math.min(unreported, unanswered)
}

const plannedRepeats = (level: Pick<Level, 'repeat'> | undefined): number => level?.repeat?.times ?? 0

function following(page: Page, level: Pick<Level, 'repeat'> | undefined, last: Try, dueMs: number): NextTry {
  // One that is gone back to is tried alone: what comes after it in the order has had its turn.
  const isBack = last.repeat > plannedRepeats(level)
  const means = isBack ? undefined : page.order[page.order.indexOf(last.means) + 1]
  return means ? { do: 'try', means, repeat: last.repeat, dueMs } : afterOrder(page, level, last, dueMs)
}

/** The order of means has come to its end: repeat it, go back to a means that asked us to wait, or give up. `dueMs`: when the last means was through. */
function afterOrder(
  page: Page,
  level: Pick<Level, 'repeat'> | undefined,
  last: Try,
  dueMs: number | undefined,
): NextTry {
  const [first] = page.order
  const repeat = level?.repeat
  if (repeat && first && last.repeat < repeat.times) {
    const repeatMs = page.openedMs + (last.repeat + 1) * repeat.every
    return { do: 'try', means: first, repeat: last.repeat + 1, dueMs: Math.max(repeatMs, dueMs ?? repeatMs) }
  }
  if (page.tries.some(worked) || dueMs === undefined) return { do: 'wait' }
  return goBack(page, last.repeat, plannedRepeats(level), dueMs) ?? { do: 'exhaust', dueMs }
}

/**
 * The means that wants to be tried again soonest, of those whose last word was to wait. At once is not said that somebody is out of reach whom a provider has
 * no room for at this moment, as in the minute in which a disaster pages everybody (PagerDuty: 120 events a minute, wait 30 s). Whether others are called
 * meanwhile: `backInVainMs`.
 */
function goBack(page: Page, pass: number, planned: number, dueMs: number): NextTry | undefined {
  const askedToWait = page.order.flatMap((means) => {
    const { state, retryAtMs } = page.tries.findLast((entry) => entry.means === means) ?? {}
    return state === 'failed' && retryAtMs !== undefined ? [{ means, retryAtMs }] : []
  })
  const soonest = askedToWait.toSorted((a, b) => a.retryAtMs - b.retryAtMs)[0]
  const backAlready = pass - planned
  if (!soonest || backAlready >= BACK_MAX) return undefined
  if (backAlready > 0 && soonest.retryAtMs > page.openedMs + BACK_WITHIN_MS) return undefined
  return { do: 'try', means: soonest.means, repeat: pass + 1, dueMs: Math.max(dueMs, soonest.retryAtMs) }
}

/** When a means was gone back to in vain for the first time: from then on others are called as well, epoch ms. */
export const backInVainMs = (page: Page, level: Pick<Level, 'repeat'> | undefined): number | undefined =>
  page.tries.find(({ repeat, state }) => repeat > plannedRepeats(level) && state === 'failed')?.atMs
