/** What went wrong in a drill, or was gone round, one sentence each. Pure. */
import { reveal } from '../../plan/actor.ts'
import { formatRounded } from '../../plan/length.ts'
import { AUDIENCE_MEANS_LABELS } from '../../plan/means-labels.ts'
import type { AudienceMeans, Plan } from '../../plan/schema.ts'
import { actorView, personView } from '../person-view.ts'
import { procedureNow } from '../recovery/procedure-now.ts'
import { titleOf } from '../recovery/refusals.ts'
import type { Run } from '../recovery/state.ts'
import type { IncidentState } from '../state.ts'
import { effectLabel } from '../view-owed.ts'
import { whyRecordNotDone } from './record.ts'
import type { AudienceReport, DrillReport, TroubleReport } from './report-shape.ts'

type Figures = Pick<DrillReport, 'rto' | 'rpo' | 'audiences'>

export function troubleReports(plan: Plan, state: IncidentState, { rto, rpo, audiences }: Figures): TroubleReport[] {
  return [
    ...failedRuns(plan, state),
    ...steps(plan, state),
    ...pages(plan, state),
    ...audiences.filter(({ late }) => late).map(lateNotice),
    ...dead(plan, state),
    ...objectives(state, rto, rpo),
    ...unrestored(plan, state),
  ].toSorted((a, b) => a.atMs - b.atMs)
}

const because = (reason: string): string => (reason.trim() === '' ? '' : `: ${reason.trim().replace(/\.$/, '')}`)

/** Also what worked when it was tried again: a drill is held to find such things. */
function failedRuns(plan: Plan, state: IncidentState): TroubleReport[] {
  const failed = Object.values(state.recovery.runs).filter((run) => run.state === 'failed' || run.state === 'unknown')
  return [...Map.groupBy(failed, ({ step, variant }) => `${step}/${variant}`).values()].map((runs) => {
    const last = runs.at(-1)!
    const times = runs.length > 1 ? ` ${runs.length} times` : ''
    const title = `“${titleOf(plan, state, last.step)}”`
    const what = last.variant === 'undo' ? `taking back ${title}` : title
    const how = last.state === 'unknown' ? 'was begun, and nobody knows how it ended' : `failed${times}`
    return { atMs: atOf(last), kind: 'step', what: capital(`${what} ${how}${because(reveal(last.reason))}`) }
  })
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)
const atOf = ({ endedMs, startedMs, requestedMs }: Run): number => endedMs ?? startedMs ?? requestedMs

function steps(plan: Plan, state: IncidentState): TroubleReport[] {
  const byHand = procedureNow(plan, state).steps.flatMap(({ id, title, gate }): TroubleReport[] => {
    const { ended, skipped } = state.recovery.steps[id] ?? {}
    const failed = ended && !ended.ok ? [{ atMs: ended.atMs, text: `failed${because(reveal(ended.note))}` }] : []
    const by = skipped && actorView(plan, skipped.by).name
    const did = gate === null ? 'left out' : 'waived'
    const left = skipped ? [{ atMs: skipped.atMs, text: `was ${did} by ${by}${because(reveal(skipped.reason))}` }] : []
    const kind = gate === null ? 'step' : 'waived'
    return [...failed, ...left].map(({ atMs, text }) => ({ atMs, kind, what: `“${title}” ${text}` }))
  })
  const unapproved = Object.values(state.recovery.runs).flatMap(({ step, breakGlass }): TroubleReport[] => {
    if (!breakGlass) return []
    const by = actorView(plan, breakGlass.by).name
    const what = `“${titleOf(plan, state, step)}” was run without its approvals by ${by}${because(reveal(breakGlass.reason))}`
    return [{ atMs: breakGlass.atMs, kind: 'approval', what }]
  })
  return [...byHand, ...unapproved]
}

function pages(plan: Plan, state: IncidentState): TroubleReport[] {
  const unreachable = Object.values(state.pages).flatMap(({ end, endedMs, openedMs, person }): TroubleReport[] => {
    if (end !== 'exhausted') return []
    const what = `${personView(plan, person).name} could not be reached by any means`
    return [{ atMs: endedMs ?? openedMs, kind: 'page', what }]
  })
  const { endedMs } = state.ladder
  if (endedMs === null || state.firstAcknowledgedMs !== null) return unreachable
  return [...unreachable, { atMs: endedMs, kind: 'page', what: 'Everybody was paged and nobody answered' }]
}

function lateNotice({ audience, means, atMs, deadlineMs, dueMs }: AudienceReport): TroubleReport {
  const by = AUDIENCE_MEANS_LABELS[means as AudienceMeans] ?? means
  const how = atMs === null ? 'was never told' : `was told ${formatRounded(atMs - (deadlineMs ?? atMs))} late`
  return { atMs: deadlineMs ?? dueMs ?? atMs ?? 0, kind: 'notice', what: `${audience} ${how} (${by})` }
}

/** What was given up for good, but for what is told above. */
function dead(plan: Plan, state: IncidentState): TroubleReport[] {
  return state.troubles.flatMap(({ atMs, obligation, what }): TroubleReport[] => {
    const effort = obligation === undefined ? undefined : state.efforts[obligation]
    if (effort?.end !== 'dead' || effort.effect.kind === 'notify') return []
    return [
      { atMs, kind: 'effect', what: `${capital(effectLabel(plan, state, effort.effect))} failed${because(what)}` },
    ]
  })
}

function objectives(state: IncidentState, rto: DrillReport['rto'], rpo: DrillReport['rpo']): TroubleReport[] {
  const atMs = state.restoredMs ?? state.endedMs ?? state.changed.atMs
  const missed = (what: string): TroubleReport => ({ atMs, kind: 'objective', what })
  const over = rto.met === false && rto.tookMs !== null ? rto.tookMs - rto.objectiveMs : undefined
  const wereLost = rpo.restored ? 'were lost' : 'would have been lost'
  const lost = rpo.lostMs === null ? 'no usable backup was found' : `${formatRounded(rpo.lostMs)} ${wereLost}`
  return [
    ...(over === undefined
      ? []
      : [missed(`The RTO of ${formatRounded(rto.objectiveMs)} was missed by ${formatRounded(over)}`)]),
    ...(rpo.met === false ? [missed(`The RPO of ${formatRounded(rpo.objectiveMs)} was missed: ${lost}`)] : []),
  ]
}

/** A drill that was called off may have left it so. */
function unrestored(plan: Plan, state: IncidentState): TroubleReport[] {
  if (state.phase === 'open' || whyRecordNotDone(plan, state) === undefined) return []
  return [
    {
      atMs: state.endedMs ?? state.declaredMs,
      kind: 'restored',
      what: 'Nobody has said that production is as it was before',
    },
  ]
}
