/** The ladder for people: what has been paged and how that went, what is still to come and when. */
import { reveal } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'
import { isByHand, ladderStopped, pagesOf, pageWanted, planLevel, policyOf, targetName } from './ladder.ts'
import { owed } from './owed.ts'
import type { IncidentState, LevelReached, Page } from './state.ts'
import type { LevelView, PageView, View } from './view-shape.ts'

export function ladderView(plan: Plan, state: IncidentState): View['ladder'] {
  const reached = Object.values(state.levels)
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((level) => reachedView(plan, state, level))
  const { pause } = state
  return {
    stopped: ladderStopped(plan, state),
    stopRule: stopRule(plan, state),
    paused: pause ? { untilMs: pause.untilMs, reason: reveal(pause.reason) } : null,
    levels: [...reached, ...comingView(plan, state)],
  }
}

function stopRule(plan: Plan, state: IncidentState): string {
  const stop = policyOf(plan, state)?.stop
  if (stop === undefined) return 'the plan has no escalation policy for this'
  if (stop === 'acknowledged') return 'until somebody acknowledges'
  if (stop === 'resolved') return 'until the incident is resolved'
  return `until ${plan.roles[stop.acknowledgedBy]?.label ?? stop.acknowledgedBy} acknowledges`
}

function reachedView(plan: Plan, state: IncidentState, level: LevelReached): LevelView {
  const rule = planLevel(plan, level)
  const byHand = isByHand(level.key)
  return {
    key: level.key,
    level: level.level,
    label: byHand
      ? `Paged by hand: ${level.targets.map((target) => targetName(plan, target)).join(', ')}`
      : (rule?.label ?? level.level),
    purpose: byHand ? reveal(level.reason) : (rule?.purpose ?? ''),
    round: level.round,
    reachedMs: level.atMs,
    why: level.why,
    pages: pagesOf(state, level.key).map((page) => pageView(plan, state, page)),
  }
}

function pageView(plan: Plan, state: IncidentState, page: Page): PageView {
  return {
    id: page.id,
    person: { id: page.person, name: plan.people[page.person]?.name ?? page.person },
    openedMs: page.openedMs,
    state: page.end ?? (pageWanted(plan, state, page) ? 'calling' : 'ended'),
    tries: page.tries.map(
      ({ obligation: _o, ref: _r, channel: _c, awaitsReport: _a, deliveryAtMs: _d, ...shown }) => shown,
    ),
  }
}

/** Levels that are owed, with the time at which they will be reached if nothing changes. */
const comingView = (plan: Plan, state: IncidentState): LevelView[] =>
  owed(plan, state).flatMap(({ dueMs, effect }) => {
    if (effect.kind !== 'reach-level') return []
    const rule = policyOf(plan, state)?.levels.find((level) => level.id === effect.level)
    const { key, level, round, why } = effect
    return [{ key, level, label: rule?.label ?? level, purpose: rule?.purpose ?? '', round, dueMs, why, pages: [] }]
  })
