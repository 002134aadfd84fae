/**
 * The measures of one incident or drill, each in one place and by one definition (docs/metrics.md): what cannot be known is null and never 0. Instants are epoch
 * milliseconds, lengths milliseconds. Pure.
 */
import type { Plan } from '../../plan/schema.ts'
import type { Stretch } from '../../plan/stretches.ts'
import { rpoReport, rtoReport } from '../drill/report.ts'
import { awayOf, outagesOf } from '../outages.ts'
import { rtoClock } from '../recovery/clocks.ts'
import { approvalReports } from '../review/review-parts.ts'
import type { IncidentState, Phase } from '../state.ts'
import { noticesView } from '../view-notices.ts'

export interface Measures {
  incident: string
  plan: string
  mode: 'real' | 'drill'
  /** Which drill of the plan it was; null: none, or nobody has said. */
  drill: string | null
  scenario: string | null
  severity: string
  phase: Phase
  /** When it was declared. */
  startedMs: number
  /** What counts against availability, up to now while it goes on; more than one where it was opened again. */
  outages: Stretch[]
  /** From the first sign, or the outage's beginning, to the declaration. */
  mttdMs: number | null
  /** From the declaration to the first acknowledgement. */
  mttaMs: number | null
  /** From the outage's beginning, or the declaration, until the service was back; of one that was opened again, the longest of its outages. */
  mttrMs: number | null
  /** `met` false also while it goes on and the time is over. */
  rto: { objectiveMs: number; tookMs: number | null; met: boolean | null }
  rpo: { objectiveMs: number; lostMs: number | null; met: boolean | null }
  /** Null: nobody outside felt it. */
  customerImpactMinutes: number | null
  /** Pages by person. */
  pagesPerPerson: Record<string, number>
  /** `waitsMs`: of each that came to a decision. */
  approvals: { count: number; waitsMs: number[] }
  /** Messages to audiences that went out, and those that were late or never went. */
  notices: { sent: number; late: number }
}

const MINUTE_MS = 60_000

export function measuresOf(plan: Plan, state: IncidentState, nowMs: number): Measures {
  const { id, mode, drill, scenario, severity, phase, declaredMs, outageStartMs, firstAcknowledgedMs } = state
  const rto = rtoReport(plan, state)
  const { objectiveMs, lostMs, met } = rpoReport(plan, state)
  const outages = outagesOf(state, nowMs)
  // Said of what came back, it says nothing of how soon it was noticed.
  const isKnown = outageStartMs !== null && outageStartMs === awayOf(state, nowMs)[0]?.fromMs
  const isOver = phase === 'open' && rto.tookMs === null && nowMs > rtoClock(plan, state).deadlineMs
  return {
    ...{ incident: id, plan: plan.id, mode, drill, scenario, severity, phase, startedMs: declaredMs, outages },
    mttdMs: isKnown ? Math.max(0, declaredMs - outageStartMs) : null,
    mttaMs: firstAcknowledgedMs === null ? null : Math.max(0, firstAcknowledgedMs - declaredMs),
    mttrMs: rto.tookMs,
    rto: isOver ? { ...rto, met: false } : rto,
    rpo: { objectiveMs, lostMs, met },
    customerImpactMinutes: outages.length === 0 ? null : totalMs(outages) / MINUTE_MS,
    pagesPerPerson: pagesOf(state),
    approvals: approvalsOf(plan, state),
    notices: noticesOf(plan, state),
  }
}

const totalMs = (all: readonly Stretch[]): number => all.reduce((total, { fromMs, toMs }) => total + toMs - fromMs, 0)

function pagesOf({ pages }: IncidentState): Measures['pagesPerPerson'] {
  const byPerson = Map.groupBy(Object.values(pages), ({ person }) => person)
  return Object.fromEntries([...byPerson].map(([person, own]) => [person, own.length]))
}

function approvalsOf(plan: Plan, state: IncidentState): Measures['approvals'] {
  const asked = approvalReports(plan, state)
  return { count: asked.length, waitsMs: asked.flatMap(({ waitedMs }) => waitedMs ?? []) }
}

function noticesOf(plan: Plan, state: IncidentState): Measures['notices'] {
  const all = noticesView(plan, state)
  return { sent: all.filter(({ sentMs }) => sentMs !== undefined).length, late: all.filter(({ late }) => late).length }
}
