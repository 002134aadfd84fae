/**
 * Time passes: everything that is due is journaled, external effects as attempts (which the engine hands out), internal ones as the facts that
 * they are. One after the other, because each may change what is owed next.
 */
import { SYSTEM } from '../plan/actor.ts'
import type { Decision, Facts, Obligation } from '../plan/core.ts'
import { expandTarget, personOrder } from '../plan/people.ts'
import { PERSON_MEANS, type Plan, type Target } from '../plan/schema.ts'
import { isTooLateToWarn, peopleToWarn } from './communication/warnings.ts'
import { type Effect, type InternalEffect, isInternal } from './effects.ts'
import { attempt, lose } from './efforts.ts'
import type { Event } from './events.ts'
import { evolve } from './evolve.ts'
import { isByHand, ladderStopped, levelKey, nextCandidate, nextLevel, pageId, planLevel } from './ladder.ts'
import type { LevelTarget } from './level-target.ts'
import { onCallFound } from './on-call.ts'
import { owed } from './owed.ts'
import { performRecovery, startRun } from './recovery/perform.ts'
import { performResolving } from './recovery/resolving.ts'
import { withStandIns } from './stand-ins.ts'
import type { IncidentState } from './state.ts'

/** More in one tick than any plan can owe at once: a core that never comes to rest is a defect and must not fill the journal. */
const EVENTS_PER_TICK_MAX = 5_000

/** @param owes what counts as owed; less, while the database is away. */
export function tick(plan: Plan, state: IncidentState, atMs: number, facts: Facts, owes = owed): Decision<Event> {
  const events: Event[] = []
  let current = state
  while (true) {
    const due = mostUrgent(owes(plan, current).filter((obligation) => obligation.dueMs <= atMs))
    if (!due) return { ok: true, events }
    const { effect } = due
    const next = isInternal(effect)
      ? perform(plan, current, effect, atMs, facts)
      : effect.kind === 'run-step'
        ? [startRun(plan, current, { ...due, effect }, atMs)]
        : [attempt(current, { ...due, effect }, atMs, SYSTEM)]
    if (next.length === 0 || events.length > EVENTS_PER_TICK_MAX)
      throw new Error(`${state.id}: ${due.id} is owed again and again`)
    events.push(...next)
    current = next.reduce(evolve, current)
  }
}

const PAGING: ReadonlySet<Effect['kind']> = new Set([
  'resume-ladder',
  'reach-level',
  'page-next-holder',
  'page',
  'exhaust-page',
])

/** Of what is due, paging first: it is handed out before everything else that the same moment brings. */
const mostUrgent = (due: Obligation<Effect>[]): Obligation<Effect> | undefined =>
  due.find(({ effect }) => PAGING.has(effect.kind)) ?? due[0]

function perform(plan: Plan, state: IncidentState, effect: InternalEffect, atMs: number, facts: Facts): Event[] {
  const fact = { atMs, by: SYSTEM }
  switch (effect.kind) {
    case 'lose':
      return lose(state, effect.obligation, atMs, SYSTEM).flatMap((event) => [
        event,
        ...onCallFound(plan, state, event, facts),
      ])
    case 'reach-level':
      return [reachLevel(plan, effect, atMs, facts)]
    case 'page-next-holder':
      return openPage(plan, state, effect, atMs)
    case 'exhaust-page':
      return [{ ...fact, type: 'page-exhausted', page: effect.page }]
    case 'end-ladder':
      return [
        {
          ...fact,
          type: 'ladder-ended',
          round: effect.round,
          unanswered: Object.keys(state.acknowledgements).length === 0,
        },
      ]
    case 'lapse-acknowledgement':
      return lapse(plan, state, effect.person, atMs, facts)
    case 'resume-ladder':
      return [{ ...fact, type: 'ladder-resumed' }]
    case 'resolve':
    case 'stop-resolving':
      return performResolving(state, effect, atMs)
    case 'request-step':
    case 'expire-approval':
    case 'void-request':
    case 'warn-clock':
      return performRecovery(plan, state, effect, atMs)
    case 'warn-notice': {
      const { kind: _kind, ...about } = effect
      const notice = plan.notices.find(({ id }) => id === effect.notice)
      const to = isTooLateToWarn(effect.mark, effect.lateMs, atMs) ? [] : peopleToWarn(plan, state, notice)
      return [{ ...fact, ...about, type: 'notice-warned', to }]
    }
  }
}

/** Whoever had acknowledged does not answer any more: the next level is paged at once. */
function lapse(plan: Plan, state: IncidentState, person: string, atMs: number, facts: Facts): Event[] {
  const lapsed: Event = { type: 'acknowledgement-lapsed', atMs, by: SYSTEM, person }
  const after = evolve(state, lapsed)
  const next = ladderStopped(plan, after) ? undefined : nextLevel(plan, after)
  if (!next) return [lapsed]
  const { round } = after.ladder
  return [
    lapsed,
    reachLevel(plan, { key: levelKey(round, next.id), level: next.id, round, why: 'lapsed' }, atMs, facts),
  ]
}

/** The fact that a level is reached, with the people whom it can page as of now: holders in order, stand-ins in their place. */
export function reachLevel(
  plan: Plan,
  reach: Pick<Extract<InternalEffect, { kind: 'reach-level' }>, 'key' | 'level' | 'round' | 'why'>,
  atMs: number,
  facts: Facts,
  by = SYSTEM,
): Event {
  const level = planLevel(plan, reach)
  const targets = (level?.to ?? []).map((target): LevelTarget => {
    const schedule = 'pagerdutySchedule' in target ? { schedule: target.pagerdutySchedule } : {}
    return { of: [targetId(target)], ...withStandIns(plan, expandTarget(plan, target, atMs), facts), ...schedule }
  })
  const { key, round, why } = reach
  const inOrder = level?.mode === 'in-order' && targets.every((target) => !('schedule' in target))
  const merged: LevelTarget = {
    of: targets.flatMap((target) => target.of),
    candidates: unique(targets.flatMap((target) => target.candidates)),
    standsFor: Object.assign({}, ...targets.map((target) => target.standsFor)),
  }
  return { type: 'level-reached', atMs, by, key, level: reach.level, round, why, targets: inOrder ? [merged] : targets }
}

const unique = (people: string[]) => [...new Set(people)]

function targetId(target: Target): string {
  if ('person' in target) return target.person
  if ('role' in target) return target.role
  if ('rotation' in target) return target.rotation
  return target.pagerdutySchedule
}

function openPage(
  plan: Plan,
  state: IncidentState,
  turn: Extract<InternalEffect, { kind: 'page-next-holder' }>,
  atMs: number,
): Event[] {
  const level = state.levels[turn.key]
  const person = level && nextCandidate(state, level, turn.target)
  if (!level || !person) return []
  const rule = isByHand(turn.key) ? undefined : planLevel(plan, level)
  const order = personOrder(plan, person, rule ?? { means: [...PERSON_MEANS] })
  const { key, target, why } = turn
  return [{ type: 'page-opened', atMs, by: SYSTEM, page: pageId(key, person), key, target, person, order, why }]
}
