/** What somebody is told to be theirs to do: a role that they were given, a step by hand that takes longer than it may, items of a phase whose time is over. Pure. */
import type { Obligation } from '../plan/core.ts'
import type { PlanStep } from '../plan/procedure.ts'
import type { Plan } from '../plan/schema.ts'
import { holdersNow } from './communication/tasks.ts'
import type { Effect, ExternalEffect } from './effects.ts'
import { want } from './efforts.ts'
import { stepOfClock } from './recovery/clocks.ts'
import { procedureNow } from './recovery/procedure-now.ts'
import { standings } from './recovery/standing.ts'
import { factsOf } from './recovery/state.ts'
import type { IncidentState } from './state.ts'

type TellDuty = Extract<ExternalEffect, { kind: 'tell-duty' }>

export function dutiesOwed(plan: Plan, state: IncidentState): Obligation<Effect>[] {
  if (state.phase !== 'open') return []
  const tell = (key: string, dueMs: number, effect: Omit<TellDuty, 'kind'>) =>
    want(state, `tell-duty/${key}/${effect.person}`, dueMs, { kind: 'tell-duty', ...effect })
  return [
    ...Object.entries(state.roles).flatMap(([role, { person, sinceMs, acting, givenBy }]) => {
      const fromTheStart = role === state.commanderRole && sinceMs === state.declaredMs
      // Whoever takes a role themself knows of it, and whoever leads from the start is paged.
      if (acting || fromTheStart || givenBy === person || !plan.people[person]) return []
      return tell(`role/${role}/${sinceMs}`, sinceMs, { person, duty: 'role', id: role })
    }),
    ...Object.entries(state.recovery.warned).flatMap(([key, { atMs, to }]) => {
      const [clock = '', ...rest] = key.split('/')
      if (clock !== 'step' && clock !== 'phase') return []
      const id = stepOfClock(rest.slice(0, -1).join('/'))
      return to.flatMap((person) => tell(key, atMs, { person, duty: clock, id }))
    }),
  ]
}

export function isStillTheirs(plan: Plan, state: IncidentState, { person, duty, id }: TellDuty): boolean {
  if (state.phase !== 'open') return false
  if (duty === 'role') return state.roles[id]?.person === person
  if (duty === 'step') return standings(plan, state).get(id)?.status === 'running'
  return openItems(plan, state, id).length > 0
}

/** Steps of a phase that are not done and could be. */
export const openItems = (plan: Plan, state: IncidentState, phase: string): PlanStep[] =>
  procedureNow(plan, state).steps.filter(
    (step) => step.phase === phase && !step.openEnded && !standings(plan, state).get(step.id)?.settled,
  )

/** Who is asked about a step or a phase that is late, as of the moment when that is noticed. A machine is not reminded: how long its run may take is its own limit. */
export function ownersOfLate(plan: Plan, state: IncidentState, clock: 'step' | 'phase', id: string): string[] {
  const late =
    clock === 'phase'
      ? openItems(plan, state, id)
      : procedureNow(plan, state).steps.filter((step) => step.id === stepOfClock(id) && step.do === undefined)
  const leader = state.roles[state.commanderRole]
  const people = late.flatMap((step) => {
    const doing = factsOf(state.recovery, step.id).started?.by.person
    if (doing !== undefined) return [doing]
    // Whoever has not answered yet is called by the ladder, and is not to take this for a page.
    const owners = holdersNow(plan, state, step.owner ?? state.commanderRole).filter((one) => isOnIt(state, one))
    return owners.length > 0 ? owners : leader && !leader.acting ? [leader.person] : []
  })
  return [...new Set(people)].filter((person) => plan.people[person])
}

const isOnIt = ({ roles, acknowledgements }: IncidentState, person: string): boolean =>
  Object.hasOwn(acknowledgements, person) || Object.values(roles).some((role) => role.person === person && !role.acting)
