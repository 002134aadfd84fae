/** Who has been told what, and who will be, with lateness. */
import type { Plan } from '../plan/schema.ts'
import { meansInForce } from './communication/in-force.ts'
import { stillGoes } from './communication/owed-communication.ts'
import { deadlineMs, needsApproval, sendMs } from './communication/schedule.ts'
import { type MessageId, messageKey } from './communication/state.ts'
import { communicationRole } from './communication/tasks.ts'
import { warningKey } from './communication/warnings.ts'
import { owed } from './owed.ts'
import type { IncidentState, NoticeSent } from './state.ts'
import type { View } from './view-shape.ts'

type NoticeView = View['notices'][number]

export function noticesView(plan: Plan, state: IncidentState): NoticeView[] {
  const sent = state.notices.map((entry) => sentView(plan, state, entry))
  const coming = owed(plan, state).flatMap(({ effect, dueMs }): NoticeView[] => {
    if (effect.kind === 'compose') {
      const notice = plan.notices.find(({ id }) => id === effect.notice)
      const means = notice ? meansInForce(plan, state, notice) : []
      const message = state.communication.messages[messageKey(effect)]
      const goesMs = (notice && message && sendMs(state, notice, message)) ?? effect.dueMs
      return means.map((each) => dueView(plan, state, { ...effect, means: each }, goesMs))
    }
    if (effect.kind !== 'notify' || state.notices.some((entry) => sameMessage(entry, effect))) return []
    return [dueView(plan, state, effect, dueMs)]
  })
  return [...sent, ...coming]
}

type Named = MessageId & Pick<NoticeSent, 'means' | 'dueMs'>

const sameMessage = (entry: Named, effect: Named) =>
  entry.notice === effect.notice &&
  entry.means === effect.means &&
  entry.moment === effect.moment &&
  entry.nth === effect.nth

function dueView(plan: Plan, state: IncidentState, named: Named, targetMs: number): NoticeView {
  const { notice, means, moment, nth } = named
  const rule = plan.notices.find(({ id }) => id === notice)
  const role = rule && needsApproval(rule, moment) ? (rule.approval?.by ?? communicationRole(plan, state)) : undefined
  const approval = role === undefined ? {} : { approval: plan.roles[role]?.label ?? role }
  return { ...frame(plan, state, named), notice, means, moment, nth, targetMs, ...approval, late: false, state: 'due' }
}

function frame(plan: Plan, state: IncidentState, { notice: id, moment, dueMs }: Named) {
  const notice = plan.notices.find((candidate) => candidate.id === id)
  const audience = notice ? (plan.audiences[notice.audience]?.label ?? notice.audience) : id
  const lateMs = notice && deadlineMs(state, notice, { moment, dueMs })
  return { audience, ...(lateMs === undefined ? {} : { deadlineMs: lateMs }) }
}

/** It will not be sent any more: the next one has taken its place, or the incident has gone on. */
function isOver(plan: Plan, state: IncidentState, entry: NoticeSent): boolean {
  const inHand = state.efforts[`notify/${entry.notice}/${entry.means}/${entry.moment}/${entry.nth}`]?.inHand
  return inHand === undefined && !stillGoes(plan, state, entry)
}

/** What stands between two tries. */
function waitsOf(state: IncidentState, { notice, means, moment, nth }: Named): Pick<NoticeView, 'waits'> {
  const effort = state.efforts[`notify/${notice}/${means}/${moment}/${nth}`]
  if (!effort || effort.inHand || (effort.retryAtMs === undefined && effort.end !== 'dead')) return {}
  const until = effort.end === 'dead' || effort.retryAtMs === undefined ? {} : { untilMs: effort.retryAtMs }
  return { waits: { why: effort.lastReason ?? 'no answer', ...until } }
}

function sentView(plan: Plan, state: IncidentState, entry: NoticeSent): NoticeView {
  const { notice, means, moment, nth, dueMs, sentMs, failed, told } = entry
  const framed = frame(plan, state, entry)
  const missed = failed === true || state.communication.warned[warningKey(entry, 'missed')] !== undefined
  const late = framed.deadlineMs !== undefined && (sentMs === undefined ? missed : sentMs > framed.deadlineMs)
  const base: NoticeView = {
    ...framed,
    notice,
    means,
    moment,
    nth,
    targetMs: dueMs,
    late,
    state: failed ? 'failed' : isOver(plan, state, entry) ? 'overtaken' : 'sending',
    ...(told ? { progress: told } : {}),
    ...waitsOf(state, entry),
  }
  return sentMs === undefined ? base : { ...base, sentMs, state: 'sent' }
}
