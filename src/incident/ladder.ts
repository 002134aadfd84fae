/**
 * Reading the escalation ladder: which policy holds, whether it has stopped, which levels apply, whether a level can still answer.
 * Questions only; what is owed because of the answers is in `escalation.ts`.
 */
import { policyFor } from '../plan/policy-for.ts'
import type { Level, Plan, Policy } from '../plan/schema.ts'
import type { IncidentState, LevelReached, Page } from './state.ts'

/** The scenario's policy, else the severity's, else the plan's (R53). */
export function policyOf(plan: Plan, state: IncidentState): Policy | undefined {
  const id = policyFor(plan, state.scenario, state.severity)
  return id ? plan.policies[id] : undefined
}

/** Levels of the policy that are paged at the present severity, in the order of the plan. */
export const applicableLevels = (plan: Plan, state: IncidentState): Level[] =>
  policyOf(plan, state)?.levels.filter((level) => level.severities?.includes(state.severity) ?? true) ?? []

export const levelKey = (round: number, level: string) => `${round}/${level}`
export const pageId = (key: string, person: string) => `${key}/${person}`

/** A person paged by hand has a key of its own; such a page does not follow the ladder's stop rule. */
export const isByHand = (key: string) => key.startsWith('page/')

/** Whether the stop rule holds: no later level is paged (promise 2). */
export function ladderStopped(plan: Plan, state: IncidentState): boolean {
  if (state.phase !== 'open') return true
  const policy = policyOf(plan, state)
  if (!policy) return true
  if (policy.stop === 'resolved') return false
  const acknowledged = Object.keys(state.acknowledgements)
  if (policy.stop === 'acknowledged') return acknowledged.length > 0
  const role = policy.stop.acknowledgedBy
  return acknowledged.some((person) => speaksFor(plan, state, person, role))
}

/** A holder of the role, whoever was given it in this incident, or somebody who was paged in a holder's place. */
export function speaksFor(plan: Plan, state: IncidentState, person: string, role: string): boolean {
  const holders = plan.roles[role]?.holders ?? []
  const assigned = state.roles[role]
  if (holders.includes(person) || (assigned?.person === person && !assigned.acting)) return true
  return Object.values(state.levels).some((level) =>
    level.targets.some(({ standsFor }) => standsFor?.[person] !== undefined && holders.includes(standsFor[person])),
  )
}

export const hasAcknowledged = (state: IncidentState, person: string) => Object.hasOwn(state.acknowledgements, person)

/** Nothing more goes out for this level: the ladder has stopped, and nobody has asked for it by hand since. */
export function levelQuiet(plan: Plan, state: IncidentState, level: LevelReached): boolean {
  if (state.phase !== 'open') return true
  // What was asked for before the incident ended is not taken up again when it is reopened.
  if (isByHand(level.key)) return state.reopenedMs !== null && level.atMs < state.reopenedMs
  if (!ladderStopped(plan, state)) return level.round !== state.ladder.round
  if (level.why !== 'escalated') return true
  return Object.values(state.acknowledgements).some((acknowledgement) => acknowledgement.seq > level.seq)
}

/** Whom a target means, in words: the labels of its roles, the names of its people. */
export const targetName = (plan: Plan, { of }: { of: string[] }): string =>
  of
    .map(
      (id) => plan.roles[id]?.label ?? plan.rotations[id]?.label ?? plan.people[id]?.name ?? `PagerDuty schedule ${id}`,
    )
    .join(', then ')

/** The level's rule, also after the severity has brought another policy into force. */
export const planLevel = (plan: Plan, level: Pick<LevelReached, 'level'>): Level | undefined =>
  Object.values(plan.policies)
    .flatMap((policy) => policy.levels)
    .find((candidate) => candidate.id === level.level)

const byKey = new WeakMap<IncidentState['pages'], Map<string, Page[]>>()

/** Sorted once for each change of the pages: asked at every event, for every level. */
export function pagesOf({ pages }: IncidentState, key: string, target?: number): readonly Page[] {
  const sorted = byKey.get(pages) ?? Map.groupBy(Object.values(pages), (page) => page.key)
  byKey.set(pages, sorted)
  const all = sorted.get(key) ?? []
  return target === undefined ? all : all.filter((page) => page.target === target)
}

/** Somebody among those who can be paged for this target has acknowledged. */
export const targetAnswered = (state: IncidentState, level: LevelReached, target: number) =>
  level.targets[target]?.candidates.some((person) => hasAcknowledged(state, person)) ?? false

/** Who is paged next for a target: the first who has not been, has not declined and has not acknowledged. */
export const nextCandidate = (state: IncidentState, level: LevelReached, target: number): string | undefined =>
  level.targets[target]?.candidates.find(
    (person) =>
      !state.pages[pageId(level.key, person)] && !state.declined.includes(person) && !hasAcknowledged(state, person),
  )

/** Whether this page should still ring: its person has not answered, nobody answered for them, and the ladder has not stopped. */
export function pageWanted(plan: Plan, state: IncidentState, page: Page): boolean {
  const level = state.levels[page.key]
  if (!level || page.end || levelQuiet(plan, state, level)) return false
  if (hasAcknowledged(state, page.person)) return false
  if (isByHand(page.key)) return true
  if (targetAnswered(state, level, page.target)) return false
  const anyIsEnough = planLevel(plan, level)?.mode === 'any'
  return !(anyIsEnough && level.targets.some((_, target) => targetAnswered(state, level, target)))
}

/**
 * When it became clear that nobody of this level can answer, epoch ms; undefined while somebody can, or has.
 * @param inVainMs of a page that has not ended: since when it counts as one that nobody answers.
 */
export function spentAt(
  state: IncidentState,
  level: LevelReached,
  inVainMs: (page: Page) => number | undefined = () => undefined,
): number | undefined {
  let latest = level.atMs
  for (const [index, target] of level.targets.entries()) {
    if (target.schedule) return undefined
    if (targetAnswered(state, level, index) || nextCandidate(state, level, index)) return undefined
    for (const page of pagesOf(state, level.key, index)) {
      const isOver = page.end === 'declined' || page.end === 'exhausted'
      const overMs = isOver ? (page.endedMs ?? latest) : inVainMs(page)
      if (overMs === undefined) return undefined
      latest = Math.max(latest, overMs)
    }
  }
  return latest
}

/** Levels of the present round, in the order of the plan, with what has become of them. */
export const roundLevels = (plan: Plan, state: IncidentState): { level: Level; reached: LevelReached | undefined }[] =>
  applicableLevels(plan, state).map((level) => ({
    level,
    reached: state.levels[levelKey(state.ladder.round, level.id)],
  }))

/** The next level that has not been reached. */
export const nextLevel = (plan: Plan, state: IncidentState): Level | undefined => {
  const levels = roundLevels(plan, state)
  const lastReached = levels.findLastIndex(({ reached }) => reached)
  return (
    levels.slice(lastReached + 1).find(({ reached }) => !reached)?.level ??
    levels.find(({ reached }) => !reached)?.level
  )
}
