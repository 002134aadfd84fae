/**
 * When each message of a notice is written, goes out, and is late. The first goes out at its target, regular ones in their rhythm, the last one when it
 * is over, a correction after a false alarm, and one when the review is published. One that waits for an approval is written some time before.
 */
import type { Notice, Plan } from '../../plan/schema.ts'
import type { Moment } from '../effects.ts'
import type { IncidentState } from '../state.ts'
import { anchorMs, cadenceOf, initialDueMs, isOutward, meansInForce } from './in-force.ts'
import { entriesOf, entriesOfNotice, hasReached, openingsWritten } from './indexed.ts'
import { isOpening, type Message, type MessageId, messageKey } from './state.ts'

const MINUTE_MS = 60_000
/** A draft appears a third of its window before its time, but never more than so long before. */
const AHEAD_MAX_MS = 30 * MINUTE_MS
/** What has no window of its own, such as that it is over, waits so long for its approval. */
const ENDING_AHEAD_MS = 10 * MINUTE_MS
/** Also a draft that comes late stays so long to be read, unless its plan says less, before it goes out unread. */
const READ_MIN_MS = 2 * MINUTE_MS
/** Unread, it goes out so long before it would be late. */
const BEFORE_LATE_MS = MINUTE_MS
/** A regular update is late after a fifth of its rhythm, at most this. */
const PROGRESS_GRACE_MAX_MS = 5 * MINUTE_MS

/** That it is over is late after so long: until then they think that it goes on. */
const ENDING_GRACE_MS = 20 * MINUTE_MS

/** A message that is to come, or that goes out. */
export interface Coming extends MessageId {
  key: string
  dueMs: number
  /** When its text is filled from the incident. */
  composeMs: number
  /** When an update that is written is late. */
  lateMs?: number
}

/**
 * The messages of a notice that are on their way, in their order: the newest that is written, the one before it, which may still have to go out until
 * its time comes, and the one after it.
 */
export function comingOf(plan: Plan, state: IncidentState, notice: Notice): Coming[] {
  // Another level of the plan tells them already.
  if (meansInForce(plan, state, notice).length === 0) return []
  if (state.phase === 'open') return openings(state, notice)
  return outlivesIt(state, notice) ? openings(state, notice).slice(0, 1) : endings(plan, state, notice)
}

/** A duty that somebody's answer has begun, such as the 72 hours of the GDPR, does not end with the outage; nobody has been told yet. */
const outlivesIt = (state: IncidentState, notice: Notice): boolean =>
  state.phase === 'resolved' && notice.from !== 'declared' && !entriesOfNotice(state, notice.id).some(hasReached)

function openings(state: IncidentState, notice: Notice): Coming[] {
  const written = openingsWritten(state, notice.id).slice(-2)
  const newest = written.at(-1)
  if (!newest) {
    const dueMs = initialDueMs(state, notice)
    return dueMs === undefined ? [] : [coming(state, notice, 'initial', 0, dueMs)]
  }
  const known = written.map(comingAsWritten)
  const nextMs = nextProgressMs(state, notice, newest)
  return nextMs === undefined ? known : [...known, coming(state, notice, 'progress', newest.nth + 1, nextMs)]
}

/** When the update after this message is due: in the rhythm, or as soon as somebody asks; undefined: neither. */
function nextProgressMs(state: IncidentState, notice: Notice, newest: Message): number | undefined {
  // Who has not been told that something is wrong gets no news of it: the first message may be held, or left out.
  if (entriesOfNotice(state, notice.id).length === 0) return undefined
  const asked = state.communication.more[notice.id]
  if (asked !== undefined && asked > newest.draftedMs) return asked
  const cadence = cadenceOf(state, notice)
  if (cadence === null || !notice.templates.progress) return undefined
  const attemptedMs = Math.max(newest.composedMs, newest.skipped?.atMs ?? 0, ...attemptsOf(state, newest))
  const nextMs = nextInCadence({ dueMs: newest.dueMs, attemptedMs }, cadence, state.reopenedMs)
  return Math.max(nextMs, state.communication.cadences[notice.id]?.atMs ?? 0)
}

const comingAsWritten = (message: Message): Coming => ({
  ...idOf(message),
  key: messageKey(message),
  dueMs: message.dueMs,
  composeMs: message.draftedMs,
  ...(message.lateMs === undefined ? {} : { lateMs: message.lateMs }),
})

const idOf = ({ notice, moment, nth }: MessageId): MessageId => ({ notice, moment, nth })

const attemptsOf = (state: IncidentState, message: MessageId): number[] => {
  const tried = entriesOf(state, message).map(({ attemptedMs }) => attemptedMs)
  return tried.length > 0 ? [Math.min(...tried)] : []
}

/** Whether a notice has told anybody by this means that something is wrong, before it was over. */
export const hasTold = (state: IncidentState, notice: string, means: string): boolean =>
  entriesOfNotice(state, notice).some(
    (entry) =>
      entry.means === means &&
      isOpening(entry.moment) &&
      hasReached(entry) &&
      entry.attemptedMs <= (state.endedMs ?? Number.POSITIVE_INFINITY),
  )

function endings(plan: Plan, state: IncidentState, notice: Notice): Coming[] {
  const told = meansInForce(plan, state, notice).some((means) => hasTold(state, notice.id, means))
  if (!told || state.phase === 'open' || state.phase === 'not-declared') return []
  const endedMs = state.endedMs ?? state.declaredMs
  // That it was no incident of its own, or none at all: what was said is put right.
  const end = coming(state, notice, state.phase === 'resolved' ? 'resolved' : 'correction', state.endings, endedMs)
  const { review } = state.communication
  if (!review || state.phase !== 'resolved' || notice.templates.review === undefined) return [end]
  // They cannot read what lies inside, and names of people stand in it.
  if (review.own && isOutward(plan, notice)) return [end]
  return [end, coming(state, notice, 'review', review.n, review.atMs)]
}

function coming(state: IncidentState, notice: Notice, moment: Moment, nth: number, whenMs: number): Coming {
  const id = { notice: notice.id, moment, nth }
  const waits = needsApproval(notice, moment)
  const aheadMs = waits ? aheadOf(state, notice, moment, whenMs) : 0
  if (isOpening(moment)) {
    const composeMs = Math.max(anchorMs(state, notice) ?? state.declaredMs, whenMs - aheadMs)
    return { ...id, key: messageKey(id), dueMs: whenMs, composeMs: Math.min(composeMs, whenMs) }
  }
  // Nobody could know before that it would be over.
  return { ...id, key: messageKey(id), dueMs: whenMs + aheadMs, composeMs: whenMs }
}

export const needsApproval = (notice: Notice, moment: Moment): boolean =>
  moment !== 'correction' && (notice.approval?.moments.includes(moment) ?? false)

function aheadOf(state: IncidentState, notice: Notice, moment: Moment, dueMs: number): number {
  const planned = notice.approval?.ahead
  if (planned !== undefined) return planned
  if (moment === 'progress') return Math.min((cadenceOf(state, notice) ?? 0) / 3, AHEAD_MAX_MS)
  if (moment !== 'initial') return ENDING_AHEAD_MS
  return Math.min(Math.max(0, dueMs - (anchorMs(state, notice) ?? dueMs)) / 3, AHEAD_MAX_MS)
}

/** When a message that has been written goes out, epoch ms; null: not unless somebody approves it. */
export function sendMs(state: IncidentState, notice: Notice, message: Message): number | null {
  if (message.skipped) return null
  // Somebody wants it now.
  const askedMs = message.moment === 'initial' ? state.asks[notice.id] : undefined
  const dueMs = Math.min(message.dueMs, Math.max(askedMs ?? Number.POSITIVE_INFINITY, message.draftedMs))
  if (!needsApproval(notice, message.moment)) return dueMs
  if (message.approved?.version === message.version) return Math.max(dueMs, message.approved.atMs)
  if (notice.approval?.otherwise === 'hold') return null
  const lateMs = deadlineMs(state, notice, message)
  const lastMs = lateMs === undefined || message.moment !== 'initial' ? dueMs : lateMs - BEFORE_LATE_MS
  const readMs = Math.min(READ_MIN_MS, notice.approval?.ahead ?? READ_MIN_MS)
  return Math.max(dueMs, lastMs, message.draftedMs + readMs)
}

/** A text this old is filled anew before it goes out unread. */
const STALE_MS = 60_000

/**
 * When the text of a message that nobody has touched is filled anew, epoch ms: when it has changed whom the plan tells, and before it goes out unread. Undefined:
 * it stays. What somebody has approved or changed is theirs.
 */
export function refillMs(state: IncidentState, notice: Notice, message: Message): number | undefined {
  const touched = message.approved !== undefined || message.editedBy !== undefined || message.skipped !== undefined
  if (touched || !needsApproval(notice, message.moment) || entriesOf(state, message).length > 0) return undefined
  const { changedMs } = state.communication
  if (changedMs > message.composedMs) return changedMs
  const goesMs = sendMs(state, notice, message)
  return goesMs !== null && goesMs - message.composedMs > STALE_MS ? goesMs : undefined
}

/** When a message is late, epoch ms; undefined: it has no time. */
export function deadlineMs(
  state: IncidentState,
  notice: Notice,
  { moment, dueMs, lateMs }: Pick<Coming, 'moment' | 'dueMs' | 'lateMs'>,
): number | undefined {
  switch (moment) {
    case 'initial': {
      const anchor = anchorMs(state, notice)
      return notice.deadline === undefined || anchor === undefined ? undefined : anchor + notice.deadline
    }
    case 'progress':
      return lateMs ?? dueMs + progressGraceMs(state, notice)
    case 'review':
      return reviewDeadlineMs(state, notice)
    default:
      return dueMs + ENDING_GRACE_MS
  }
}

export const progressGraceMs = (state: IncidentState, notice: Notice): number =>
  Math.min(PROGRESS_GRACE_MAX_MS, (cadenceOf(state, notice) ?? Number.POSITIVE_INFINITY) / 5)

/** Until when the audience has been promised the review (R74); undefined: it has not, or it is not over. */
export const reviewDeadlineMs = (state: IncidentState, { reviewWithin }: Notice): number | undefined =>
  reviewWithin === undefined || state.endedMs === null ? undefined : state.endedMs + reviewWithin

/** The next moment of the cadence after the last attempt: what was missed while we could not send is not sent in a row. */
export function nextInCadence(
  last: { dueMs: number; attemptedMs: number },
  cadenceMs: number,
  reopenedMs: number | null,
): number {
  const afterMs = Math.max(last.attemptedMs, reopenedMs ?? 0)
  // Half a rhythm at least lies between two messages.
  const steps = Math.max(1, Math.ceil((afterMs + cadenceMs / 2 - last.dueMs) / cadenceMs))
  return last.dueMs + steps * cadenceMs
}
