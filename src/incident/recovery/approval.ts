/** Who may approve a run, and whether it has been approved enough. One rule for Slack, console, command line and text message. */
import type { Actor } from '../../plan/actor.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import type { Run, Variant } from './state.ts'

/** A dry run changes nothing, whatever the step itself would. */
export const approvalOf = (step: PlanStep, variant: Variant): PlanStep['approval'] =>
  variant === 'dry' ? null : step.approval

/**
 * People who hold one of the roles: by the plan, or given it in this incident by somebody whom the plan knows as a holder of it, or as a commander. A role
 * that somebody leads by only because they declared, or that two people gave to one another, is no ground to approve anything on.
 */
export function holdersOf(plan: Plan, state: IncidentState, roles: readonly string[]): string[] {
  const people = roles.flatMap((role) => {
    const byPlan = plan.roles[role]?.holders ?? []
    const commanders = plan.roles[state.commanderRole]?.holders ?? []
    const here = state.roles[role]
    const mayGive = here?.givenBy !== undefined && [...byPlan, ...commanders].includes(here.givenBy)
    return mayGive ? [...byPlan, here.person] : byPlan
  })
  return [...new Set(people)]
}

export const approversOf = (plan: Plan, state: IncidentState, step: PlanStep): string[] =>
  holdersOf(plan, state, step.approval?.roles ?? [])

/** Approvals that count: one for each person, the requester's only where the plan lets it. */
function countedApprovals(step: PlanStep, run: Run): string[] {
  const { notRequester = false } = step.approval ?? {}
  const people = new Set(run.approvals.map(({ person }) => person))
  if (notRequester && run.requestedBy.person) people.delete(run.requestedBy.person)
  return [...people]
}

/** How many approvals are still missing; 0: it may run. */
export function approvalsMissing(step: PlanStep, run: Run): number {
  const approval = approvalOf(step, run.variant)
  if (!approval || run.breakGlass) return 0
  return Math.max(0, approval.count - countedApprovals(step, run).length)
}

/** Since when it may run, epoch ms. */
export const approvedMs = (run: Run): number =>
  Math.max(run.startsMs, run.breakGlass?.atMs ?? 0, ...run.approvals.map(({ atMs }) => atMs))

/** Whether somebody leads this incident, by the plan, by being given it, or for want of anybody else. */
export function isCommander(state: IncidentState, by: Actor): boolean {
  const leader = state.roles[state.commanderRole]
  return leader === undefined || leader.person === by.person
}

/** `Database administrator (Dora, Otto)`: roles with their people, as in "… can approve this". */
export function rolesInWords(
  plan: Plan,
  state: IncidentState,
  roles: readonly string[],
  /** People who are not meant: a role that only they hold is left out. */
  but: readonly string[] = [],
): string {
  const named = roles.flatMap((role) => {
    const holders = holdersOf(plan, state, [role])
    const names = holders.filter((person) => !but.includes(person)).map((person) => plan.people[person]?.name ?? person)
    if (holders.length > 0 && names.length === 0) return []
    return [`${plan.roles[role]?.label ?? role}${names.length > 0 ? ` (${names.join(', ')})` : ', which nobody holds'}`]
  })
  return named.length > 0 ? named.join(' or ') : 'nobody who is left'
}
