/** Who has been told what, and who will be, with lateness. */
import type { Plan } from '../plan/schema.ts'
import { noticesInForce } from './communication.ts'
import { owed } from './owed.ts'
import type { IncidentState, NoticeSent } from './state.ts'
import type { View } from './view-shape.ts'

type NoticeView = View['notices'][number]

export function noticesView(plan: Plan, state: IncidentState): NoticeView[] {
  const sent = state.notices.map((entry) => sentView(plan, state, entry))
  const coming = owed(plan, state).flatMap(({ dueMs, effect }): NoticeView[] => {
    if (effect.kind !== 'notify') return []
    if (state.notices.some((entry) => sameMessage(entry, effect))) return []
    const { notice, means, moment, nth } = effect
    return [{ ...frame(plan, state, effect), notice, means, moment, nth, targetMs: dueMs, late: false, state: 'due' }]
  })
  return [...sent, ...coming]
}

const sameMessage = (entry: NoticeSent, effect: Pick<NoticeSent, 'notice' | 'means' | 'moment' | 'nth'>) =>
  entry.notice === effect.notice &&
  entry.means === effect.means &&
  entry.moment === effect.moment &&
  entry.nth === effect.nth

/** Audience and deadline; only the first notice has one, counted from the declaration. */
function frame(plan: Plan, state: IncidentState, { notice: id, moment }: Pick<NoticeSent, 'notice' | 'moment'>) {
  const notice =
    noticesInForce(plan, state).find((candidate) => candidate.id === id) ??
    plan.notices.find((candidate) => candidate.id === id)
  const audience = notice ? (plan.audiences[notice.audience]?.label ?? notice.audience) : id
  const deadline = moment === 'initial' ? notice?.deadline : undefined
  return { audience, ...(deadline === undefined ? {} : { deadlineMs: state.declaredMs + deadline }) }
}

function sentView(plan: Plan, state: IncidentState, entry: NoticeSent): NoticeView {
  const { notice, means, moment, nth, dueMs, sentMs, failed } = entry
  const framed = frame(plan, state, entry)
  const late =
    framed.deadlineMs !== undefined &&
    (sentMs ?? Number.POSITIVE_INFINITY) > framed.deadlineMs &&
    (sentMs !== undefined || failed === true)
  const base: NoticeView = {
    ...framed,
    notice,
    means,
    moment,
    nth,
    targetMs: dueMs,
    late,
    state: failed ? 'failed' : 'sending',
  }
  return sentMs === undefined ? base : { ...base, sentMs, state: 'sent' }
}
