/**
 * The review is filed soon after the end, again when everybody who is to hear of the end has, when somebody adds to it, and when it is published; then it goes to
 * those who take part in it. A drill has one too. Pure.
 */
import type { Obligation } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import { holdersNow } from '../communication/tasks.ts'
import type { Effect, ExternalEffect } from '../effects.ts'
import { want } from '../efforts.ts'
import type { IncidentState } from '../state.ts'
import type { FilingReason, Said } from './state.ts'

const SECOND_MS = 1_000
/** Well within the 30 s of its promise, and what the end itself brings is in it. */
const AFTER_END_MS = 10 * SECOND_MS
/** So long after the end, everybody who is to hear that it is over has been told, or is late. */
const SETTLED_MS = 30 * 60 * SECOND_MS
/** Several fields that are filled in one after the other are filed once. */
const AFTER_CHANGE_MS = 15 * SECOND_MS

/** What turned out to be nothing, or another incident, has none. */
export const isReviewed = ({ phase }: IncidentState): boolean => phase === 'resolved'

export function reviewOwed(plan: Plan, state: IncidentState): Obligation<Effect>[] {
  const { endings, endedMs, review } = state
  if (!isReviewed(state) || endedMs === null) return []
  const file = (why: FilingReason, key: string | number, dueMs: number, version: number) =>
    want(state, `file-review/${endings}/${key}`, dueMs, { kind: 'file-review', why, version })
  const added = lastAdded(state)
  const isNew = added.atMs >= endedMs && added.seq > (review.published?.seq ?? 0)
  return [
    ...file('ended', 'ended', endedMs + AFTER_END_MS, 0),
    ...file('settled', 'settled', endedMs + SETTLED_MS, 0),
    ...(isNew ? file('changed', added.seq, Math.max(added.atMs, endedMs) + AFTER_CHANGE_MS, added.seq) : []),
    ...(review.published ? publishedOwed(plan, state, review.published) : []),
  ]
}

function publishedOwed(plan: Plan, state: IncidentState, { n, atMs, seq }: { n: number; atMs: number; seq: number }) {
  const id = `${state.endings}/published-${n}`
  const effect: ExternalEffect = { kind: 'file-review', why: 'published', version: seq }
  return [
    ...want(state, `file-review/${id}`, atMs, effect),
    ...reviewPeople(plan, state)
      .filter((person) => plan.people[person]?.email !== undefined)
      .flatMap((person) => want(state, `send-review/${id}/${person}`, atMs, { kind: 'send-review', person })),
  ]
}

/** What people wrote, during the incident or afterwards. */
export function lastAdded({ review, notes }: IncidentState): Pick<Said, 'seq' | 'atMs'> {
  const changed = notes.map((note) => note.changed ?? note)
  const all = [...Object.values(review.fields).flat(), ...changed]
  return all.reduce<Pick<Said, 'seq' | 'atMs'>>((last, one) => (one.seq > last.seq ? one : last), { seq: 0, atMs: 0 })
}

/** Those whom the plan wants in the review, else whoever took part; of a drill nobody else (promise 7). */
export function reviewPeople(plan: Plan, state: IncidentState): string[] {
  const tookPart = state.participants.filter((person) => plan.people[person] !== undefined)
  const wanted = plan.postIncident.participants.flatMap((role) => holdersNow(plan, state, role))
  if (wanted.length === 0) return tookPart
  return [...new Set(wanted)].filter((person) => state.mode === 'real' || tookPart.includes(person))
}
