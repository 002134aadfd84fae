/** What people do about what others are told: read and approve drafts, tell by hand, answer the plan's questions, publish the review. */

import { noticesInForce } from '../../incident/communication/in-force.ts'
import { reviewDeadlineMs } from '../../incident/communication/schedule.ts'
import { communicationRole, holdersNow, openTasks, type Task } from '../../incident/communication/tasks.ts'
import type { IncidentState } from '../../incident/state.ts'
import { privately } from '../../plan/actor.ts'
import { QUESTION, REVIEW_SHARE, TELL_BY_HAND } from '../assumptions.ts'
import { answerMs, type Cast, isAway, leaderOf, pace, presentSince } from './cast.ts'
import type { Wish } from './wish.ts'

export function tellingWishes(cast: Cast, state: IncidentState): Wish[] {
  if (cast.nobody) return []
  return [
    ...openTasks(cast.plan, state).flatMap((task) => taskWish(cast, state, task)),
    ...publishesReview(cast, state),
  ]
}

function taskWish(cast: Cast, state: IncidentState, task: Task): Wish[] {
  const { id } = task
  const person = whoDoes(cast, state, task.role, task.sinceMs)
  if (person === undefined) return []
  const sinceMs = seesItMs(cast, state, person, task.sinceMs)
  // Somebody else may whom it was refused to.
  const wish = (takesMs: number, command: Wish['command'], about = ''): Wish[] => [
    { id: `task/${id}${about}/${person}`, dueMs: sinceMs + takesMs, person, command },
  ]
  switch (task.kind) {
    case 'approve': {
      const { notice, moment, nth, version } = task.message
      const command: Wish['command'] = { type: 'approve-message', notice, moment, nth, version }
      return wish(answerMs(cast, state, person, sinceMs, 'draft', id), command, `/${version}`)
    }
    case 'hand': {
      const { notice, moment, nth } = task.message
      return wish(pace(cast, person, sinceMs, TELL_BY_HAND, 'hand', id), { type: 'told-by-hand', notice, moment, nth })
    }
    case 'question': {
      const answer = cast.answers[task.name] ?? 'no'
      const why = answer === 'no' ? { reason: privately('Nothing points to it') } : {}
      const command: Wish['command'] = { type: 'answer-question', question: task.name, answer, ...why }
      return wish(pace(cast, person, sinceMs, QUESTION, 'question', id), command)
    }
  }
}

/** The first holder of the role who is there or sees the request; else whoever leads. */
function whoDoes(cast: Cast, state: IncidentState, role: string, sinceMs: number): string | undefined {
  const isThere = (person: string) => presentSince(cast, state, person) !== undefined || !isAway(cast, person, sinceMs)
  return holdersNow(cast.plan, state, role).find(isThere) ?? leaderOf(cast, state)
}

/** Somebody who was woken later sees it then. */
const seesItMs = (cast: Cast, state: IncidentState, person: string, sinceMs: number): number =>
  isAway(cast, person, sinceMs) ? Math.max(sinceMs, presentSince(cast, state, person) ?? sinceMs) : sinceMs

function publishesReview(cast: Cast, state: IncidentState): Wish[] {
  const { plan } = cast
  if (state.phase !== 'resolved' || state.endedMs === null || state.communication.review) return []
  const promised = noticesInForce(plan, state).flatMap((notice) => reviewDeadlineMs(state, notice) ?? [])
  if (promised.length === 0) return []
  const person = whoDoes(cast, state, communicationRole(plan, state), state.endedMs)
  if (person === undefined) return []
  const dueMs = state.endedMs + Math.round((Math.min(...promised) - state.endedMs) * REVIEW_SHARE)
  return [
    { id: 'review', dueMs, person, command: { type: 'publish-review', link: privately('https://example.org/review') } },
  ]
}
