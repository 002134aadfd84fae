/**
 * The people of a rehearsal: how fast each answers and what ails them, out of the seed and the faults. What each of them does next is worked out anew from where
 * the incident stands (`wishes.ts`), as what the incident owes is; all that is remembered here is who has come.
 */
import type { IncidentState } from '../../incident/state.ts'
import type { Actor } from '../../plan/actor.ts'
import { ANSWER, PRESENT_ANSWER, SLOW_TIMES, WITHOUT_SLACK_TIMES } from '../assumptions.ts'
import { faultsAt, type PersonFault } from '../faults.ts'
import { type StepWorld, toSeconds } from '../world/step-runs.ts'

export interface Cast extends StepWorld {
  /** Nobody answers anything: the plan as it goes by itself. */
  nobody: boolean
  /** false: the incident's channel is left out. */
  channel: boolean
  /** What is chosen: options by decision, branches by step. Absent: the first one. */
  choose: Readonly<Record<string, string>>
  /** Answers to the plan's questions; absent: no. */
  answers: Readonly<Record<string, 'yes' | 'no'>>
  /** When somebody first did something here, without having acknowledged, epoch ms. */
  came: Map<string, number>
  /** How often people have failed at a manual step. */
  failures: Map<string, number>
}

export const ails = ({ faults, declaredMs }: Cast, person: string, fault: PersonFault, atMs: number): boolean =>
  faultsAt(faults, 'person', person, atMs - declaredMs).some((one) => one.fault === fault)

/** Does not see what is written to them. */
export const isAway = (cast: Cast, person: string, atMs: number): boolean =>
  cast.nobody || ails(cast, person, 'on-leave', atMs) || ails(cast, person, 'asleep', atMs)

/** Since when somebody is at it; undefined: they are not. */
export function presentSince({ came }: Cast, state: IncidentState, person: string): number | undefined {
  return state.acknowledgements[person]?.atMs ?? came.get(person)
}

/** Everyone who is at it, in the order in which they came. */
export function present(cast: Cast, state: IncidentState): string[] {
  const here = new Map([...cast.came])
  for (const [person, { atMs }] of Object.entries(state.acknowledgements)) here.set(person, atMs)
  return [...here]
    .filter(([person]) => cast.plan.people[person])
    .toSorted(([, a], [, b]) => a - b)
    .map(([person]) => person)
}

/** Who leads, if they are at it; else whoever was first. */
export function leaderOf(cast: Cast, state: IncidentState): string | undefined {
  const leader = state.roles[state.commanderRole]?.person
  const here = present(cast, state)
  return leader !== undefined && here.includes(leader) ? leader : here[0]
}

/** How long somebody takes to answer, whole seconds as milliseconds; whoever is at it already is quicker. */
export function answerMs(
  cast: Cast,
  state: IncidentState,
  person: string,
  sinceMs: number,
  ...about: string[]
): number {
  const isHere = presentSince(cast, state, person) !== undefined
  return pace(cast, person, sinceMs, isHere ? PRESENT_ANSWER : ANSWER, 'answer', ...about)
}

/** A draw of how long somebody takes for something, as slow as they are and as the means at hand make it. */
export function pace(
  cast: Cast,
  person: string,
  sinceMs: number,
  { medianMs, spread }: { medianMs: number; spread: number },
  ...about: string[]
): number {
  const drawn = cast.chance.logNormal(medianMs, spread, person, ...about)
  const slow = ails(cast, person, 'slow', sinceMs) ? SLOW_TIMES : 1
  return toSeconds(drawn * slow * (hasSlack(cast, sinceMs) ? 1 : WITHOUT_SLACK_TIMES))
}

/** Without Slack people use the console. */
const hasSlack = ({ faults, declaredMs }: Cast, atMs: number): boolean =>
  !faultsAt(faults, 'service', 'slack', atMs - declaredMs).some(({ fault }) => fault === 'down' || fault === 'error')

export const actorOf = (cast: Cast, person: string, atMs: number): Actor =>
  hasSlack(cast, atMs)
    ? { person, id: `slack:${cast.plan.people[person]?.slack ?? person}`, via: 'slack' }
    : { person, id: `console:${person}`, via: 'console' }
