/** Buttons that fit a step at this moment: few, the likeliest first. */
import type { PlanStep } from '../../plan/procedure.ts'
import type { IncidentState } from '../state.ts'
import { approvalsMissing } from './approval.ts'
import { waysRound } from './failures.ts'
import type { Standing } from './standing.ts'
import { factsOf, lastBegun, lastRun, type Run, VARIANTS } from './state.ts'
import { mayBeTakenBack } from './undoing.ts'
import type { StepAction } from './view-shape.ts'

export function stepActions(state: IncidentState, step: PlanStep, standing: Standing): StepAction[] {
  const urgent = ofRuns(state, step)
  if (state.phase !== 'open' || urgent.length > 0) return urgent
  const undo = lastRun(state.recovery, step.id, 'undo')
  if (undo?.state === 'requested' && standing.status !== 'awaiting-approval')
    return approvalsMissing(step, undo) > 0 ? approving(step, `${step.id} undo`, undo) : []
  return [...ofStatus(state, step, standing), ...takingBack(state, step)]
}

/** A run in hand can be stopped, and one of which nobody knows has to be looked after, whatever becomes of the incident. */
function ofRuns({ recovery }: IncidentState, { id }: PlanStep): StepAction[] {
  // While another try waits for its approval, that is what is asked.
  const runs = VARIANTS.map((variant) =>
    lastRun(recovery, id, variant)?.state === 'requested' ? undefined : lastBegun(recovery, id, variant),
  )
  if (runs.some((run) => run?.state === 'unknown'))
    return [
      { command: 'step', words: `done ${id}`, label: 'It worked', style: 'primary' },
      { command: 'step', words: `failed ${id}`, label: 'It failed', style: 'danger' },
    ]
  return runs.some((run) => run?.state === 'running' && !run.cancelAsked)
    ? [{ command: 'step', words: `cancel ${id}`, label: 'Cancel', style: 'danger' }]
    : []
}

/** Start of the digest that an approval carries along: what is approved is what was shown. */
export const SHOWN_CHARS = 16

const approving = (step: PlanStep, words: string, run: Run | undefined): StepAction[] => [
  {
    command: 'approve',
    words: `${words}${run ? ` @${run.digest.slice(0, SHOWN_CHARS)}` : ''}`,
    label: step.risk === 'destructive' ? 'Approve…' : 'Approve',
    style: 'primary',
  },
  { command: 'reject', words, label: 'Reject', style: 'danger' },
]

function ofStatus(state: IncidentState, step: PlanStep, { status, run, blockedBy }: Standing): StepAction[] {
  const { id } = step
  const say = (words: string, label: string, style?: StepAction['style']): StepAction => ({
    ...{ command: 'step', words: `${words} ${id}`, label },
    ...(style ? { style } : {}),
  })
  const skip = say('skip', step.gate === null ? 'Skip' : 'Waive')
  switch (status) {
    case 'waiting':
      return blockedBy.some(({ kind }) => kind === 'value') ? [say('value', 'Give the value', 'primary')] : []
    case 'awaiting-approval':
      return approving(step, id, run)
    case 'ready': {
      if (step.decide) {
        return step.decide.options.map((option) => ({
          ...{ command: 'step' as const, words: `choose ${id} ${option.id}`, label: option.label },
        }))
      }
      if (step.manual) return [say('done', 'Done', 'primary'), say('start', 'Start'), say('failed', 'Failed'), skip]
      if (run && run.startsMs > run.requestedMs)
        return [say('start', 'Run now', 'primary'), { command: 'reject', words: id, label: 'Stop it' }]
      return [say('start', step.approval ? 'Ask for approval' : 'Run', 'primary'), skip]
    }
    case 'running':
      return step.manual ? [say('done', 'Done', 'primary'), say('failed', 'Failed', 'danger'), skip] : []
    case 'failed':
      return [
        ...(step.manual ? [say('done', 'Done after all', 'primary')] : [say('start', 'Try again', 'primary')]),
        ...branchChoices(state, step),
        skip,
      ]
    case 'unknown':
    case 'succeeded':
    case 'skipped':
      return []
  }
}

const branchChoices = (state: IncidentState, step: PlanStep): StepAction[] =>
  factsOf(state.recovery, step.id).branch === undefined
    ? waysRound(state, step).map((branch) => ({
        command: 'step',
        words: `choose ${step.id} ${branch}`,
        label: `Go on with ${branch}`,
      }))
    : []

function takingBack(state: IncidentState, step: PlanStep): StepAction[] {
  if (!mayBeTakenBack(state, step)) return []
  return [{ command: 'undo', words: step.id, label: `Undo: ${step.undo?.title ?? step.title}` }]
}
