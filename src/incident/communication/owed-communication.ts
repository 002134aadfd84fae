/**
 * What audiences are owed: that each message is written in time to be read, goes out by each means at its time, that whoever has to act is asked, louder as
 * time runs out, and told before a message is late; and the status page, whatever changed. A drill owes nothing to anyone outside (promise 7).
 */
import type { Obligation } from '../../plan/core.ts'
import type { AudienceMeans, Notice, Plan } from '../../plan/schema.ts'
import type { Effect, Moment } from '../effects.ts'
import { want } from '../efforts.ts'
import type { IncidentState } from '../state.ts'
import { initialDueMs, meansInForce, noticesInForce } from './in-force.ts'
import { entriesOf, entriesOfNotice } from './indexed.ts'
import { askedOwed, askingOwed, shownOwed } from './owed-tasks.ts'
import { type Coming, comingOf, hasTold, progressGraceMs, refillMs, sendMs } from './schedule.ts'
import { isOpening, type Message, messageKey } from './state.ts'
import { warningsOwed } from './warnings.ts'

type Owed = Obligation<Effect>[]

/** The hosted page, and the page's files, are brought up to date at most this often. */
const PUBLISH_PAUSE_MS = 1_000
/** Subscribers of the status page get no more than one mail in so long; that it is over they hear at once. */
const SUBSCRIBERS_PAUSE_MS = 5 * 60_000

export const communicationOwed = (plan: Plan, state: IncidentState): Owed => [
  ...noticesInForce(plan, state).flatMap((notice) => noticeOwed(plan, state, notice)),
  ...warningsOwed(plan, state),
  ...askingOwed(plan, state),
  ...shownOwed(plan, state),
  ...askedOwed(plan, state),
  ...publishOwed(plan, state),
]

function noticeOwed(plan: Plan, state: IncidentState, notice: Notice): Owed {
  const all = comingOf(plan, state, notice)
  return [
    ...all.flatMap((message) => composeOwed(state, notice, message)),
    ...meansInForce(plan, state, notice)
      .filter((means) => means !== 'manual')
      .flatMap((means) => sendOwed(state, notice, means, all)),
  ]
}

function composeOwed(state: IncidentState, notice: Notice, coming: Coming): Owed {
  const { moment, nth, key, composeMs, dueMs } = coming
  const lateMs = moment === 'progress' ? (coming.lateMs ?? dueMs + progressGraceMs(state, notice)) : undefined
  const late = lateMs === undefined ? {} : { lateMs }
  const effect = { kind: 'compose', notice: notice.id, moment, nth, dueMs, ...late } as const
  const message = state.communication.messages[key]
  if (!message) return want(state, `compose/${key}`, composeMs, effect)
  const againMs = refillMs(state, notice, message)
  if (againMs === undefined) return []
  const laterMs = moment === 'initial' ? (initialDueMs(state, notice) ?? dueMs) : dueMs
  return want(state, refillId(message, againMs), againMs, { ...effect, dueMs: laterMs })
}

const refillId = (message: Message, atMs: number): string => `compose/${messageKey(message)}/${atMs}`

/** It is about to be filled anew, and that has not failed. */
function waitsForRefill(state: IncidentState, notice: Notice, message: Message): boolean {
  const atMs = refillMs(state, notice, message)
  return atMs !== undefined && (state.efforts[refillId(message, atMs)]?.failures ?? 0) === 0
}

/** By one means: a message that fails is tried again until the next one's time comes, which then takes its place. */
function sendOwed(state: IncidentState, notice: Notice, means: AudienceMeans, all: Coming[]): Owed {
  const ready = all.flatMap((coming): Going[] => {
    const message = state.communication.messages[coming.key]
    const goesMs = message && !waitsForRefill(state, notice, message) ? sendMs(state, notice, message) : null
    return goesMs === null || !isWanted(state, coming, means) ? [] : [{ ...coming, goesMs }]
  })
  if (state.phase !== 'open') return ready.flatMap((going) => goOwed(state, going, means))
  let turn: Going | undefined
  for (const going of ready) {
    if (turn && state.efforts[obligationOf(turn, means)]?.inHand) return []
    const againMs = turn && (state.efforts[obligationOf(turn, means)]?.retryAtMs ?? turn.goesMs)
    if (againMs === undefined || againMs >= going.goesMs) turn = going
  }
  return turn ? goOwed(state, turn, means) : []
}

interface Going extends Coming {
  goesMs: number
}

const obligationOf = ({ notice, moment, nth }: Coming, means: AudienceMeans): string =>
  `notify/${notice}/${means}/${moment}/${nth}`

/**
 * Asked just before it goes out: has it been overtaken, left out or changed since, does the plan still tell them, has the incident gone on?
 */
export function stillGoes(
  plan: Plan,
  state: IncidentState,
  effect: { notice: string; means: AudienceMeans; moment: Moment; nth: number },
): boolean {
  const notice = noticesInForce(plan, state).find(({ id }) => id === effect.notice)
  const coming = notice && comingOf(plan, state, notice).find(({ key }) => key === messageKey(effect))
  const message = state.communication.messages[messageKey(effect)]
  if (!notice || !coming || !message || !meansInForce(plan, state, notice).includes(effect.means)) return false
  return sendMs(state, notice, message) !== null && isWanted(state, coming, effect.means)
}

/** Not out by this means, not given up, not overtaken; that it is over is for those who heard that something was wrong. */
function isWanted(state: IncidentState, coming: Coming, means: AudienceMeans): boolean {
  if (!isOpening(coming.moment) && !hasTold(state, coming.notice, means)) return false
  const entry = entriesOf(state, coming).find((one) => one.means === means)
  if (entry?.sentMs !== undefined || entry?.failed === true) return false
  return !isOpening(coming.moment) || !isOvertaken(state, coming, means)
}

const isOvertaken = (state: IncidentState, { notice, nth }: Coming, means: AudienceMeans): boolean =>
  entriesOfNotice(state, notice).some((entry) => entry.means === means && isOpening(entry.moment) && entry.nth > nth)

function goOwed(state: IncidentState, coming: Going, means: AudienceMeans): Owed {
  const { notice, moment, nth, dueMs, goesMs } = coming
  return want(state, obligationOf(coming, means), goesMs, { kind: 'notify', notice, means, moment, nth, dueMs })
}

function publishOwed(plan: Plan, state: IncidentState): Owed {
  const { statusPage } = plan
  if (state.mode === 'drill') return []
  const { publicVersion: version, publicChangedMs, publishedVersion, publishedMs } = state
  const { siteVersion, siteMs, subscribersVersion, subscribersMs } = state.communication
  const news = publicNews(state)
  const due = (atMs: number, pauseMs: number) => Math.max(publicChangedMs, atMs === 0 ? 0 : atMs + pauseMs)
  const follows = statusPage?.hostedPageId !== undefined || statusPage?.webhook !== undefined
  const toldPause = state.phase === 'open' ? SUBSCRIBERS_PAUSE_MS : 0
  return [
    ...(follows && publishedVersion < version
      ? want(state, 'publish', due(publishedMs, PUBLISH_PAUSE_MS), { kind: 'publish-status', version })
      : []),
    ...(siteVersion < version
      ? want(state, 'publish-site', due(siteMs, PUBLISH_PAUSE_MS), { kind: 'publish-site', version })
      : []),
    ...(subscribersVersion < news
      ? want(state, 'tell-subscribers', due(subscribersMs, toldPause), { kind: 'tell-subscribers', version: news })
      : []),
  ]
}

/** What the public page has said, counted: subscribers are told of words, not of colours. That an incident is followed elsewhere is said too. */
const publicNews = ({ updates, phase }: IncidentState): number =>
  updates.filter((update) => update.public).length + (phase === 'merged' ? 1 : 0)
