/** The report of each month: owed on the first morning of the next, worked out once, then told. What Muster slept through is not made up for, but for the last month. Pure. */
import type { Obligation } from '../../plan/core.ts'
import { monthBefore, nextMonthAt } from '../../plan/months.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Effect } from '../watch/effects.ts'
import { want } from '../watch/efforts.ts'
import type { EventOf, Fact } from '../watch/events.ts'
import { addNews } from '../watch/news.ts'
import type { WatchState } from '../watch/state.ts'
import { type MonthDue, type MonthEvent, type MonthReport, REPORTS_MAX, type ReportMonth } from './track.ts'

/** Of the first day, in the zone of the plan. */
const HOUR = 9

export function monthsOwed(plan: Plan, state: WatchState): Obligation<Effect>[] {
  if (!plan.monthlyReport) return []
  const { ended } = state.months
  const dueMs = nextMonthAt(Math.max(ended?.atMs ?? 0, state.sinceMs), plan.zone, HOUR)
  return [
    { id: `month/${dueMs}`, dueMs, effect: { kind: 'end-month' } },
    ...(ended === null || !isReportWanted(state, ended.month)
      ? []
      : want(state, `month-report/${ended.month}`, ended.atMs, { kind: 'report-month', month: ended.month })),
  ]
}

export const isReportWanted = ({ months: { ended, reports } }: WatchState, month: string): boolean =>
  ended?.month === month && !reports.some((one) => one.month === month)

export const monthsDue = (plan: Plan, due: readonly MonthDue[], { atMs, by }: Fact): MonthEvent[] =>
  due.length === 0 ? [] : [{ type: 'month-ended', atMs, by, month: monthBefore(atMs, plan.zone) }]

export const evolveMonth = (state: WatchState, { atMs, month }: MonthEvent): WatchState => ({
  ...state,
  months: { ...state.months, ended: { month, atMs } },
})

export function withReport(
  state: WatchState,
  { atMs, detail }: EventOf<'carried-out'>,
  { month }: ReportMonth,
): WatchState {
  const { figures, before, place } = detail
  const report: MonthReport = { month, figures, before, ...(typeof place === 'string' && { place }) }
  const reports = [...state.months.reports.filter((one) => one.month !== month), report].slice(-REPORTS_MAX)
  const after = { ...state, months: { ...state.months, reports } }
  return addNews(after, { atMs, about: { kind: 'month-report', month }, pace: 'once' })
}
