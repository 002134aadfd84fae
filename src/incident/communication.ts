/**
 * What audiences are owed: the first notice at its target time, regular ones in their cadence, the last one when it is over, a correction when it was
 * a false alarm; and the hosted status page, whatever changed. A drill owes nothing to anyone outside (promise 7).
 */
import type { Obligation } from '../plan/core.ts'
import { meansOf } from '../plan/notice-means.ts'
import type { AudienceMeans, Notice, Plan } from '../plan/schema.ts'
import type { Effect, Moment } from './effects.ts'
import { want } from './efforts.ts'
import type { IncidentState, NoticeSent } from './state.ts'

type Owed = Obligation<Effect>[]

/** The hosted page is brought up to date at most this often. */
const PUBLISH_PAUSE_MS = 1_000

export const communicationOwed = (plan: Plan, state: IncidentState): Owed => [
  ...noticesInForce(plan, state).flatMap((notice) =>
    meansOf(plan, notice).flatMap((means) => noticeOwed(state, notice, means)),
  ),
  ...publishOwed(plan, state),
]

/** Notices for this severity and scenario; those already begun stay in force when the severity is lowered, so that nobody is left without an ending. */
export const noticesInForce = (plan: Plan, state: IncidentState): Notice[] =>
  plan.notices.filter((notice) => {
    if (state.mode === 'drill' && isOutward(plan, notice)) return false
    if (state.notices.some((sent) => sent.notice === notice.id) || state.asks[notice.id] !== undefined) return true
    const severityFits = notice.severities?.includes(state.severity) ?? true
    const scenarioFits = notice.scenarios ? state.scenario !== null && notice.scenarios.includes(state.scenario) : true
    return severityFits && scenarioFits
  })

/** Reaches people outside, or everybody. A drill sends no such notice (promise 7); what is not known to be inside is outside. */
export const isOutward = (plan: Plan, notice: Notice): boolean =>
  (plan.audiences[notice.audience]?.external ?? true) || meansOf(plan, notice).includes('status-page')

/** When a notice first goes out, epoch ms; undefined: only if somebody asks. A window counts from the declaration. */
export function initialDueMs(state: IncidentState, notice: Notice): number | undefined {
  const asked = state.asks[notice.id]
  const planned = notice.automatic ? state.declaredMs + (notice.target ?? notice.earliest ?? 0) : undefined
  if (asked === undefined || planned === undefined) return asked ?? planned
  return Math.min(asked, planned)
}

function noticeOwed(state: IncidentState, notice: Notice, means: AudienceMeans): Owed {
  const sent = state.notices.filter((entry) => entry.notice === notice.id && entry.means === means)
  const message = (moment: Moment, nth: number, dueMs: number): Owed =>
    want(state, `notify/${notice.id}/${means}/${moment}/${nth}`, dueMs, {
      kind: 'notify',
      notice: notice.id,
      means,
      moment,
      nth,
      dueMs,
    })
  const unfinished = sent.find((entry) => entry.sentMs === undefined && !entry.failed)
  const told = sent.some((entry) => entry.sentMs !== undefined)
  if (state.phase === 'open') {
    if (unfinished && isOpening(unfinished.moment)) return message(unfinished.moment, unfinished.nth, unfinished.dueMs)
    return nextMessage(state, notice, sent, message)
  }
  if (!told || (state.phase !== 'resolved' && state.phase !== 'cancelled')) return []
  const moment = state.phase === 'resolved' ? 'resolved' : 'correction'
  const finished = sent.some(
    (entry) => entry.moment === moment && entry.nth === state.endings && (entry.sentMs !== undefined || entry.failed),
  )
  return finished ? [] : message(moment, state.endings, state.endedMs ?? state.declaredMs)
}

const isOpening = (moment: Moment) => moment === 'initial' || moment === 'progress'

function nextMessage(
  state: IncidentState,
  notice: Notice,
  sent: NoticeSent[],
  message: (moment: Moment, nth: number, dueMs: number) => Owed,
): Owed {
  const last = sent.filter((entry) => isOpening(entry.moment)).at(-1)
  if (!last) {
    const dueMs = initialDueMs(state, notice)
    return dueMs === undefined ? [] : message('initial', 0, dueMs)
  }
  if (notice.cadence === undefined || !notice.templates.progress) return []
  return message('progress', last.nth + 1, nextInCadence(last, notice.cadence, state.reopenedMs))
}

/** The next moment of the cadence after the last attempt: what was missed while we could not send is not sent in a row. */
export function nextInCadence(
  last: Pick<NoticeSent, 'dueMs' | 'attemptedMs'>,
  cadenceMs: number,
  reopenedMs: number | null,
): number {
  const afterMs = Math.max(last.attemptedMs, reopenedMs ?? 0)
  const steps = Math.max(1, Math.floor((afterMs - last.dueMs) / cadenceMs) + 1)
  return last.dueMs + steps * cadenceMs
}

function publishOwed(plan: Plan, state: IncidentState): Owed {
  if (!plan.statusPage?.hostedPageId || state.mode === 'drill' || state.publishedVersion >= state.publicVersion)
    return []
  const dueMs = Math.max(state.publicChangedMs, state.publishedMs + PUBLISH_PAUSE_MS)
  return want(state, 'publish', dueMs, { kind: 'publish-status', version: state.publicVersion })
}
