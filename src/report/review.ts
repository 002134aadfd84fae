/** The review of an incident as a document and as files: facts from the journal, pictures, and what people wrote or have still to write. Times are UTC (R159). Pure. */
import { PLAN_SECTION } from '../incident/review/fields.ts'
import type { ReviewDocument } from '../incident/review/review-shape.ts'
import { clockText, dayText } from '../plan/clock-text.ts'
import type { Plan } from '../plan/schema.ts'
import { type Block, heading, lean, type PlanDocument, paragraph } from '../render/document.ts'
import { htmlOf } from '../render/html.ts'
import { markdownOf } from '../render/markdown.ts'
import type { Entry } from './document.ts'
import { acknowledgement, audiences, steps, troubles } from './parts.ts'
import {
  approvals,
  followUps,
  impact,
  notes,
  objectives,
  pages,
  rest,
  stillMissing,
  summary,
  written,
} from './review-blocks.ts'
import { type ReviewCharts, reviewCharts } from './review-charts.ts'

export interface ReviewFiles {
  md: string
  html: string
  /** For tools. */
  json: string
  charts: ReviewCharts
}

/** @param timeline what happened, oldest first. */
export function reviewFiles(
  plan: Plan,
  review: ReviewDocument,
  timeline: readonly Entry[],
  madeMs: number,
): ReviewFiles {
  const charts = reviewCharts(review)
  const document = documentOf(plan, review, timeline, charts, madeMs)
  // It has no diagrams.
  const html = htmlOf(document, () => '')
  return { md: markdownOf(document), html, json: jsonOf(review), charts }
}

const time = (atMs: number): string => `${dayText(atMs, 'UTC')} ${clockText(atMs, 'UTC')}`

export const reviewTitle = ({ report }: ReviewDocument): string =>
  `Review of ${report.mode === 'drill' ? 'drill' : 'incident'} ${report.incident}: ${report.drill?.label ?? report.scenario?.title ?? report.plan.name}`

function documentOf(
  plan: Plan,
  review: ReviewDocument,
  timeline: readonly Entry[],
  charts: ReviewCharts,
  madeMs: number,
): PlanDocument {
  const { report, fields } = review
  const said = (section: string) => written(fields, section, time)
  const made = `made ${time(madeMs)} UTC`
  return {
    title: reviewTitle(review),
    classification: plan.classification,
    imprint: [plan.classification, plan.id, report.incident, made].filter(Boolean).join(' · '),
    blocks: [
      ...[heading(2, 'Summary', 'summary'), ...said('summary'), ...stillMissing(review), ...summary(review, time)],
      ...[paragraph('All times are UTC.'), ...objectives(review, time)],
      ...[heading(2, 'Impact', 'impact'), ...impact(review), ...said('impact')],
      ...timelineBlocks(timeline, charts),
      ...[heading(2, 'Root cause', 'cause'), ...said('cause')],
      ...[heading(2, 'Lessons', 'lessons'), ...said('lessons')],
      ...troubles(report, time),
      ...[...followUps(review.followUps, time), ...said('prevention')],
      ...recovery(review, charts),
      ...audiences(report, time),
      ...approvals(review, time),
      ...[...acknowledgement(report, time), ...pages(review)],
      ...notes(review, time),
      ...own(said(PLAN_SECTION)),
      ...rest(review, time),
    ],
  }
}

const own = (blocks: readonly Block[]): Block[] =>
  blocks.length === 0 ? [] : [heading(2, 'Asked for by the plan', 'own'), ...blocks]

function timelineBlocks(timeline: readonly Entry[], { timeline: svg }: ReviewCharts): Block[] {
  return [
    heading(2, 'Timeline', 'timeline'),
    { kind: 'picture', title: 'What happened when', svg, file: 'timeline.svg' },
    ...lean(timelineTitle(timeline), ['When', 'What'], timeline.map(entryRow)),
  ]
}

const dayOf = ({ atMs }: Entry): string => dayText(atMs, 'UTC')

const timelineTitle = ([first]: readonly Entry[]): string =>
  first === undefined ? 'Timeline' : `From ${dayOf(first)} on, UTC`

/** The day only where it is another one, so that a telephone has room for what happened. */
function entryRow(entry: Entry, index: number, all: readonly Entry[]): string[] {
  const before = all[index - 1] ?? entry
  const when = dayOf(before) === dayOf(entry) ? clockText(entry.atMs, 'UTC') : time(entry.atMs)
  return [when, entry.text]
}

function recovery({ report }: ReviewDocument, { gantt }: ReviewCharts): Block[] {
  const [first, ...more] = steps(report)
  if (first === undefined) return []
  const picture: Block[] =
    gantt === undefined
      ? []
      : [{ kind: 'picture', title: 'Steps against their budgets', svg: gantt, file: 'gantt.svg' }]
  return [first, ...picture, ...more]
}

function jsonOf(review: ReviewDocument): string {
  return `${JSON.stringify({ format: 'muster-review/1', ...review }, null, 2)}\n`
}
