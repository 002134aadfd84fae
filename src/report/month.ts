/** The figures of a month as a document: each against the month before, each incident and drill, and two pictures. Pure. */
import { ARROWS, type FigureRow, figureRows, lengthText } from '../incident/measures/figure-rows.ts'
import type { Measures } from '../incident/measures/measures.ts'
import type { Span } from '../incident/measures/summary.ts'
import type { Summary } from '../incident/measures/summary-shape.ts'
import { clockText, dayText } from '../plan/clock-text.ts'
import { monthTitle } from '../plan/months.ts'
import type { Plan } from '../plan/schema.ts'
import { type Block, heading, lean, type PlanDocument, type Prose, paragraph } from '../render/document.ts'
import { htmlOf } from '../render/html.ts'
import { markdownOf } from '../render/markdown.ts'
import { outagesSvg, recoverySvg } from './figures-charts.ts'
import { verdict } from './parts.ts'

export interface MonthFiles {
  md: string
  html: string
  /** By the name under which each lies beside the others. */
  pictures: Record<string, string>
}

export interface MonthFigures {
  plan: Plan
  period: Span
  now: Summary
  before: Summary
  /** The newest first, as are the months. */
  measures: readonly Measures[]
  months: readonly Summary[]
}

/** @param month `2026-11`. */
export function monthFiles(figures: MonthFigures, month: string, madeMs: number): MonthFiles {
  const { plan, period, measures, months } = figures
  const pictures = {
    [`${month}-incidents.svg`]: recoverySvg(plan, measures, period, monthTitle(month)),
    [`${month}-outages.svg`]: outagesSvg(plan, months),
  }
  const drawn = Object.entries(pictures).filter((one): one is [string, string] => one[1] !== undefined)
  const document = monthDocument(figures, month, drawn, madeMs)
  // It has no diagrams.
  return { md: markdownOf(document), html: htmlOf(document, () => ''), pictures: Object.fromEntries(drawn) }
}

function monthDocument(
  { plan, now, before, measures }: MonthFigures,
  month: string,
  pictures: readonly [string, string][],
  madeMs: number,
): PlanDocument {
  const made = `made ${dayText(madeMs, plan.zone)} ${clockText(madeMs, plan.zone)} ${plan.zone}`
  const incidents = measures.filter(({ mode }) => mode === 'real')
  const drills = measures.filter(({ mode }) => mode === 'drill')
  return {
    title: `${plan.system.name}: figures of ${monthTitle(month)}`,
    classification: plan.classification,
    imprint: [plan.classification, plan.id, month, made].filter(Boolean).join(' · '),
    blocks: [
      heading(2, 'Figures', 'figures'),
      ...lean(
        'Against the month before',
        ['', monthTitle(month), 'Month before'],
        figureRows(plan, now, before).map(rowOf),
      ),
      paragraph('What nobody can know is not known; it is never counted as 0.'),
      ...pictures.map(([file, svg]): Block => ({ kind: 'picture', title: titleOf(file), svg, file })),
      ...listed(plan, 'Incidents', 'incidents', incidents),
      ...listed(plan, 'Drills', 'drills', drills),
    ],
  }
}

const titleOf = (file: string): string =>
  file.endsWith('-incidents.svg') ? 'Each incident against its RTO' : 'Each month against its error budget'

const rowOf = ({ label, value, trend }: FigureRow): Prose[] => [
  label,
  trend ? `${value} ${ARROWS[trend.way]}` : value,
  trend?.was ?? '',
]

const PHASES: Record<Measures['phase'], string> = {
  'not-declared': '',
  open: 'goes on',
  resolved: 'over',
  cancelled: 'false alarm',
  merged: 'the same as another',
}

function listed(plan: Plan, title: string, anchor: string, all: readonly Measures[]): Block[] {
  const length = (ms: number | null) => (ms === null ? 'not known' : lengthText(ms))
  const rows = all.map((one): Prose[] => [
    one.incident,
    `${dayText(one.startedMs, plan.zone)} ${clockText(one.startedMs, plan.zone)}`,
    plan.scenarios[one.scenario ?? '']?.title ?? '',
    plan.severities.find(({ id }) => id === one.severity)?.label ?? one.severity,
    PHASES[one.phase],
    ...[length(one.mttdMs), length(one.mttaMs), length(one.mttrMs)],
    verdict(one.rto.met),
    verdict(one.rpo.met),
  ])
  const columns = ['', 'Declared', 'Scenario', 'Severity', '', 'Noticed', 'Answered', 'Back', 'RTO', 'RPO']
  const table = lean(title, columns, rows)
  return table.length === 0 ? [] : [heading(2, title, anchor), ...table]
}
