/** The steps of this incident: its scenario's, the cards drawn in, and what people added, in the order in which they are to be looked at. */
import { reveal } from '../../plan/actor.ts'
import { cardSteps, type PlanPhase, type PlanStep, procedureOf } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import type { AddedStep } from './state.ts'

export interface ProcedureNow {
  phases: PlanPhase[]
  steps: readonly PlanStep[]
  byId: ReadonlyMap<string, PlanStep>
}

export const ADDED_PHASE = 'added'

const computed = new WeakMap<IncidentState['recovery'], { plan: Plan; procedure: ProcedureNow }>()

export function procedureNow(plan: Plan, state: IncidentState): ProcedureNow {
  const { recovery, scenario } = state
  const planned = procedureOf(plan, scenario)
  if (recovery.added.length === 0 && recovery.cards.length === 0 && recovery.order.length === 0) return planned
  const before = computed.get(recovery)
  if (before?.plan === plan) return before.procedure
  const cards = recovery.cards.map(({ card, nth }) => ({ card, nth, steps: cardSteps(plan, card, nth) }))
  const all = [
    ...cards.flatMap(({ steps }) => steps),
    ...planned.steps,
    ...recovery.added.map((added) => addedStep(plan, added)),
  ]
  const steps = inOrder(all, recovery.order)
  const drawn = cards.flatMap(({ card, steps: [first] }) =>
    first ? [{ id: first.phase, title: plan.cards[card]?.title ?? card, window: null }] : [],
  )
  const extra = recovery.added.length > 0 ? [{ id: ADDED_PHASE, title: 'Added', window: null }] : []
  const procedure: ProcedureNow = {
    phases: [...drawn, ...planned.phases, ...extra],
    steps,
    byId: new Map(steps.map((step) => [step.id, step])),
  }
  computed.set(recovery, { plan, procedure })
  return procedure
}

function inOrder(steps: PlanStep[], first: string[]): PlanStep[] {
  const rank = (id: string) => (first.includes(id) ? first.indexOf(id) : first.length)
  return steps.toSorted((a, b) => rank(a.id) - rank(b.id))
}

/** Added by hand: something for a person to do and tick. */
function addedStep(plan: Plan, { id, title, needs }: AddedStep): PlanStep {
  const text = reveal(title)
  return {
    ...{ id, title: text, manual: text, needs, owner: plan.commander, phase: ADDED_PHASE },
    ...{ when: [], branchOf: null, approval: null, start: 'manual', risk: 'write', checks: [], dryRun: [], gate: null },
    ...{ onFailure: { retry: 0, every: 0, goto: [], choose: [], otherwise: 'stop' }, repeatable: false },
    ...{ restores: [], openEnded: false },
  }
}
