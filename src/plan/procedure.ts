/**
 * A scenario's recovery as one list of steps: phases, shared sequences and final checks laid out, with every default worked out. Promises unique ids and
 * the plan's order; that no step needs itself is for `recovery-problems.ts` to find.
 */

import type { Entry } from './phase-schema.ts'
import type { Plan } from './schema.ts'
import { APPROVAL_EXPIRES_MS, type Approval, type Condition, type StepSpec } from './step-schema.ts'

export interface PlanStep extends Omit<StepSpec, 'needs' | 'when' | 'approval' | 'start' | 'onFailure'> {
  phase: string
  /** Must be done before; what only a check needs is worked out in `needs` as well. */
  needs: string[]
  /** All must hold, or the step is skipped. */
  when: Condition[]
  /** Opened only by the failure of this step. */
  branchOf: string | null
  approval: Approval | null
  start: 'auto' | 'manual' | { after: number }
  onFailure: { retry: number; every: number; goto: string[]; choose: string[]; otherwise: 'stop' | 'warn' }
  /** Holds up the resolution until it has passed or was waived. */
  gate: 'technical' | 'business' | null
}

export interface PlanPhase {
  id: string
  title: string
  window: { fromMs: number; toMs: number | null } | null
}

export interface Procedure {
  phases: PlanPhase[]
  steps: PlanStep[]
  byId: ReadonlyMap<string, PlanStep>
}

/** Phase of the checks that gate the resolution. */
export const VALIDATION_PHASE = 'validation'

const known = new WeakMap<Plan, Map<string, Procedure>>()
const NOTHING: Procedure = { phases: [], steps: [], byId: new Map() }

/** What the plan has for a scenario; nothing without one. The same object for the same plan and scenario. */
export function procedureOf(plan: Plan, scenario: string | null): Procedure {
  if (scenario === null || !plan.scenarios[scenario]) return NOTHING
  const ofPlan = known.get(plan) ?? new Map<string, Procedure>()
  known.set(plan, ofPlan)
  const found = ofPlan.get(scenario)
  if (found) return found
  const laidOut = layOut(plan, scenario)
  ofPlan.set(scenario, laidOut)
  return laidOut
}

/** A step as the plan writes it, before its neighbours have been looked at. */
interface Draft {
  spec: StepSpec & { group?: 'technical' | 'business' }
  id: string
  phase: string
  needs: string[] | undefined
  when: Condition[]
  /** Makes the names that a sequence uses among its own steps those of the scenario. */
  rename: (id: string) => string
}

function layOut(plan: Plan, scenario: string): Procedure {
  const { phases, validation } = plan.scenarios[scenario]!
  const drafts = phases.flatMap((phase) => phase.steps.flatMap((entry) => draftsOf(plan, phase.id, entry)))
  const checks = validation.flatMap((entry) => draftsOf(plan, VALIDATION_PHASE, entry))
  const steps = [
    ...chained(plan, drafts, null),
    ...chained(
      plan,
      checks,
      drafts.map(({ id }) => id),
    ),
  ]
  const gate = checks.length > 0 ? [{ id: VALIDATION_PHASE, title: 'Validation', window: null }] : []
  return withBranches({
    phases: [...phases.map(({ id, title, window = null }) => ({ id, title, window })), ...gate],
    steps,
  })
}

/** Steps drawn in by `/dr card`: a group of its own, one after the other, waiting for nothing else. */
export function cardSteps(plan: Plan, card: string, nth: number): PlanStep[] {
  const steps = plan.cards[card]?.steps ?? []
  const prefix = nth === 1 ? card : `${card}.${nth}`
  // A dot stands in no id of a plan: whatever the card and its steps are called, nothing else has these names.
  const drafts = sequenceDrafts(steps, `card.${prefix}`, prefix, '.')
  return withBranches({ phases: [], steps: chained(plan, drafts, null) }).steps
}

function draftsOf(plan: Plan, phase: string, entry: Entry | Draft['spec']): Draft[] {
  if (!('sequence' in entry)) return [draftOf(entry, phase, renaming())]
  const steps = plan.sequences[entry.sequence]?.steps ?? []
  return sequenceDrafts(steps, phase, entry.as).map((draft, index) => ({
    ...draft,
    ...(index === 0 && entry.needs && { needs: entry.needs }),
    when: [...(entry.when ? [entry.when] : []), ...draft.when],
  }))
}

function sequenceDrafts(steps: StepSpec[], phase: string, as: string | undefined, joint = '-'): Draft[] {
  const rename = renaming(as, new Set(steps.map(({ id }) => id)), joint)
  return steps.map((spec) => draftOf(spec, phase, rename))
}

/** Only names of the sequence's own steps get its prefix: a decision elsewhere keeps its own. */
const renaming =
  (as?: string, own: ReadonlySet<string> = new Set(), joint = '-') =>
  (id: string) =>
    as !== undefined && own.has(id) ? `${as}${joint}${id}` : id

function draftOf(spec: Draft['spec'], phase: string, rename: Draft['rename']): Draft {
  return {
    spec,
    phase,
    rename,
    id: rename(spec.id),
    needs: spec.needs?.map(rename),
    when: spec.when ? [renamed(spec.when, rename)] : [],
  }
}

const renamed = (condition: Condition, rename: (id: string) => string): Condition =>
  'chosen' in condition
    ? { chosen: Object.fromEntries(Object.entries(condition.chosen).map(([step, option]) => [rename(step), option])) }
    : condition

/** @param after steps that all must be settled first; null: each needs the one written before it. */
function chained(plan: Plan, drafts: Draft[], after: string[] | null): PlanStep[] {
  return drafts.map((draft, index) => {
    const before = drafts[index - 1]
    const byDefault = after ?? (before ? [before.id] : [])
    return finished(plan, draft, draft.needs ?? byDefault, after !== null)
  })
}

function finished(plan: Plan, { spec, id, phase, when, rename }: Draft, needs: string[], isGate: boolean): PlanStep {
  const { onFailure, group = 'technical', approval, start, needs: _needs, when: _when, ...rest } = spec
  const failing = typeof onFailure === 'string' ? { otherwise: onFailure } : onFailure
  const { retry = 0, every = 0, goto = [], choose = [], otherwise } = failing as PlanStep['onFailure']
  const byCommander = { roles: [plan.commander], count: 1, notRequester: false, expires: APPROVAL_EXPIRES_MS }
  return {
    ...rest,
    id,
    phase,
    needs,
    when,
    branchOf: null,
    approval: approval ?? (spec.risk === 'destructive' && spec.do ? byCommander : null),
    start: start ?? (spec.risk === 'read' ? 'auto' : 'manual'),
    onFailure: { retry, every, goto: goto.map(rename), choose: choose.map(rename), otherwise },
    gate: isGate ? group : null,
  }
}

function withBranches({ phases, steps }: Pick<Procedure, 'phases' | 'steps'>): Procedure {
  const opener = new Map(
    steps.flatMap(({ id, onFailure: { goto, choose } }) => [...goto, ...choose].map((branch) => [branch, id])),
  )
  const all = steps.map((step) => ({ ...step, branchOf: opener.get(step.id) ?? null }))
  return { phases, steps: all, byId: new Map(all.map((step) => [step.id, step])) }
}
