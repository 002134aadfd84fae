/** What people do about what others are told: read and approve drafts, tell by hand, answer the plan's questions, publish the review. */

import { noticesInForce } from '../../incident/communication/in-force.ts'
import { askId } from '../../incident/communication/owed-tasks.ts'
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
  const doer = whoDoes(cast, state, task)
  if (!doer) return []
  const { person, sinceMs } = doer
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

/** The first holder of the role who has heard of it, and since when; else whoever leads. */
function whoDoes(cast: Cast, state: IncidentState, task: Task): { person: string; sinceMs: number } | undefined {
  for (const person of holdersNow(cast.plan, state, task.role)) {
    const sinceMs = hearsMs(cast, state, task, person)
    if (sinceMs !== undefined) return { person, sinceMs }
  }
  const leader = leaderOf(cast, state)
  return leader === undefined ? undefined : { person: leader, sinceMs: task.sinceMs }
}

/** Whoever is asked and not away hears of it then; whoever is there, woken perhaps, hears of it anyway. */
function hearsMs(cast: Cast, state: IncidentState, task: Task, person: string): number | undefined {
  const calls = LOUDNESS.flatMap((loud) => {
    const call = state.efforts[askId(task, person, loud)]
    return call?.end === 'done' && !isAway(cast, person, call.lastAtMs) ? [call.lastAtMs] : []
  })
  const here = presentSince(cast, state, person)
  const heard = [...calls, ...(here === undefined ? [] : [Math.max(here, task.sinceMs)])]
  return heard.length === 0 ? undefined : Math.min(...heard)
}

const LOUDNESS = [0, 1] as const

function publishesReview(cast: Cast, state: IncidentState): Wish[] {
  const { plan } = cast
  if (state.phase !== 'resolved' || state.endedMs === null || state.communication.review) return []
  const promised = noticesInForce(plan, state).flatMap((notice) => reviewDeadlineMs(state, notice) ?? [])
  if (promised.length === 0) return []
  const { endedMs } = state
  const holders = holdersNow(plan, state, communicationRole(plan, state))
  const person = holders.find((one) => !isAway(cast, one, endedMs)) ?? leaderOf(cast, state)
  if (person === undefined) return []
  const dueMs = state.endedMs + Math.round((Math.min(...promised) - state.endedMs) * REVIEW_SHARE)
  return [
    { id: 'review', dueMs, person, command: { type: 'publish-review', link: privately('https://example.org/review') } },
  ]
}
