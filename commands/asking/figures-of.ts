/** The figures of a system over a time, for all who show them: the answer in Slack, the console, the metrics and the monthly report say the same. */
import type { Measures } from '../../src/incident/measures/measures.ts'
import { NOTHING_BESIDE, type Span, summary } from '../../src/incident/measures/summary.ts'
import type { Summary } from '../../src/incident/measures/summary-shape.ts'
import { lastMonths } from '../../src/plan/months.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { watchFigures } from '../../src/readiness/figures.ts'
import type { Services } from '../services.ts'
import type { Period } from './period.ts'

export interface Figures {
  plan: Plan
  period: Period
  now: Summary
  /** As long before it. */
  before: Summary
  /** Of the incidents and drills that were declared in this time, the newest first. */
  measures: Measures[]
  /** Months up to the end of this time, the newest first. */
  months: Summary[]
}

export type FigurePorts = Pick<Services, 'measures' | 'watch'>

/** Asks the journal once, for figures of several times. */
export async function readFigures(
  services: FigurePorts,
  plan: Plan,
  nowMs: number,
): Promise<{ measures: Measures[]; over: (span: Span) => Summary }> {
  const [known, watch] = await Promise.all([services.measures(plan.id, nowMs), services.watch(plan.id)])
  const measures = known.measures.toSorted((a, b) => b.startedMs - a.startedMs)
  const over = (span: Span) =>
    summary(plan, known, span, nowMs, watch ? watchFigures(plan, watch.state, span, nowMs) : NOTHING_BESIDE)
  return { measures, over }
}

const MONTHS = 12

export async function figuresOf(services: FigurePorts, plan: Plan, period: Period, nowMs: number): Promise<Figures> {
  const { measures, over } = await readFigures(services, plan, nowMs)
  const own = measures.filter(({ startedMs }) => startedMs >= period.fromMs && startedMs < period.toMs)
  const lastMs = Math.min(period.toMs - 1, nowMs)
  const months = lastMonths(lastMs, MONTHS, plan.zone).map(({ fromMs, untilMs }) => over({ fromMs, toMs: untilMs }))
  return { plan, period, measures: own, now: over(period), before: over(period.before), months: sinceFirst(months) }
}

/** Months before anything is known of the system are none of its months. */
function sinceFirst(months: Summary[]): Summary[] {
  const first = months.findLastIndex(
    ({ incidents, availability, drillsHeld }) => incidents + availability.downMs + drillsHeld.held > 0,
  )
  return months.slice(0, Math.max(1, first + 1))
}
