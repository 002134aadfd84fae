/** One step for people. */
import { reveal } from '../../plan/actor.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import { actorView, personView } from '../person-view.ts'
import type { IncidentState } from '../state.ts'
import { approvalOf, approvalsMissing, rolesInWords } from './approval.ts'
import { describeWork, machineOf } from './describe.ts'
import { backupDoubt } from './restoring.ts'
import { type Standing, standings } from './standing.ts'
import { type ActionResult, factsOf, lastRun, type Run } from './state.ts'
import { stepActions } from './step-actions.ts'
import { canBeUndone } from './undoing.ts'
import type { ResultView, RunView, StepView } from './view-shape.ts'
import { runsDry, workOf } from './work.ts'

interface Place {
  number: number | null
  waitsFor: string[]
  holdsUp: string[]
}

export function stepView(plan: Plan, state: IncidentState, step: PlanStep, place: Place): StepView {
  const standing = standings(plan, state).get(step.id)!
  const { recovery } = state
  // What came to nothing since the run that counts has been said in the channel.
  const run = standing.run ?? lastRun(recovery, step.id, 'do')
  const undo = lastRun(recovery, step.id, 'undo')
  const dryRun = lastRun(recovery, step.id, 'dry')
  return {
    ...place,
    ...{ id: step.id, title: step.title, why: step.why ?? null, phase: step.phase, risk: step.risk, gate: step.gate },
    kind: step.decide ? 'decision' : step.do ? 'actions' : 'manual',
    owner: ownerOf(plan, state, step),
    status: standing.status,
    settled: standing.settled,
    sinceMs: standing.sinceMs,
    budgetMs: step.budget ?? null,
    overBudget: isOverBudget(state, step, standing),
    openEnded: step.openEnded,
    ...wordsOf(plan, state, step, standing),
    instructions: step.manual ?? null,
    question: step.decide?.question ?? null,
    options: step.decide?.options ?? [],
    chosen: factsOf(recovery, step.id).chosen?.option ?? factsOf(recovery, step.id).branch ?? null,
    ...commandsOf(plan, state, step),
    doubt: backupDoubt(plan, state, step),
    dry: step.do !== undefined && runsDry(state, step, 'do'),
    approval: step.approval
      ? { count: step.approval.count, who: rolesInWords(plan, state, step.approval.roles) }
      : null,
    run: run ? runView(plan, state, step, run) : null,
    undo: undo ? runView(plan, state, step, undo) : null,
    dryRun: dryRun ? runView(plan, state, step, dryRun) : null,
    canUndo: canBeUndone(state, step) ? (step.undo?.title ?? step.title) : null,
    actions: stepActions(state, step, standing),
  }
}

function ownerOf(plan: Plan, state: IncidentState, { owner }: PlanStep): StepView['owner'] {
  if (owner === undefined) return null
  const person = state.roles[owner]?.person ?? plan.roles[owner]?.holders[0]
  const holder = person === undefined ? null : personView(plan, person)
  return { role: owner, label: plan.roles[owner]?.label ?? owner, person: holder }
}

const isOverBudget = ({ recovery }: IncidentState, step: PlanStep, { status }: Standing): boolean =>
  status === 'running' && recovery.warned[`step/${step.id}#${factsOf(recovery, step.id).runs.do}/100`] !== undefined

function wordsOf(plan: Plan, state: IncidentState, step: PlanStep, { skip }: Standing): Pick<StepView, 'note' | 'by'> {
  const facts = factsOf(state.recovery, step.id)
  if (skip?.kind === 'person') return { note: reveal(skip.reason), by: actorView(plan, skip.by) }
  if (skip?.kind === 'condition') return { note: 'its condition does not hold', by: null }
  if (skip?.kind === 'not-needed') return { note: 'not needed', by: null }
  const { chosen, ended, started } = facts
  const said = chosen ? { by: chosen.by, text: chosen.reason } : ended ? { by: ended.by, text: ended.note } : undefined
  if (said) return { note: said.text ? reveal(said.text) : null, by: actorView(plan, said.by) }
  return { note: null, by: started ? actorView(plan, started.by) : null }
}

function commandsOf(plan: Plan, state: IncidentState, step: PlanStep): Pick<StepView, 'commands' | 'runsOn'> {
  if (!step.do) return { commands: [], runsOn: [] }
  // A drill that looks on shows what it would be about.
  const work = workOf(plan, { ...state, mode: 'real' }, step, 'do')
  const runners = step.do.flatMap((action) => ('on' in action && action.on && !('sql' in action) ? [action.on] : []))
  const runsOn = [...new Set(runners.map((id) => machineOf(plan.runners[id], id)))]
  return { commands: work.ok ? describeWork(plan, work.work) : [], runsOn }
}

/** Those of another request than the present one would be shown for what they are not. */
function commandsOfRun(plan: Plan, state: IncidentState, step: PlanStep, { variant, digest }: Run): string[] | null {
  const work = workOf(plan, state, step, variant)
  return work.ok && work.digest === digest ? describeWork(plan, work.work) : null
}

/** By the clock, or by what its actions measured themselves: the sandbox's clock may stand still meanwhile. */
function tookOf({ startedMs, endedMs, actions, checks }: Run): number | null {
  if (startedMs === undefined || endedMs === undefined) return null
  const measured = [...actions, ...checks].reduce((sum, { tookMs }) => sum + tookMs, 0)
  return Math.max(endedMs - startedMs, measured)
}

function approversInWords(plan: Plan, state: IncidentState, step: PlanStep, run: Run): string | null {
  const approval = approvalOf(step, run.variant)
  if (!approval) return null
  const answered = run.approvals.map(({ person }) => person)
  const own = approval.notRequester && run.requestedBy.person ? [run.requestedBy.person] : []
  return rolesInWords(plan, state, approval.roles, [...answered, ...own])
}

const resultView = ({ what, reason, ...rest }: ActionResult): ResultView => ({
  ...rest,
  what: reveal(what),
  ...(reason && { reason: reveal(reason) }),
})

function reasonOf(plan: Plan, { state, rejected, cancelAsked, reason }: Run): string | null {
  if (rejected) return reveal(rejected.reason)
  if (state === 'failed' && cancelAsked) return `stopped by ${actorView(plan, cancelAsked.by).name}`
  return reason ? reveal(reason) : null
}

function runView(plan: Plan, incident: IncidentState, step: PlanStep, run: Run): RunView {
  const { id, variant, state, digest, startsMs, expiresMs, custody } = run
  return {
    ...{ id, variant, state, digest, startsMs, expiresMs, custody },
    actions: run.actions.map(resultView),
    checks: run.checks.map(resultView),
    host: run.host ?? null,
    pretended: run.pretended === true,
    requested: { atMs: run.requestedMs, by: actorView(plan, run.requestedBy) },
    approvals: run.approvals.map(({ person, atMs }) => ({
      person: personView(plan, person),
      atMs,
    })),
    approvalsMissing: approvalsMissing(step, run),
    approvers: approversInWords(plan, incident, step, run),
    commands: commandsOfRun(plan, incident, step, run),
    breakGlass: run.breakGlass
      ? { by: actorView(plan, run.breakGlass.by), reason: reveal(run.breakGlass.reason) }
      : null,
    startedMs: run.startedMs ?? null,
    endedMs: run.endedMs ?? null,
    reason: reasonOf(plan, run),
    cancelAskedBy: run.cancelAsked ? actorView(plan, run.cancelAsked.by) : null,
    rejectedBy: run.rejected ? actorView(plan, run.rejected.by) : null,
    settledBy: run.settled ? actorView(plan, run.settled.by) : null,
    settledNote: run.settled?.note ? reveal(run.settled.note) : null,
    tookMs: tookOf(run),
    tail: run.tail ? reveal(run.tail) : null,
    log: run.log ?? null,
    outputBytes: run.outputBytes ?? null,
  }
}
