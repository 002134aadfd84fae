/**
 * Carrying out an effect, by the same rules for all: handed out with a deadline, its outcome is an event, a failure makes the next try due
 * later, an attempt without an outcome is lost at its deadline. What each kind of effect may take is in one table.
 */
import type { Obligation, Outcome } from '../plan/core.ts'
import type { Effect, ExternalEffect } from './effects.ts'
import type { Event, EventOf } from './events.ts'
import type { Effort, IncidentState } from './state.ts'

const SECOND = 1_000

interface Rule {
  /** An attempt without an outcome is lost after this long. A page: 15 s, so that a crashed replica costs no more. */
  deadlineMs: number
  /** Tries in all; Infinity: as long as it is owed. */
  attemptsMax: number
  /** Longest pause between two tries; they double from 5 s. */
  pauseMaxMs: number
  /** What is refused for good is given up, however often else it is tried. */
  givesUp?: true
}

/** A run shows its first sign of life well within this. */
const RUN_LEASE_FIRST_MS = 15 * SECOND

const BACKOFF_FIRST_MS = 5 * SECOND
/** Nothing else tells people what happens there, so these are tried for as long as the incident lives. */
const untilItWorks: Rule = { deadlineMs: 30 * SECOND, attemptsMax: Number.POSITIVE_INFINITY, pauseMaxMs: 120 * SECOND }
const severalTimes: Rule = { deadlineMs: 30 * SECOND, attemptsMax: 10, pauseMaxMs: 300 * SECOND }
const once: Rule = { deadlineMs: 15 * SECOND, attemptsMax: 1, pauseMaxMs: 0 }

const RULES: Record<ExternalEffect['kind'], Rule> = {
  // A means that fails is not tried again: the next means is. Only a lost attempt is, once, because nobody knows whether it rang.
  page: { deadlineMs: 15 * SECOND, attemptsMax: 2, pauseMaxMs: 0 },
  'check-delivery': once,
  'ask-again': { deadlineMs: 15 * SECOND, attemptsMax: 3, pauseMaxMs: 30 * SECOND },
  'on-call-lookup': { deadlineMs: 10 * SECOND, attemptsMax: 1, pauseMaxMs: 0 },
  'open-channel': untilItWorks,
  'set-topic': severalTimes,
  invite: severalTimes,
  'set-bookmarks': severalTimes,
  'show-board': untilItWorks,
  say: untilItWorks,
  'tell-overview': severalTimes,
  'retire-page': severalTimes,
  'retire-ask': severalTimes,
  'settle-pagerduty': severalTimes,
  // As long as it is owed: until the next message takes its place, or it is over.
  notify: { deadlineMs: 30 * SECOND, attemptsMax: Number.POSITIVE_INFINITY, pauseMaxMs: 300 * SECOND, givesUp: true },
  compose: { deadlineMs: 10 * SECOND, attemptsMax: Number.POSITIVE_INFINITY, pauseMaxMs: 60 * SECOND },
  'show-task': untilItWorks,
  'ask-task': { deadlineMs: 15 * SECOND, attemptsMax: 3, pauseMaxMs: 30 * SECOND },
  'update-ask': severalTimes,
  'tell-notice': { deadlineMs: 15 * SECOND, attemptsMax: 3, pauseMaxMs: 30 * SECOND },
  'tell-duty': { deadlineMs: 15 * SECOND, attemptsMax: 3, pauseMaxMs: 30 * SECOND },
  'publish-site': untilItWorks,
  'tell-subscribers': untilItWorks,
  'publish-status': untilItWorks,
  // Never twice: who knows what it has done. So long without a sign of life, and nobody knows how it ended.
  'run-step': { deadlineMs: RUN_LEASE_FIRST_MS, attemptsMax: 1, pauseMaxMs: 0 },
  'show-step': untilItWorks,
  'ask-approval': { deadlineMs: 15 * SECOND, attemptsMax: 2, pauseMaxMs: 10 * SECOND },
  'tell-clock': { deadlineMs: 15 * SECOND, attemptsMax: 3, pauseMaxMs: 30 * SECOND },
  // As long as a link may be of use; somebody who got none asks for one.
  'send-link': { deadlineMs: 15 * SECOND, attemptsMax: 20, pauseMaxMs: 60 * SECOND, givesUp: true },
  // Somebody waits for it with the telephone in their hand.
  'send-code': { deadlineMs: 10 * SECOND, attemptsMax: 2, pauseMaxMs: 5 * SECOND },
  'tell-watch': untilItWorks,
  'file-report': { deadlineMs: 60 * SECOND, attemptsMax: 30, pauseMaxMs: 3_600 * SECOND },
  'file-review': { deadlineMs: 60 * SECOND, attemptsMax: 30, pauseMaxMs: 3_600 * SECOND },
  'send-review': { deadlineMs: 30 * SECOND, attemptsMax: 20, pauseMaxMs: 3_600 * SECOND },
  'find-restore-points': { deadlineMs: 60 * SECOND, attemptsMax: 5, pauseMaxMs: 60 * SECOND },
}

const backoffMs = (rule: Rule, failures: number) => Math.min(rule.pauseMaxMs, BACKOFF_FIRST_MS * 2 ** (failures - 1))

/** The obligation to carry `effect` out at `dueMs`, unless that is done, dead or in hand. */
export function want(state: IncidentState, id: string, dueMs: number, effect: ExternalEffect): Obligation<Effect>[] {
  const effort = state.efforts[id]
  if (!effort) return [{ id, dueMs, effect }]
  if (effort.end || effort.inHand) return []
  return [{ id, dueMs: Math.max(dueMs, effort.retryAtMs ?? dueMs), effect }]
}

/** The deadlines of all that is in hand. */
export const deadlinesOwed = (state: IncidentState): Obligation<Effect>[] =>
  state.inHand.flatMap((id) => {
    const inHand = state.efforts[id]?.inHand
    if (!inHand) return []
    return [
      { id: `lose/${id}`, dueMs: inHand.deadlineMs, effect: { kind: 'lose', obligation: id, attempt: inHand.attempt } },
    ]
  })

/** Hands an effect out. */
export function attempt(state: IncidentState, owed: Obligation<ExternalEffect>, atMs: number, by: Event['by']): Event {
  return {
    type: 'attempted',
    atMs,
    by,
    obligation: owed.id,
    attempt: (state.efforts[owed.id]?.attempts ?? 0) + 1,
    deadlineMs: atMs + RULES[owed.effect.kind].deadlineMs,
    effect: owed.effect,
  }
}

/** An attempt that has no outcome at its deadline: tried again, or given up. */
export function lose(state: IncidentState, obligation: string, atMs: number, by: Event['by']): Event[] {
  const effort = state.efforts[obligation]
  if (!effort?.inHand) return []
  const again = effort.failures + 1 < RULES[effort.effect.kind].attemptsMax
  const lost: EventOf<'attempt-lost'> = {
    type: 'attempt-lost',
    atMs,
    by,
    obligation,
    attempt: effort.inHand.attempt,
    effect: effort.effect,
  }
  return [again ? { ...lost, retryAtMs: atMs } : lost]
}

/** What a worker's report makes of an attempt. A report that comes late or twice changes nothing, unless it says that a lost attempt worked after all. */
export function settle(
  effort: Effort | undefined,
  report: { obligation: string; attempt: number; outcome: Outcome; atMs: number; by: Event['by'] },
): Event[] {
  const { obligation, attempt: n, outcome, atMs, by } = report
  if (!effort || (effort.end && !isLateWord(effort, n))) return []
  // What recurs has another meaning each time: a late success of an earlier attempt says nothing of the one in hand.
  if (effort.inHand && effort.inHand.attempt !== n && RECURRING.has(effort.effect.kind)) return []
  const fact = { atMs, by, obligation, attempt: n, effect: effort.effect }
  if (outcome.ok) return [{ ...fact, type: 'carried-out', detail: outcome.detail ?? {} }]
  if (effort.inHand?.attempt !== n && !isLateWord(effort, n)) return []
  if (outcome.detail?.withdrawn) return [{ ...fact, type: 'attempt-withdrawn' }]
  const failed: EventOf<'attempt-failed'> = { ...fact, type: 'attempt-failed', reason: outcome.reason }
  if (outcome.detail?.held) return [{ ...failed, held: true, retryAtMs: Math.max(atMs, outcome.retryAtMs ?? atMs) }]
  const { detail } = outcome
  const event = detail ? { ...failed, detail } : failed
  if (detail?.outOfTime) return [{ ...event, retryAtMs: atMs }]
  const retryAtMs = retryTime(effort, outcome, atMs)
  if (retryAtMs !== undefined) return [{ ...event, retryAtMs }]
  // Given up with a part of them told: they have been told, and hear of the end as well.
  return Number(detail?.sent) > 0 ? [{ ...fact, type: 'carried-out', detail: detail ?? {} }] : [event]
}

/** A run that was given up for lost, and whose worker was only slow to say how it ended. */
const isLateWord = ({ effect, end, attempts }: Effort, n: number): boolean =>
  effect.kind === 'run-step' && end === 'dead' && attempts === n

function retryTime(effort: Effort, outcome: Extract<Outcome, { ok: false }>, atMs: number): number | undefined {
  // A page does not wait: its next means is due now. When the provider named a time, it is kept for the case that every means fails.
  if (effort.effect.kind === 'page') return outcome.permanent ? undefined : outcome.retryAtMs
  const rule = RULES[effort.effect.kind]
  // Refused for good, as it seems: a token that is replaced and a page that is put right make it work again, so it is asked now and then.
  if (outcome.permanent)
    return rule.attemptsMax === Number.POSITIVE_INFINITY && !rule.givesUp ? atMs + rule.pauseMaxMs : undefined
  const failures = effort.failures + 1
  if (failures >= rule.attemptsMax) return undefined
  return Math.max(atMs + backoffMs(rule, failures), outcome.retryAtMs ?? 0)
}

/** Owed again and again under one id, so that one is in hand at a time: finished only means not owed for the moment. */
const RECURRING: ReadonlySet<string> = new Set([
  'show-board',
  'say',
  'publish-status',
  'publish-site',
  'tell-subscribers',
  'show-step',
  'show-task',
])
/** Every one has an id of its own that cannot come up again: dropped when done, or they would pile up. */
const DROPPED: ReadonlySet<string> = new Set(['ask-again', 'notify', 'compose'])

/** Folds the events of an attempt into the efforts. */
export function evolveEffort(
  state: IncidentState,
  event: EventOf<'attempted' | 'carried-out' | 'attempt-failed' | 'attempt-lost' | 'attempt-withdrawn'>,
): IncidentState {
  const { obligation, effect } = event
  const before = state.efforts[obligation]
  const inHand = state.inHand.filter((id) => id !== obligation)
  if (event.type === 'carried-out' && DROPPED.has(effect.kind)) {
    const { [obligation]: _finished, ...efforts } = state.efforts
    return { ...state, efforts, inHand }
  }
  const next: Effort = { effect, attempts: event.attempt, failures: before?.failures ?? 0, lastAtMs: event.atMs }
  if (before?.detail) next.detail = before.detail
  switch (event.type) {
    case 'attempted':
      next.inHand = { attempt: event.attempt, deadlineMs: event.deadlineMs }
      inHand.push(obligation)
      break
    case 'carried-out':
      next.failures = 0
      if (!RECURRING.has(effect.kind)) next.end = 'done'
      break
    case 'attempt-withdrawn':
      // What has an id that comes up again keeps its number, so that the next attempt is another job.
      if (!RECURRING.has(effect.kind) && !DROPPED.has(effect.kind)) next.end = 'withdrawn'
      break
    case 'attempt-failed':
      next.lastReason = event.reason
      if (event.detail) next.detail = event.detail
      if (!event.held && !event.detail?.outOfTime) next.failures += 1
      break
    case 'attempt-lost':
      next.lastReason = 'no outcome by its deadline'
      next.failures += 1
      break
    default:
      event satisfies never
  }
  if (event.type === 'attempt-failed' || event.type === 'attempt-lost') {
    if (event.retryAtMs === undefined) next.end = 'dead'
    else next.retryAtMs = event.retryAtMs
  }
  next.attempts = Math.max(next.attempts, before?.attempts ?? 0)
  return { ...state, efforts: { ...state.efforts, [obligation]: next }, inHand }
}
