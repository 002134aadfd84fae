/** Figures as charts: each incident against its RTO, and each month's outage against what the objective allows. Pure. */
import { comparisonSvg } from '../charts/comparison.ts'
import { lengthText, percentText } from '../incident/measures/figure-rows.ts'
import type { Measures } from '../incident/measures/measures.ts'
import type { Span } from '../incident/measures/summary.ts'
import type { Summary } from '../incident/measures/summary-shape.ts'
import { dayText } from '../plan/clock-text.ts'
import { monthName, monthTitle } from '../plan/months.ts'
import type { Plan } from '../plan/schema.ts'

/** As many are compared. */
const COMPARED_MAX = 12

type Back = Measures & { mttrMs: number }

const isBack = (one: Measures): one is Back => one.mttrMs !== null

/** Undefined: of no incident of this time it is known how long it took. @param measures the newest first. @param label of the time, such as `November 2026`. */
export function recoverySvg(
  plan: Plan,
  measures: readonly Measures[],
  { fromMs, toMs }: Span,
  label: string,
): string | undefined {
  const known = measures
    .filter(({ mode, phase }) => mode === 'real' && (phase === 'open' || phase === 'resolved'))
    .filter(({ startedMs }) => startedMs >= fromMs && startedMs < toMs)
    .filter(isBack)
  if (known.length === 0) return undefined
  const met = known.filter(({ mttrMs, rto }) => mttrMs <= rto.objectiveMs).length
  const shown = known.slice(0, COMPARED_MAX)
  const older = known.length - shown.length
  return comparisonSvg({
    title: `${plan.system.name}: how soon it was back`,
    subtitle: `Incidents of ${label}, the newest first`,
    verdict:
      known.length === 1 ? `The RTO was ${met === 1 ? 'met' : 'missed'}` : `${met} of ${known.length} met the RTO`,
    isGood: met === known.length,
    rows: shown.map((one) => rowOf(plan, one)),
    words: { took: 'until it was back', allowed: 'the RTO', over: '▲ over it' },
    notes: [
      'Behind each: when it was answered, from the declaration · when it was back, from the beginning of the outage if that is known.',
      ...(older > 0 ? [`${older} older ${older === 1 ? 'one is' : 'ones are'} not shown.`] : []),
    ],
  })
}

function rowOf(plan: Plan, { incident, scenario, startedMs, mttaMs, mttrMs, rto }: Back) {
  const answered = mttaMs === null ? '' : `${lengthText(mttaMs)} · `
  return {
    title: `${dayText(startedMs, plan.zone)} ${plan.scenarios[scenario ?? '']?.title ?? incident}`,
    note: `${mttrMs > rto.objectiveMs ? '▲ ' : ''}${answered}${lengthText(mttrMs)} of ${lengthText(rto.objectiveMs)}`,
    seconds: mttrMs / 1000,
    allowedSeconds: rto.objectiveMs / 1000,
  }
}

/** Undefined: the plan promises no availability, or nothing was ever down. @param months the newest first. */
export function outagesSvg(plan: Plan, months: readonly Summary[]): string | undefined {
  const { availability: objective } = plan.objectives
  const shown = months.slice(0, COMPARED_MAX).filter(({ toMs, fromMs }) => toMs > fromMs)
  if (objective === undefined || shown.every(({ availability }) => availability.downMs === 0)) return undefined
  const kept = shown.filter(({ availability }) => availability.downMs <= (availability.allowedMs ?? 0)).length
  return comparisonSvg({
    title: `${plan.system.name}: outage by month`,
    subtitle: `Against what ${percentText(objective)} of availability allows, the newest first`,
    verdict: `${kept} of ${shown.length} ${shown.length === 1 ? 'month' : 'months'} within it`,
    isGood: kept === shown.length,
    rows: shown.map(({ fromMs, availability: { downMs, allowedMs } }) => ({
      title: monthTitle(monthName(fromMs, plan.zone)),
      note: `${downMs > (allowedMs ?? 0) ? '▲ ' : ''}${lengthText(downMs)} of ${lengthText(allowedMs ?? 0)}`,
      seconds: downMs / 1000,
      allowedSeconds: (allowedMs ?? 0) / 1000,
    })),
    words: { took: 'outage', allowed: 'allowed', over: '▲ over it' },
    notes: ['Hours and minutes. Of a month that is not over, what is allowed until now.'],
  })
}
