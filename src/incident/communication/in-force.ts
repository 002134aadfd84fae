/** Which notices of the plan apply to an incident as it stands, and from when their times count. */
import { meansOf } from '../../plan/notice-means.ts'
import type { AudienceMeans, Notice, Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import { entriesOfNotice, hasReached } from './indexed.ts'

/**
 * Notices for this severity, scenario and what has been answered; those already begun stay in force when the severity is lowered, so that nobody
 * is left without an ending.
 */
export const noticesInForce = (plan: Plan, state: IncidentState): Notice[] =>
  plan.notices.filter((notice) => {
    if (state.mode === 'drill' && isOutward(plan, notice)) return false
    return isBegun(state, notice) || applies(plan, state, notice)
  })

const isBegun = (state: IncidentState, { id }: Notice): boolean =>
  entriesOfNotice(state, id).some(hasReached) || state.asks[id] !== undefined

function applies(plan: Plan, state: IncidentState, notice: Notice): boolean {
  if (notice.if !== undefined && state.communication.answers[notice.if]?.answer !== 'yes') return false
  if (notice.severities && !notice.severities.includes(state.severity)) return false
  if (notice.fromSeverity !== undefined && rankOf(plan, state.severity) > rankOf(plan, notice.fromSeverity))
    return false
  return notice.scenarios ? state.scenario !== null && notice.scenarios.includes(state.scenario) : true
}

/** 1 is the worst. */
const rankOf = (plan: Plan, severity: string): number =>
  plan.severities.find(({ id }) => id === severity)?.rank ?? Number.POSITIVE_INFINITY

/** Reaches people outside, or everybody. A drill sends no such notice (promise 7); what is not known to be inside is outside. */
export const isOutward = (plan: Plan, notice: Notice): boolean =>
  (plan.audiences[notice.audience]?.external ?? true) || meansOf(plan, notice).includes('status-page')

/**
 * The means by which a notice goes out here. Of levels that add up (`fromSeverity`), the one that is soonest tells an audience by a means, and the
 * others leave it out: the union of all levels, each at its fastest (E6).
 */
export function meansInForce(plan: Plan, state: IncidentState, notice: Notice): AudienceMeans[] {
  const own = meansOf(plan, notice)
  if (notice.fromSeverity === undefined) return own
  const place = plan.notices.indexOf(notice)
  const sooner = noticesInForce(plan, state).filter((other) => {
    if (other === notice || other.fromSeverity === undefined || other.audience !== notice.audience) return false
    const [theirs, ours] = [initialDueMs(state, other), initialDueMs(state, notice)]
    // What nobody has asked for yet tells nobody.
    if (theirs === undefined) return false
    return ours === undefined || theirs < ours || (theirs === ours && plan.notices.indexOf(other) < place)
  })
  return own.filter((means) => !sooner.some((other) => meansOf(plan, other).includes(means)))
}

/** From when a notice's times count, epoch ms; undefined: its question has not been answered with yes. */
export function anchorMs(state: IncidentState, { from }: Notice): number | undefined {
  if (from === 'declared') return state.declaredMs
  const answer = state.communication.answers[from]
  return answer?.answer === 'yes' ? answer.sinceMs : undefined
}

/** When a notice first goes out, epoch ms; undefined: only if somebody asks. */
export function initialDueMs(state: IncidentState, notice: Notice): number | undefined {
  const asked = state.asks[notice.id]
  const anchor = anchorMs(state, notice)
  const planned =
    notice.automatic && anchor !== undefined ? anchor + (notice.target ?? notice.earliest ?? 0) : undefined
  if (asked === undefined || planned === undefined) return asked ?? planned
  return Math.min(asked, planned)
}

/** The rhythm of updates, milliseconds; null: none. */
export const cadenceOf = (state: IncidentState, notice: Notice): number | null => {
  const changed = state.communication.cadences[notice.id]
  return changed === undefined ? (notice.cadence ?? null) : changed.everyMs
}
