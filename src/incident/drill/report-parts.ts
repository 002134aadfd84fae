/** Parts of a report: who was paged and answered, each step against its budget, each audience against its window. Pure. */
import type { Plan } from '../../plan/schema.ts'
import {
  anchorMs,
  cadenceOf,
  initialDueMs,
  isOutward,
  meansInForce,
  noticesInForce,
} from '../communication/in-force.ts'
import { deadlineMs } from '../communication/schedule.ts'
import { isByHand, pagesOf, planLevel, targetName } from '../ladder.ts'
import { personView } from '../person-view.ts'
import { factsOf, type RecoveryState } from '../recovery/state.ts'
import { recoveryView } from '../recovery/view-recovery.ts'
import type { StepView } from '../recovery/view-shape.ts'
import type { IncidentState, LevelReached } from '../state.ts'
import { noticesView } from '../view-notices.ts'
import type { AudienceReport, DrillReport, LevelReport, StepReport } from './report-shape.ts'

export function acknowledgementReport(plan: Plan, state: IncidentState): DrillReport['acknowledgement'] {
  const levels = Object.values(state.levels).toSorted((a, b) => a.seq - b.seq)
  const opened = Object.values(state.pages).map(({ openedMs }) => openedMs)
  const pagedMs = opened.length === 0 ? null : Math.min(...opened)
  const answeredMs = state.firstAcknowledgedMs
  return {
    ...{ pagedMs, answeredMs },
    tookMs: pagedMs === null || answeredMs === null ? null : Math.max(0, answeredMs - pagedMs),
    by: firstToAnswer(plan, state),
    levels: levels.map((level) => levelReport(plan, state, level)),
  }
}

/** Null: whoever answered first has handed it on, or does not count any more. */
function firstToAnswer(plan: Plan, { acknowledgements, firstAcknowledgedMs }: IncidentState) {
  const first = Object.entries(acknowledgements).find(([, { atMs }]) => atMs === firstAcknowledgedMs)
  return first ? personView(plan, first[0]) : null
}

function levelReport(plan: Plan, state: IncidentState, level: LevelReached): LevelReport {
  const pages = pagesOf(state, level.key)
  const answers = pages.flatMap(({ end, endedMs }) => (end === 'acknowledged' && endedMs !== undefined ? endedMs : []))
  const answeredMs = answers.length === 0 ? null : Math.min(...answers)
  const byHand = level.targets.map((target) => targetName(plan, target)).join(', ')
  return {
    label: isByHand(level.key) ? `Paged by hand: ${byHand}` : (planLevel(plan, level)?.label ?? level.level),
    reachedMs: level.atMs,
    people: pages.map(({ person }) => personView(plan, person)),
    unreachable: pages.filter(({ end }) => end === 'exhausted').map(({ person }) => personView(plan, person)),
    answeredMs,
    tookMs: answeredMs === null ? null : Math.max(0, answeredMs - level.atMs),
  }
}

/** Steps that were on the way that was taken. */
export function stepReports(plan: Plan, state: IncidentState): StepReport[] {
  const views = recoveryView(plan, state)?.steps ?? []
  return views
    .filter(({ number }) => number !== null)
    .map((view) => {
      const tookMs = tookOf(state.recovery, view)
      return {
        ...{ id: view.id, title: view.title, budgetMs: view.budgetMs, tookMs, outcome: view.status, dry: view.dry },
        over: tookMs !== null && view.budgetMs !== null && tookMs > view.budgetMs,
        tries: triesOf(state.recovery, view.id),
      }
    })
}

/** By its run, or by what people said who did it. */
function tookOf(recovery: RecoveryState, { id, run }: StepView): number | null {
  if (run?.tookMs != null) return run.tookMs
  const { started, ended } = factsOf(recovery, id)
  return started && ended ? ended.atMs - started.atMs : null
}

function triesOf(recovery: RecoveryState, step: string): number {
  const runs = Object.values(recovery.runs).filter((run) => run.step === step && run.variant === 'do')
  const begun = runs.filter(({ startedMs }) => startedMs !== undefined).length
  return begun === 0 && factsOf(recovery, step).started ? 1 : begun
}

/** What was told, then what a drill keeps to itself. */
export function audienceReports(plan: Plan, state: IncidentState): AudienceReport[] {
  const told = noticesView(plan, state).map(
    (one): AudienceReport => ({
      ...{ notice: one.notice, audience: one.audience, means: one.means, moment: one.moment, late: one.late },
      ...{ dueMs: one.targetMs ?? null, deadlineMs: one.deadlineMs ?? null, atMs: one.sentMs ?? null },
      ...{ sandboxed: false, updates: 0 },
    }),
  )
  return [...told, ...sandboxed(plan, state)]
}

/** Outside nobody hears of a drill: what would have been owed to them by its end. */
function sandboxed(plan: Plan, state: IncidentState): AudienceReport[] {
  if (state.mode !== 'drill') return []
  const real: IncidentState = { ...state, mode: 'real' }
  const untilMs = state.endedMs ?? state.changed.atMs
  return noticesInForce(plan, real)
    .filter((notice) => isOutward(plan, notice))
    .flatMap((notice) => {
      const dueMs = initialDueMs(real, notice)
      if (dueMs === undefined || dueMs > untilMs || anchorMs(real, notice) === undefined) return []
      const cadence = notice.templates.progress ? cadenceOf(real, notice) : null
      const updates = cadence === null ? 0 : Math.floor((untilMs - dueMs) / cadence)
      return meansInForce(plan, real, notice).map(
        (means): AudienceReport => ({
          ...{ notice: notice.id, audience: plan.audiences[notice.audience]?.label ?? notice.audience, means },
          ...{ moment: 'initial', dueMs, atMs: null, late: false, sandboxed: true, updates },
          deadlineMs: deadlineMs(real, notice, { moment: 'initial', dueMs }) ?? null,
        }),
      )
    })
}
