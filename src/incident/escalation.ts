/**
 * What paging owes: levels, holders, means, the question after a silence. Promises 1 and 2 of docs/architecture.md live here: what the ladder's
 * stop rule ends is simply not owed any more.
 */
import type { Obligation } from '../plan/core.ts'
import type { Plan, Policy } from '../plan/schema.ts'
import type { Effect } from './effects.ts'
import { want } from './efforts.ts'
import {
  isByHand,
  ladderStopped,
  levelKey,
  levelQuiet,
  nextCandidate,
  nextLevel,
  pagesOf,
  pageWanted,
  planLevel,
  policyOf,
  roundLevels,
  spentAt,
  targetAnswered,
} from './ladder.ts'
import { backInVainMs, nextTry, REPORT_CHECK_MS, tryId } from './paging.ts'
import type { IncidentState, LevelReached, Page } from './state.ts'

type Owed = Obligation<Effect>[]

/** No level says how fast somebody paged by hand is tried, and whoever asked for them must not wait for one unread message. */
const BY_HAND = { nextMeansAfter: 60_000 }

export const escalationOwed = (plan: Plan, state: IncidentState): Owed =>
  state.phase === 'open'
    ? [
        ...pauseOwed(state),
        ...levelsOwed(plan, state),
        ...Object.values(state.levels).flatMap((level) => turnsOwed(plan, state, level)),
        ...Object.values(state.pages).flatMap((page) => pageOwed(plan, state, page)),
        ...silenceOwed(plan, state),
      ]
    : []

function levelsOwed(plan: Plan, state: IncidentState): Owed {
  const policy = policyOf(plan, state)
  if (!policy || ladderStopped(plan, state)) return []
  if (state.pause && state.pause.untilMs === null) return []
  const notBeforeMs = state.pause?.untilMs ?? 0
  const { round, startMs, shiftMs } = state.ladder
  // While somebody had it the ladder stood still, if the plan says that an answer stops it.
  const beganMs = startMs + (policy.stop === 'acknowledged' ? shiftMs : 0)
  const levels = roundLevels(plan, state)
  const lastReached = levels.findLast(({ reached }) => reached)?.reached
  const spentMs = lastReached && spentAt(state, lastReached, (page) => backInVainMs(page, planLevel(plan, lastReached)))
  const next = nextLevel(plan, state)
  const owed: Owed = levels.flatMap(({ level, reached }) => {
    if (reached) return []
    const onTimeMs = beganMs + level.after
    const passed = level === next && spentMs !== undefined && spentMs < onTimeMs
    const dueMs = Math.max(passed ? spentMs : onTimeMs, notBeforeMs)
    const why = !passed
      ? 'time'
      : lastReached?.targets.every((target) => target.candidates.length === 0)
        ? 'nobody'
        : 'unanswered'
    return [
      {
        id: `level/${levelKey(round, level.id)}`,
        dueMs,
        effect: { kind: 'reach-level', key: levelKey(round, level.id), level: level.id, round, why },
      },
    ]
  })
  return next ? owed : [...owed, ...endOwed(plan, state, notBeforeMs)]
}

/** How long somebody who was reached, and does not answer, is waited for before the ladder counts as run through. */
const ANSWER_WAIT_MS = 5 * 60_000

/** After the last level, with nobody on it: begin again, where the plan says so or somebody had it and gave it up; else say that nobody answers. */
function endOwed(plan: Plan, state: IncidentState, notBeforeMs: number): Owed {
  const policy = policyOf(plan, state)
  const reached = roundLevels(plan, state).flatMap((entry) => entry.reached ?? [])
  if (!policy || reached.length === 0 || isAnswered(policy, state)) return []
  const { again } = policy
  const { restarts, abandonedMs, endedMs } = state.ladder
  if (abandonedMs !== null)
    return isCalling(plan, state)
      ? []
      : begin(plan, state, Math.max(runThroughMs(plan, state, abandonedMs), notBeforeMs))
  if (again && restarts < (again.times ?? Number.POSITIVE_INFINITY)) {
    const lastMs = endedMs ?? Math.max(...reached.map((level) => lastTurnMs(plan, state, level)))
    return [
      ...allSpent(state, reached, notBeforeMs),
      ...begin(plan, state, Math.max(lastMs + again.after, notBeforeMs)),
    ]
  }
  if (endedMs !== null || isCalling(plan, state)) return []
  const dueMs = Math.max(runThroughMs(plan, state, 0), ...reached.map((level) => level.atMs), notBeforeMs)
  return [{ id: `end/${state.ladder.round}`, dueMs, effect: { kind: 'end-ladder', round: state.ladder.round } }]
}

/** Somebody has it, as far as the policy cares. */
const isAnswered = (policy: Policy, state: IncidentState) =>
  typeof policy.stop === 'string' && Object.keys(state.acknowledgements).length > 0

/** A further pass through the ladder, at `dueMs`. */
function begin(plan: Plan, state: IncidentState, dueMs: number): Owed {
  const first = roundLevels(plan, state)[0]?.level
  if (!first) return []
  const round = state.ladder.round + 1
  const key = levelKey(round, first.id)
  return [{ id: `level/${key}`, dueMs, effect: { kind: 'reach-level', key, level: first.id, round, why: 'again' } }]
}

/** Nobody could be reached at all: that is said at once, before the ladder begins again. */
function allSpent(state: IncidentState, reached: LevelReached[], notBeforeMs: number): Owed {
  const { round, endedMs } = state.ladder
  const spent = reached.map((level) => spentAt(state, level))
  if (endedMs !== null || !spent.every((atMs) => atMs !== undefined)) return []
  return [{ id: `end/${round}`, dueMs: Math.max(...spent, notBeforeMs), effect: { kind: 'end-ladder', round } }]
}

/** Somebody is being paged at this moment, or will be. */
const isCalling = (plan: Plan, state: IncidentState): boolean =>
  Object.values(state.levels).some((level) => turnsOwed(plan, state, level).length > 0) ||
  Object.values(state.pages).some((page) => {
    if (!pageWanted(plan, state, page)) return false
    if (page.tries.at(-1)?.state === 'in-hand') return true
    return pageOwed(plan, state, page).some(({ effect }) => effect.kind === 'page' || effect.kind === 'exhaust-page')
  })

/** When the last of those who were reached has had time to answer; `elseMs` when nobody is waited for. */
function runThroughMs(plan: Plan, state: IncidentState, elseMs: number): number {
  const waitedFor = Object.values(state.pages).filter((page) => pageWanted(plan, state, page))
  return Math.max(elseMs, ...waitedFor.map((page) => (page.tries.at(-1)?.atMs ?? page.openedMs) + ANSWER_WAIT_MS))
}

/** When the last holder of a level was paged, or will be: the ladder does not begin again over the heads of those whose turn is still to come. */
function lastTurnMs(plan: Plan, state: IncidentState, level: LevelReached): number {
  const paged = pagesOf(state, level.key).map((page) => page.openedMs)
  const toCome = turnsOwed(plan, state, level).map((turn) => turn.dueMs)
  return Math.max(level.atMs, ...paged, ...toCome)
}

function turnsOwed(plan: Plan, state: IncidentState, level: LevelReached): Owed {
  if (levelQuiet(plan, state, level)) return []
  const rule = isByHand(level.key) ? undefined : planLevel(plan, level)
  const answeredByAny = rule?.mode === 'any' && level.targets.some((_, target) => targetAnswered(state, level, target))
  if (answeredByAny) return []
  return level.targets.flatMap(({ schedule }, target): Owed => {
    if (schedule) {
      return want(state, `lookup/${level.key}/${target}`, level.atMs, {
        kind: 'on-call-lookup',
        level: level.key,
        target,
        schedule,
      })
    }
    if (targetAnswered(state, level, target) || !nextCandidate(state, level, target)) return []
    const last = pagesOf(state, level.key, target).at(-1)
    const turn = (dueMs: number, why: 'first' | 'declined' | 'unreachable' | 'unanswered'): Owed => [
      { id: `turn/${level.key}/${target}`, dueMs, effect: { kind: 'page-next-holder', key: level.key, target, why } },
    ]
    if (!last) return turn(level.atMs, 'first')
    if (last.end === 'declined') return turn(last.endedMs ?? level.atMs, 'declined')
    if (last.end === 'exhausted') return turn(last.endedMs ?? level.atMs, 'unreachable')
    const inVainMs = backInVainMs(last, rule)
    if (inVainMs !== undefined) return turn(inVainMs, 'unreachable')
    return rule?.nextHolderAfter === undefined ? [] : turn(last.openedMs + rule.nextHolderAfter, 'unanswered')
  })
}

function pageOwed(plan: Plan, state: IncidentState, page: Page): Owed {
  const level = state.levels[page.key]
  if (!level || !pageWanted(plan, state, page)) return []
  const checks = page.tries.flatMap((entry): Owed => {
    if (entry.state !== 'sent' || !entry.awaitsReport || entry.delivery || !entry.ref) return []
    const { means, ref } = entry
    return want(state, `check/${entry.obligation}`, entry.atMs + REPORT_CHECK_MS, {
      kind: 'check-delivery',
      page: page.id,
      person: page.person,
      means,
      ref,
    })
  })
  const next = nextTry(page, isByHand(page.key) ? BY_HAND : planLevel(plan, level))
  switch (next.do) {
    case 'wait':
      return checks
    case 'exhaust':
      return [
        ...checks,
        { id: `exhaust/${page.id}`, dueMs: next.dueMs, effect: { kind: 'exhaust-page', page: page.id } },
      ]
    case 'try':
      return [
        ...checks,
        {
          id: tryId(page, next),
          dueMs: next.dueMs,
          effect: { kind: 'page', page: page.id, level: page.key, person: page.person, means: next.means },
        },
      ]
  }
}

/** Acknowledged, and then nothing: ask, and when there is no answer, take it that nobody is on it. */
function silenceOwed(plan: Plan, state: IncidentState): Owed {
  const silence = policyOf(plan, state)?.silence
  const [person, acknowledgement] =
    Object.entries(state.acknowledgements).toSorted((a, b) => b[1].atMs - a[1].atMs)[0] ?? []
  if (!silence || !person || !acknowledgement || !plan.people[person]) return []
  if (state.asked) {
    const dueMs = state.asked.atMs + silence.answerWithin
    return [
      {
        id: `lapse/${state.asked.person}`,
        dueMs,
        effect: { kind: 'lapse-acknowledgement', person: state.asked.person },
      },
    ]
  }
  const lastLifeMs = Math.max(state.lastLifeMs, acknowledgement.atMs)
  return want(state, `ask/${person}/${lastLifeMs}`, lastLifeMs + silence.after, { kind: 'ask-again', person })
}

const pauseOwed = (state: IncidentState): Owed =>
  state.pause?.untilMs
    ? [{ id: `resume/${state.pause.atMs}`, dueMs: state.pause.untilMs, effect: { kind: 'resume-ladder' } }]
    : []
