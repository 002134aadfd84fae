/**
 * Before a message is late whoever leads the incident and whoever looks after communication are told, and again when it is: an event, so that it stands in
 * the review. Long windows, such as regulators', warn as they are used up (R174).
 */
import type { Obligation } from '../../plan/core.ts'
import type { Notice, Plan } from '../../plan/schema.ts'
import type { Effect, NoticeMark } from '../effects.ts'
import { want } from '../efforts.ts'
import type { IncidentState } from '../state.ts'
import { anchorMs, meansInForce, noticesInForce } from './in-force.ts'
import { entriesOf, entriesOfNotice } from './indexed.ts'
import { type Coming, comingOf, deadlineMs, needsApproval, reviewDeadlineMs } from './schedule.ts'
import { type MessageId, messageKey } from './state.ts'
import { communicationRole, holdersNow } from './tasks.ts'

type Owed = Obligation<Effect>[]

const MINUTE_MS = 60_000
/** Before a window of usual length is over: a fifth of it, at most five minutes (R56). */
const SOON_MAX_MS = 5 * MINUTE_MS
const SOON_SHARE = 0.2
/** Of windows this long, parts are told as they are used up (R174). */
const LONG_MS = 4 * 60 * MINUTE_MS
const LONG_MARKS: [NoticeMark, number][] = [
  ['50', 0.5],
  ['75', 0.75],
  ['90', 0.9],
]

export const warningKey = (id: MessageId, mark: NoticeMark): string => `${messageKey(id)}/${mark}`

export const warningsOwed = (plan: Plan, state: IncidentState): Owed => [
  ...noticesInForce(plan, state).flatMap((notice) => [
    ...comingOf(plan, state, notice).flatMap((coming) => lateOwed(plan, state, notice, coming)),
    ...reviewOwed(state, notice),
  ]),
  ...tellingOwed(state),
]

function lateOwed(plan: Plan, state: IncidentState, notice: Notice, coming: Coming): Owed {
  const lateMs = deadlineMs(state, notice, coming)
  if (lateMs === undefined || coming.moment === 'review' || isSettled(plan, state, notice, coming)) return []
  return [
    ...(coming.moment === 'initial' ? soonOwed(plan, state, notice, coming, lateMs) : []),
    ...missedOwed(state, coming, lateMs),
  ]
}

/** What goes out by itself, and only later, is not in danger yet; neither is what was over before anybody could know of it. */
function soonOwed(plan: Plan, state: IncidentState, notice: Notice, coming: Coming, lateMs: number): Owed {
  const waits = needsApproval(notice, coming.moment) || meansInForce(plan, state, notice).includes('manual')
  const { changedMs } = state.communication
  const message = state.communication.messages[coming.key]
  return marksOf(anchorMs(state, notice) ?? coming.dueMs, lateMs)
    .filter(({ dueMs }) => dueMs >= changedMs)
    .filter(({ dueMs, mark }) => (waits ? mark !== 'soon' || message !== undefined : coming.dueMs <= dueMs))
    .flatMap(({ mark, dueMs }) => warning(state, coming, mark, dueMs, lateMs))
}

/** Time to send what applies only since it was late already, milliseconds: the severity was raised, a question was answered. */
const MISSED_GRACE_MS = 60_000

function missedOwed(state: IncidentState, coming: Coming, lateMs: number): Owed {
  const { changedMs } = state.communication
  return warning(state, coming, 'missed', changedMs > lateMs ? changedMs + MISSED_GRACE_MS : lateMs, lateMs)
}

/** Nobody is warned of what is late already, for what is late is told as that: time stood still, or Muster did. */
export const isTooLateToWarn = (mark: NoticeMark, lateMs: number, atMs: number): boolean =>
  mark !== 'missed' && atMs >= lateMs

/** Somebody waits for a review that nobody has said is published. */
function reviewOwed(state: IncidentState, notice: Notice): Owed {
  const lateMs = reviewDeadlineMs(state, notice)
  const promised = entriesOfNotice(state, notice.id).some(({ sentMs }) => sentMs !== undefined)
  if (lateMs === undefined || state.phase !== 'resolved' || state.communication.review || !promised) return []
  const id: MessageId = { notice: notice.id, moment: 'review', nth: state.endings }
  const marks = marksOf(state.endedMs ?? lateMs, lateMs)
  return [
    ...marks.flatMap(({ mark, dueMs }) => warning(state, id, mark, dueMs, lateMs)),
    ...warning(state, id, 'missed', lateMs, lateMs),
  ]
}

function marksOf(beginMs: number, lateMs: number): { mark: NoticeMark; dueMs: number }[] {
  const length = lateMs - beginMs
  if (length >= LONG_MS)
    return LONG_MARKS.map(([mark, share]) => ({ mark, dueMs: beginMs + Math.round(length * share) }))
  return [{ mark: 'soon', dueMs: lateMs - Math.min(SOON_MAX_MS, Math.round(length * SOON_SHARE)) }]
}

/** @param lateMs when it is late. */
function warning(state: IncidentState, id: MessageId, mark: NoticeMark, dueMs: number, lateMs: number): Owed {
  const key = warningKey(id, mark)
  if (state.communication.warned[key] !== undefined) return []
  const { notice, moment, nth } = id
  return [{ id: `warn-notice/${key}`, dueMs, effect: { kind: 'warn-notice', notice, moment, nth, mark, lateMs } }]
}

/** Out by all its means, or left out on purpose. */
function isSettled(plan: Plan, state: IncidentState, notice: Notice, coming: Coming): boolean {
  if (state.communication.messages[coming.key]?.skipped) return true
  const sent = entriesOf(state, coming).filter(({ sentMs }) => sentMs !== undefined)
  return meansInForce(plan, state, notice).every((means) => sent.some((entry) => entry.means === means))
}

/** Warnings that come together are all told. */
const TOGETHER_MS = 60_000

function tellingOwed(state: IncidentState): Owed {
  return Object.entries(state.communication.warned).flatMap(([key, { atMs, to, ...about }]) =>
    to.flatMap((person) =>
      want(state, `tell-notice/${key}/${person}`, atMs, { kind: 'tell-notice', person, ...about }),
    ),
  )
}

/**
 * Asked just before somebody is told. What could not be told in time (effects were held, Slack was away) is not told in a row afterwards: each person hears
 * the newest, and `/dr comms` says the rest.
 */
export function isNewestWarning(
  state: IncidentState,
  { person, mark, ...id }: { person: string; mark: NoticeMark } & MessageId,
): boolean {
  const warned = Object.values(state.communication.warned).filter(({ to }) => to.includes(person))
  const own = state.communication.warned[warningKey(id, mark)]
  return own !== undefined && warned.every(({ atMs }) => own.atMs >= atMs - TOGETHER_MS)
}

/** Whom a warning is for, as of the moment when it is given. */
export function peopleToWarn(plan: Plan, state: IncidentState, notice: Notice | undefined): string[] {
  const leader = state.roles[state.commanderRole]?.person
  const leaders = leader === undefined ? holdersNow(plan, state, state.commanderRole).slice(0, 1) : [leader]
  const role = notice?.approval?.by ?? communicationRole(plan, state)
  return [...new Set([...leaders, ...holdersNow(plan, state, role)])].filter((person) => plan.people[person])
}
