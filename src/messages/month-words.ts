/** What is told when a month is over: its figures, a line each. */
import { figureRows, rowText } from '../incident/measures/figure-rows.ts'
import type { Summary } from '../incident/measures/summary-shape.ts'
import { monthTitle } from '../plan/months.ts'
import type { Plan } from '../plan/schema.ts'
import type { MonthAbout } from '../readiness/months/track.ts'
import type { WatchState } from '../readiness/watch/state.ts'
import type { NewsWords } from './news-shape.ts'

export function monthNews(plan: Plan, { months }: WatchState, { month }: MonthAbout): NewsWords {
  const report = months.reports.find((one) => one.month === month)
  // Made by `figuresOf`, which is the only one that makes them.
  const [figures, before] = [report?.figures as Summary | undefined, report?.before as Summary | undefined]
  const rows = figures ? figureRows(plan, figures, before).map((row) => `• ${row.label}: ${rowText(row)}`) : []
  const filed = report?.place === undefined ? '' : ` The report is filed as ${report.place}.`
  return {
    title: `the figures of ${monthTitle(month)}`,
    text: [...rows, `\`/dr metrics ${plan.id} ${month}\` shows them with a picture.${filed}`].join('\n'),
    buttons: [{ command: 'metrics', label: 'Show the picture', value: `${plan.id} ${month}` }],
  }
}
