/** A drill among the earlier ones of its kind: how often it was held, whether it became faster, and all of them as a chart. Pure. */
import { type Comparison, comparisonSvg } from '../charts/comparison.ts'
import type { DrillReport } from '../incident/drill/report-shape.ts'
import { dayText } from '../plan/clock-text.ts'
import { formatDuration } from '../plan/length.ts'
import type { Plan } from '../plan/schema.ts'
import { proofsOfDrill } from '../readiness/drills/standing.ts'
import type { Proof } from '../readiness/proof.ts'

/** As many are compared. */
const COMPARED_MAX = 12

export interface History {
  /** Oldest first, at most `COMPARED_MAX`, the drill itself at the end when it was gone through. */
  held: Proof[]
  /** Which one it is, from 1. */
  nth: number
  /** The last one of the same scenario before it. */
  before: Proof | null
}

/** Of a drill that nobody has named, those of its scenario. @param proofs of the plan, in any order. */
export function historyOf(plan: Plan, report: DrillReport, proofs: readonly Proof[]): History {
  const isLike = ({ mode, scenario }: Proof) => mode === 'drill' && scenario === (report.scenario?.id ?? null)
  const all = report.drill ? proofsOfDrill(plan, report.drill.id, proofs) : proofs.filter(isLike)
  const held = all
    .filter(({ startedMs }) => startedMs <= report.startedMs)
    .toSorted((a, b) => a.startedMs - b.startedMs)
  const before = held.filter(({ incident }) => incident !== report.incident)
  return {
    held: held.slice(-COMPARED_MAX),
    nth: before.length + 1,
    before: before.findLast(({ scenario }) => scenario === (report.scenario?.id ?? null)) ?? null,
  }
}

const MINUTE_MS = 60_000
const lengthOf = (ms: number): string => {
  const stepMs = ms < 2 * MINUTE_MS ? 1000 : MINUTE_MS
  return formatDuration(Math.round(ms / stepMs) * stepMs)
}

const NTH = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

/** `the third drill, 12 min faster than the last one of this scenario`. */
export function trendText({ rto }: Pick<DrillReport, 'rto'>, { nth, before }: History): string {
  const which = `the ${NTH[nth] ?? `${nth}th`} drill of its kind that is known`
  if (before === null || rto.tookMs === null) return which
  const byMs = before.tookMs - rto.tookMs
  // Less than a minute is no trend.
  if (Math.abs(byMs) < MINUTE_MS) return `${which}, as fast as the last one of this scenario`
  return `${which}, ${lengthOf(Math.abs(byMs))} ${byMs > 0 ? 'faster' : 'slower'} than the last one of this scenario`
}

/** Undefined: none was gone through to its end. */
export function historySvg(plan: Plan, report: DrillReport, history: History): string | undefined {
  const { held } = history
  return held.length === 0 ? undefined : comparisonSvg(historyChart(plan, report, history))
}

const hasMet = ({ tookMs, rtoMs }: Proof): boolean => tookMs <= rtoMs

function historyChart(plan: Plan, report: DrillReport, { held }: History): Comparison {
  const met = held.filter(hasMet).length
  const last = held.at(-1)!
  const took = `The last one took ${lengthOf(last.tookMs)} of ${lengthOf(last.rtoMs)}`
  return {
    title: report.drill?.label ?? report.scenario?.title ?? report.incident,
    subtitle: `${plan.system.name}: until the service was back, the newest first`,
    verdict: held.length === 1 ? took : `${took}; ${met} of ${held.length} met the RTO`,
    isGood: hasMet(last),
    rows: held.toReversed().map(({ incident, scenario, startedMs, tookMs, rtoMs }) => ({
      title: `${dayText(startedMs, plan.zone)} ${plan.scenarios[scenario ?? '']?.title ?? incident}`,
      note: `${tookMs > rtoMs ? '▲ ' : ''}${lengthOf(tookMs)} of ${lengthOf(rtoMs)}`,
      seconds: tookMs / 1000,
      allowedSeconds: rtoMs / 1000,
    })),
    words: { took: 'until it was back', allowed: 'the RTO', over: '▲ over it' },
    notes: ['Hours and minutes from the beginning of the outage, or from the declaration.'],
  }
}
