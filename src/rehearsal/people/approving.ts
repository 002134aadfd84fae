/** Approvals: whoever is asked and may gives theirs; now and then somebody who may not tries to; whoever leads calls those who do not answer, and breaks the glass at last. */
import { approvalOf, approvalsMissing, approversOf, holdersOf } from '../../incident/recovery/approval.ts'
import { procedureNow } from '../../incident/recovery/procedure-now.ts'
import { lastRun, type Run, type Variant } from '../../incident/recovery/state.ts'
import type { IncidentState } from '../../incident/state.ts'
import { privately } from '../../plan/actor.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import { PAGE_APPROVERS_MS, PRESS, WRONG_APPROVER_SHARE } from '../assumptions.ts'
import { ails, answerMs, type Cast, isAway, leaderOf, pace, present, presentSince } from './cast.ts'
import type { Wish } from './wish.ts'

/** Of the time in which it can be approved, so much is waited before whoever leads breaks the glass (a share). */
const GLASS_SHARE = 0.8

const VARIANTS: Variant[] = ['do', 'undo']

export function approvingWishes(cast: Cast, state: IncidentState): Wish[] {
  if (cast.nobody || state.phase !== 'open') return []
  return procedureNow(cast.plan, state).steps.flatMap((step) =>
    VARIANTS.flatMap((variant) => {
      const run = lastRun(state.recovery, step.id, variant)
      const isOpen = run?.state === 'requested' && approvalsMissing(step, run) > 0
      return isOpen ? wishesOf(cast, state, step, run) : []
    }),
  )
}

function wishesOf(cast: Cast, state: IncidentState, step: PlanStep, run: Run): Wish[] {
  const approvers = approversOf(cast.plan, state, step).filter((person) => {
    const own = approvalOf(step, run.variant)?.notRequester && run.requestedBy.person === person
    return !own && !run.approvals.some((given) => given.person === person)
  })
  return [
    ...wrongApprover(cast, state, step, run),
    ...approvers.flatMap((person) => approves(cast, state, step, run, person)),
    ...approvers.flatMap((person) => callsApprover(cast, state, run, person)),
    ...breaksGlass(cast, state, step, run),
  ]
}

const approval = (cast: Cast, step: PlanStep, { variant, digest }: Run): Wish['command'] => ({
  ...{ type: 'approve-step', step: step.id, variant, digest },
  ...(step.risk === 'destructive' && { typed: cast.plan.system.name }),
})

function approves(cast: Cast, state: IncidentState, step: PlanStep, run: Run, person: string): Wish[] {
  const sinceMs = hearsOfIt(cast, state, run, person)
  if (sinceMs === undefined) return []
  const dueMs = sinceMs + answerMs(cast, state, person, sinceMs, 'approve', run.id)
  return [{ id: `approve/${run.id}/${person}`, dueMs, person, command: approval(cast, step, run) }]
}

/** Whoever is at it sees the request in the channel; others are asked one by one, which somebody asleep does not see. */
function hearsOfIt(cast: Cast, state: IncidentState, run: Run, person: string): number | undefined {
  const here = presentSince(cast, state, person)
  if (here !== undefined) return Math.max(here, run.requestedMs)
  const asked = Object.entries(state.efforts).flatMap(([id, { end, lastAtMs }]) =>
    id.startsWith(`ask/${run.id}/${person}/`) && end === 'done' ? [lastAtMs] : [],
  )
  const first = asked.filter((atMs) => !isAway(cast, person, atMs)).toSorted((a, b) => a - b)[0]
  return first
}

function wrongApprover(cast: Cast, state: IncidentState, step: PlanStep, run: Run): Wish[] {
  const may = approversOf(cast.plan, state, step)
  const others = present(cast, state).filter((person) => !may.includes(person))
  const eager = others.find((person) => ails(cast, person, 'wrong-approver', run.requestedMs))
  const slips = cast.chance.share('wrong-approver', run.id) < WRONG_APPROVER_SHARE
  const person = eager ?? (slips ? others[0] : undefined)
  if (person === undefined) return []
  const sinceMs = Math.max(run.requestedMs, presentSince(cast, state, person) ?? run.requestedMs)
  const dueMs = sinceMs + pace(cast, person, sinceMs, PRESS, 'wrong', run.id)
  return [{ id: `wrong/${run.id}`, dueMs, person, command: approval(cast, step, run) }]
}

function callsApprover(cast: Cast, state: IncidentState, run: Run, person: string): Wish[] {
  const leader = leaderOf(cast, state)
  const called = Object.values(state.pages).some((page) => page.person === person && page.key.startsWith('page/'))
  if (leader === undefined || called || presentSince(cast, state, person) !== undefined) return []
  return [
    {
      id: `call/${run.step}/${person}`,
      dueMs: run.requestedMs + PAGE_APPROVERS_MS,
      person: leader,
      command: { type: 'page-person', person, reason: privately('Your approval is needed') },
    },
  ]
}

function breaksGlass(cast: Cast, state: IncidentState, step: PlanStep, run: Run): Wish[] {
  const { plan } = cast
  const leader = state.roles[state.commanderRole]?.person
  const leads = leader !== undefined && presentSince(cast, state, leader) !== undefined
  if (!leads || run.expiresMs === null || !holdersOf(plan, state, [state.commanderRole]).includes(leader)) return []
  const dueMs = run.requestedMs + Math.round((run.expiresMs - run.requestedMs) * GLASS_SHARE)
  const { variant, digest } = run
  const command: Wish['command'] = {
    ...{ type: 'break-glass', step: step.id, variant, digest, typed: plan.system.name },
    reason: privately('Nobody who may approve it answers'),
  }
  return [{ id: `glass/${run.id}`, dueMs, person: leader, command }]
}
