/** Parts of a review: approvals and how long they were waited for, what was gone round, who was paged how often, what was noted. Pure. */
import { reveal } from '../../plan/actor.ts'
import type { Plan } from '../../plan/schema.ts'
import { actorView, personView } from '../person-view.ts'
import { procedureNow } from '../recovery/procedure-now.ts'
import { titleOf } from '../recovery/refusals.ts'
import type { Run } from '../recovery/state.ts'
import type { IncidentState } from '../state.ts'
import { reviewFields } from './fields.ts'
import type {
  ApprovalReport,
  BarReport,
  FilledField,
  NoteReport,
  PagedReport,
  SaidView,
  WaiverReport,
} from './review-shape.ts'
import type { Said } from './state.ts'

const saidView = (plan: Plan, { atMs, by, text }: Omit<Said, 'seq'>): SaidView => ({
  ...{ atMs, by: actorView(plan, by), text: reveal(text) },
})

export function filledFields(plan: Plan, { review }: IncidentState): FilledField[] {
  return reviewFields(plan).map((field) => {
    const all = (review.fields[field.id] ?? []).map((one) => saidView(plan, one))
    return { ...field, said: all.at(-1) ?? null, earlier: all.slice(0, -1) }
  })
}

/** Runs that waited for people, or were run without waiting for them. */
export function approvalReports(plan: Plan, state: IncidentState): ApprovalReport[] {
  const asked = Object.values(state.recovery.runs).filter(
    ({ expiresMs, approvals, breakGlass }) => expiresMs !== null || approvals.length > 0 || breakGlass !== undefined,
  )
  return asked
    .toSorted((a, b) => a.requestedMs - b.requestedMs)
    .map((run) => ({
      ...{ step: run.step, title: titleOf(plan, state, run.step), outcome: run.state },
      requested: { atMs: run.requestedMs, by: actorView(plan, run.requestedBy) },
      approvals: run.approvals.map(({ atMs, by, person }) => ({
        ...{ atMs, by: person ? personView(plan, person) : actorView(plan, by), waitedMs: atMs - run.requestedMs },
      })),
      waitedMs: waitedOf(run),
      breakGlass: run.breakGlass ? saidView(plan, { ...run.breakGlass, text: run.breakGlass.reason }) : null,
      rejected: run.rejected ? { by: actorView(plan, run.rejected.by), reason: reveal(run.rejected.reason) } : null,
    }))
}

function waitedOf({ approvals, breakGlass, endedMs, rejected, requestedMs }: Run): number | null {
  const untilMs = breakGlass?.atMs ?? approvals.at(-1)?.atMs ?? (rejected ? endedMs : undefined)
  return untilMs === undefined ? null : Math.max(0, untilMs - requestedMs)
}

export function waiverReports(plan: Plan, state: IncidentState): WaiverReport[] {
  return procedureNow(plan, state).steps.flatMap(({ id, title, gate }): WaiverReport[] => {
    const { skipped, undoWaivedMs } = state.recovery.steps[id] ?? {}
    if (skipped && gate !== null)
      return [{ title, kind: 'check', ...saidView(plan, { ...skipped, text: skipped.reason }) }]
    if (undoWaivedMs === undefined) return []
    // Who and why stands in the timeline: the state keeps only when.
    return [{ title, kind: 'undo', atMs: undoWaivedMs, by: { id: '', name: '' }, text: '' }]
  })
}

export function pagedReports(plan: Plan, { pages }: IncidentState): PagedReport[] {
  const byPerson = Map.groupBy(Object.values(pages), ({ person }) => person)
  return [...byPerson].map(([person, own]) => ({
    person: personView(plan, person),
    pages: own.length,
    messages: own.flatMap(({ tries }) => tries).filter(({ state }) => state === 'sent').length,
    acknowledged: own.filter(({ end }) => end === 'acknowledged').length,
    unreachable: own.filter(({ end }) => end === 'exhausted').length,
  }))
}

export const noteReports = (plan: Plan, { notes }: IncidentState): NoteReport[] =>
  notes.map(({ seq, decision, changed, earlier = [], ...note }, index) => ({
    ...saidView(plan, note),
    ...{ number: index + 1, seq, decision },
    changed: changed ? { atMs: changed.atMs, by: actorView(plan, changed.by) } : null,
    earlier: earlier.map((one) => saidView(plan, one)),
  }))

/** Runs of the step itself; of one that people do by hand, from when they began. */
export function barsOf({ recovery }: IncidentState, step: string): BarReport[] {
  const runs = Object.values(recovery.runs).filter((run) => run.step === step && run.variant === 'do')
  const bars = runs.flatMap(({ startedMs, endedMs, state }): BarReport[] =>
    startedMs === undefined
      ? []
      : [{ fromMs: startedMs, toMs: endedMs ?? null, failed: state === 'failed' || state === 'unknown' }],
  )
  const { started, ended } = recovery.steps[step] ?? {}
  const byHand = started && { fromMs: started.atMs, toMs: ended?.atMs ?? null, failed: ended?.ok === false }
  return bars.length > 0 || !byHand ? bars : [byHand]
}
