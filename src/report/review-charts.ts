/** The pictures of a review: what happened when, and each step against its budget, on one axis from the first sign that something was wrong. Pure. */
import { type Gantt, ganttSvg, type Lane, type Mark, type Row } from '../charts/gantt.ts'
import type { StepReport } from '../incident/drill/report-shape.ts'
import type { BarReport, ReviewDocument } from '../incident/review/review-shape.ts'
import { clockText, dayText } from '../plan/clock-text.ts'
import { formatRounded } from '../plan/length.ts'

/** An RTO far beyond everything that happened would leave no room for it. */
const RTO_SHOWN_TIMES = 1.5
const ROOM = 1.03

export interface ReviewCharts {
  timeline: string
  /** Absent: no step was begun. */
  gantt?: string
}

export function reviewCharts(review: ReviewDocument): ReviewCharts {
  const sections = stepSections(review)
  const frame = frameOf(review)
  const timeline = ganttSvg({ ...frame, lanes: lanesOf(review), sections: [], notes: [] })
  if (sections.length === 0) return { timeline }
  const drawn = sections.reduce((sum, { rows }) => sum + rows.length, 0)
  const left = review.report.steps.length - drawn
  const notes = left > 0 ? [`Not drawn: ${left} ${left === 1 ? 'step that was' : 'steps that were'} not begun.`] : []
  return { timeline, gantt: ganttSvg({ ...frame, lanes: [], sections, notes }) }
}

const startOf = ({ moments }: ReviewDocument): number =>
  Math.min(moments.badMs ?? moments.declaredMs, moments.declaredMs)

/** An RTO counts from where its clock stands: of what came back, from when it did. */
function frameOf(review: ReviewDocument): Omit<Gantt, 'lanes' | 'sections' | 'notes'> {
  const { report, moments } = review
  const { rto, plan, scenario, severity, incident, mode } = report
  const fromMs = startOf(review)
  const seconds = (atMs: number) => Math.max(0, (atMs - fromMs) / 1_000)
  const backMs = rto.tookMs === null ? null : (moments.restoredMs ?? moments.endedMs)
  const rtoMs = (backMs === null ? fromMs : backMs - (rto.tookMs ?? 0)) + rto.objectiveMs
  return {
    title: `${plan.name}: ${scenario?.title ?? incident}`,
    subtitle: `${mode === 'drill' ? 'Drill' : 'Incident'} ${incident}, ${severity}`,
    verdict: verdictOf(report),
    isGood: rto.met === true,
    endSeconds: endOf(review, seconds, rtoMs),
    limit: { seconds: seconds(rtoMs), label: `RTO ${formatRounded(rto.objectiveMs)}` },
    reached:
      backMs === null
        ? null
        : { seconds: seconds(backMs), label: `service back after ${formatRounded(rto.tookMs ?? 0)}` },
    words: {
      ...{ done: 'at work', planned: 'its budget', over: '▲ over it', failed: '✗ failed', open: 'not ended' },
      waits: 'waits',
      axis: `Hours and minutes since ${dayText(fromMs, 'UTC')} ${clockText(fromMs, 'UTC')} UTC.`,
    },
  }
}

function verdictOf({ rto }: ReviewDocument['report']): string {
  if (rto.tookMs === null) return 'Nobody has said that the service is back'
  const rtoText = `RTO of ${formatRounded(rto.objectiveMs)} ${rto.met ? 'met' : 'missed'}`
  return `Back after ${formatRounded(rto.tookMs)}: ${rtoText}`
}

function endOf({ report, moments, bars }: ReviewDocument, seconds: (atMs: number) => number, rtoMs: number): number {
  const ends = Object.values(bars).flatMap((all) => all.map(({ fromMs, toMs }) => toMs ?? fromMs))
  const told = report.audiences.flatMap(({ atMs, sandboxed }) => (atMs === null || sandboxed ? [] : [atMs]))
  const untilMs = moments.endedMs ?? Math.max(moments.declaredMs, ...ends, ...told)
  const last = Math.max(60, seconds(moments.restoredMs ?? untilMs), seconds(untilMs))
  const rto = seconds(rtoMs)
  return Math.ceil((rto <= last * RTO_SHOWN_TIMES ? Math.max(last, rto) : last) * ROOM)
}

function lanesOf(review: ReviewDocument): Lane[] {
  const { moments, report, notes, paged } = review
  const fromMs = startOf(review)
  const endMs = moments.endedMs ?? Number.POSITIVE_INFINITY
  const mark = (atMs: number, tone: Mark['tone'], name?: string): Mark => ({
    ...{ seconds: Math.max(0, (atMs - fromMs) / 1_000), tone },
    ...(name !== undefined && { name }),
  })
  const some = (atMs: number | null, name: string, tone: Mark['tone'] = 'good') =>
    atMs === null ? [] : [mark(atMs, tone, name)]
  const levels = report.acknowledgement.levels.map(({ reachedMs }, index) => mark(reachedMs, 'good', `${index + 1}`))
  const answers = report.acknowledgement.levels.flatMap(({ answeredMs }) => some(answeredMs, '✓'))
  const due = report.audiences.filter(({ sandboxed }) => !sandboxed)
  const told = due.flatMap(({ atMs, late }) => (atMs === null ? [] : [mark(atMs, late ? 'bad' : 'good')]))
  const never = due.flatMap(({ atMs, late, deadlineMs }) =>
    atMs === null && late && deadlineMs !== null ? [mark(deadlineMs, 'bad')] : [],
  )
  const within = ({ atMs }: { atMs: number }) => atMs <= endMs
  const all: Lane[] = [
    {
      title: 'The outage',
      note: '',
      marks: [
        ...some(moments.declaredMs, 'declared', 'quiet'),
        ...some(moments.restoredMs, 'back'),
        ...some(moments.endedMs, 'over'),
      ],
    },
    { title: 'Levels paged', note: pagesText(paged), marks: levels },
    { title: 'Somebody answers', note: '', marks: answers },
    { title: 'People told', note: lateText([...told, ...never]), marks: [...told, ...never] },
    {
      title: 'Went wrong',
      note: `${report.troubles.length}`,
      marks: report.troubles.filter(within).map(({ atMs }) => mark(atMs, 'bad')),
    },
    {
      title: 'Decisions and notes',
      note: `${notes.length}`,
      marks: notes.filter(within).map(({ atMs, decision }) => mark(atMs, decision ? 'good' : 'quiet')),
    },
  ]
  return all.filter(({ marks }) => marks.length > 0)
}

function pagesText(paged: ReviewDocument['paged']): string {
  const pages = paged.reduce((sum, one) => sum + one.pages, 0)
  const people = paged.length === 1 ? 'person' : 'people'
  return `${pages} ${pages === 1 ? 'page' : 'pages'}, ${paged.length} ${people}`
}

function lateText(marks: readonly Mark[]): string {
  const late = marks.filter(({ tone }) => tone === 'bad').length
  return late === 0 ? 'all in time' : `${late} late or never`
}

function stepSections(review: ReviewDocument): Gantt['sections'] {
  const fromMs = startOf(review)
  const rows = review.report.steps.flatMap((step): Row[] => {
    const bars = review.bars[step.id] ?? []
    return bars.length === 0 ? [] : [rowOf(step, bars, fromMs)]
  })
  return rows.length === 0 ? [] : [{ title: 'Recovery', rows }]
}

function rowOf(step: StepReport, bars: readonly BarReport[], startMs: number): Row {
  const { title, budgetMs } = step
  return {
    ...{ title, plannedSeconds: budgetMs === null ? null : budgetMs / 1_000, waitsFromSeconds: null, ...noteOf(step) },
    bars: bars.map(({ fromMs, toMs, failed }) => ({
      fromSeconds: Math.max(0, (fromMs - startMs) / 1_000),
      toSeconds: toMs === null ? null : Math.max(0, (toMs - startMs) / 1_000),
      failed,
    })),
  }
}

function noteOf({ outcome, tookMs, budgetMs, over, tries }: StepReport): Pick<Row, 'note' | 'tone'> {
  const again = tries > 1 ? `, ${tries} times` : ''
  if (outcome === 'failed' || outcome === 'unknown') return { note: `✗ failed${again}`, tone: 'bad' }
  if (tookMs === null) return { note: 'not ended', tone: 'good' }
  const of = budgetMs === null ? '' : ` of ${formatRounded(budgetMs)}`
  return { note: `${over ? '▲ ' : ''}${formatRounded(tookMs)}${of}${again}`, tone: over ? 'over' : 'good' }
}
