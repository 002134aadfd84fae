/** Carrying out what a watch owes, by the same rules for all: an attempt with a deadline, its outcome an event, a failure makes the next try due later. Pure. */
import { type Actor, type Private, SYSTEM } from '../../plan/actor.ts'
import type { Obligation, Outcome } from '../../plan/core.ts'
import type { Effect, ExternalEffect } from './effects.ts'
import type { Event, EventOf } from './events.ts'
import type { Effort, WatchState } from './state.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

interface Rule {
  deadlineMs: number
  attemptsMax: number
  /** Longest pause between two tries; they double from ten seconds. */
  pauseMaxMs: number
}

/** Nobody waits for it at three in the morning: a service that is away for a night is asked until it is back. */
const patiently: Rule = { deadlineMs: 30 * SECOND_MS, attemptsMax: 30, pauseMaxMs: 60 * MINUTE_MS }

const RULES: Record<ExternalEffect['kind'], Rule> = {
  'tell-news': patiently,
  'post-news': patiently,
  'retire-news': { deadlineMs: 30 * SECOND_MS, attemptsMax: 5, pauseMaxMs: 60 * MINUTE_MS },
  // How long one may take is said with it. A store that stumbles is asked again; one that is away is told of.
  'make-backup': { deadlineMs: 0, attemptsMax: 1, pauseMaxMs: 0 },
  'verify-backup': { deadlineMs: 0, attemptsMax: 3, pauseMaxMs: 15 * MINUTE_MS },
  'report-month': patiently,
  'refile-review': patiently,
  'ask-contact': { deadlineMs: 30 * SECOND_MS, attemptsMax: 8, pauseMaxMs: 60 * MINUTE_MS },
  'note-signal': { deadlineMs: 30 * SECOND_MS, attemptsMax: 10, pauseMaxMs: 5 * MINUTE_MS },
  'declare-proposal': { deadlineMs: 30 * SECOND_MS, attemptsMax: 60, pauseMaxMs: MINUTE_MS },
  'call-off': { deadlineMs: 30 * SECOND_MS, attemptsMax: 10, pauseMaxMs: MINUTE_MS },
}

const PAUSE_FIRST_MS = 10 * SECOND_MS
/** What has ended is known so long: longer than anything that may still ask whether it was done. */
const ENDED_KEPT_MS = 100 * 24 * 60 * MINUTE_MS
const ENDED_MAX = 2_000

/** The obligation to carry `effect` out at `dueMs`, unless that is done, dead or in hand. */
export function want(
  { efforts }: WatchState,
  id: string,
  dueMs: number,
  effect: ExternalEffect,
): Obligation<ExternalEffect>[] {
  const effort = efforts[id]
  if (!effort) return [{ id, dueMs, effect }]
  if (effort.end || effort.inHand) return []
  return [{ id, dueMs: Math.max(dueMs, effort.retryAtMs ?? dueMs), effect }]
}

/** The deadlines of all that is in hand. */
export const deadlinesOwed = ({ efforts }: WatchState): Obligation<Effect>[] =>
  Object.entries(efforts).flatMap(([id, { inHand }]) =>
    inHand === undefined
      ? []
      : [
          {
            id: `lose/${id}`,
            dueMs: inHand.deadlineMs,
            effect: { kind: 'lose', obligation: id, attempt: inHand.attempt },
          },
        ],
  )

/** Hands an effect out. */
export function attempt({ efforts }: WatchState, owed: Obligation<ExternalEffect>, atMs: number): Event {
  const { id, effect } = owed
  return {
    ...{ type: 'attempted', atMs, by: SYSTEM, obligation: id, effect },
    attempt: (efforts[id]?.attempts ?? 0) + 1,
    deadlineMs: atMs + ('limitMs' in effect ? effect.limitMs : RULES[effect.kind].deadlineMs),
  }
}

/** An attempt that has no outcome at its deadline: tried again, or given up. */
export function lose({ efforts }: WatchState, obligation: string, atMs: number): Event[] {
  const effort = efforts[obligation]
  if (!effort?.inHand) return []
  const again = effort.failures + 1 < RULES[effort.effect.kind].attemptsMax
  const { attempt } = effort.inHand
  const lost: Event = { type: 'attempt-lost', atMs, by: SYSTEM, obligation, attempt, effect: effort.effect }
  return [again ? { ...lost, retryAtMs: atMs } : lost]
}

/** What a worker's report makes of an attempt; one that comes late or twice changes nothing. */
export function settle(
  { efforts }: WatchState,
  {
    obligation,
    attempt,
    outcome,
    atMs,
    by,
  }: { obligation: string; attempt: number; outcome: Outcome; atMs: number; by: Actor },
): Event[] {
  const effort = efforts[obligation]
  if (effort?.inHand?.attempt !== attempt) return []
  const fact = { atMs, by, obligation, attempt, effect: effort.effect }
  if (outcome.ok) return [{ ...fact, type: 'carried-out', detail: outcome.detail ?? {} }]
  if (outcome.detail?.withdrawn) return [{ ...fact, type: 'attempt-withdrawn' }]
  const why = outcome.detail?.why as Private | undefined
  const failed: Event = { ...fact, type: 'attempt-failed', reason: outcome.reason, ...(why && { why }) }
  if (outcome.detail?.held) return [{ ...failed, held: true, retryAtMs: Math.max(atMs, outcome.retryAtMs ?? atMs) }]
  const rule = RULES[effort.effect.kind]
  if (outcome.permanent || effort.failures + 1 >= rule.attemptsMax) return [failed]
  const pauseMs = Math.min(rule.pauseMaxMs, PAUSE_FIRST_MS * 2 ** effort.failures)
  return [{ ...failed, retryAtMs: Math.max(atMs + pauseMs, outcome.retryAtMs ?? 0) }]
}

export type AttemptEvent = EventOf<
  'attempted' | 'carried-out' | 'attempt-failed' | 'attempt-lost' | 'attempt-withdrawn'
>

/** Folds the events of an attempt into the efforts. */
export function evolveEffort(state: WatchState, event: AttemptEvent): WatchState {
  const before = state.efforts[event.obligation]
  const efforts = { ...state.efforts, [event.obligation]: next(before, event) }
  return { ...state, efforts: event.type === 'attempted' ? efforts : forgetOld(efforts, event.atMs) }
}

function next(before: Effort | undefined, event: AttemptEvent): Effort {
  const { effect, attempt, atMs } = event
  const failures = before?.failures ?? 0
  const effort: Effort = { effect, attempts: attempt, failures, lastAtMs: atMs }
  switch (event.type) {
    case 'attempted':
      return { ...effort, inHand: { attempt, deadlineMs: event.deadlineMs } }
    case 'carried-out':
      return { ...effort, failures: 0, end: 'done', detail: event.detail }
    case 'attempt-withdrawn':
      return { ...effort, end: 'withdrawn' }
    case 'attempt-failed':
      return {
        ...{ ...effort, failures: event.held ? failures : failures + 1, lastReason: event.reason },
        ...(event.retryAtMs === undefined ? { end: 'dead' as const } : { retryAtMs: event.retryAtMs }),
      }
    case 'attempt-lost':
      return {
        ...{ ...effort, failures: failures + 1, lastReason: 'no outcome by its deadline' },
        ...(event.retryAtMs === undefined ? { end: 'dead' as const } : { retryAtMs: event.retryAtMs }),
      }
    default:
      return event satisfies never
  }
}

function forgetOld(efforts: Record<string, Effort>, nowMs: number): Record<string, Effort> {
  const all = Object.entries(efforts)
  // What was to be tried again and is not wanted any more has no end of its own.
  const ended = all.filter(
    ([, { end, inHand, lastAtMs }]) => end !== undefined || (!inHand && nowMs - lastAtMs > ENDED_KEPT_MS),
  )
  const tooMany = ended.length - ENDED_MAX
  const old = new Set(
    ended.filter(([, { lastAtMs }], index) => index < tooMany || nowMs - lastAtMs > ENDED_KEPT_MS).map(([id]) => id),
  )
  return old.size === 0 ? efforts : Object.fromEntries(all.filter(([id]) => !old.has(id)))
}
