/** The report of a drill as a document: what was to be reached and what was, what went wrong, and what people have still to write. Pure. */
import type { DrillReport, ListItem } from '../incident/drill/report-shape.ts'
import { clockText, dayText } from '../plan/clock-text.ts'
import { formatRounded } from '../plan/length.ts'
import type { Plan } from '../plan/schema.ts'
import {
  type Block,
  facts,
  heading,
  joined,
  lean,
  list,
  note,
  type PlanDocument,
  type Prose,
  paragraph,
  words,
} from '../render/document.ts'
import { htmlOf } from '../render/html.ts'
import { markdownOf } from '../render/markdown.ts'
import { type History, historySvg, trendText } from './history.ts'
import { acknowledgement, audiences, steps, type Time, troubles, verdict } from './parts.ts'

export interface Entry {
  atMs: number
  text: string
}

export interface ReportFiles {
  md: string
  html: string
  /** The figures, for tools and `muster rehearse --drills`. */
  json: string
  /** Absent: no drill of its kind was gone through to its end. */
  svg?: string
}

/** @param timeline what happened, oldest first. */
export function reportFiles(
  plan: Plan,
  report: DrillReport,
  history: History,
  timeline: readonly Entry[],
  madeMs: number,
): ReportFiles {
  const svg = historySvg(plan, report, history)
  const document = reportDocument(plan, { report, history, timeline, svg }, madeMs)
  // It has no diagrams.
  return {
    md: markdownOf(document),
    html: htmlOf(document, () => ''),
    json: jsonOf(report, history),
    ...(svg !== undefined && { svg }),
  }
}

const jsonOf = (report: DrillReport, { held }: History): string =>
  `${JSON.stringify({ ...report, history: held }, null, 2)}\n`

interface Told {
  report: DrillReport
  history: History
  timeline: readonly Entry[]
  svg: string | undefined
}

function reportDocument(plan: Plan, { report, history, timeline, svg }: Told, madeMs: number): PlanDocument {
  const time = (atMs: number) => `${dayText(atMs, plan.zone)} ${clockText(atMs, plan.zone)}`
  const made = `made ${time(madeMs)} ${plan.zone}`
  return {
    title: `${report.mode === 'drill' ? 'Drill' : 'Incident'} ${report.incident}: ${titleOf(report)}`,
    classification: plan.classification,
    imprint: [plan.classification, plan.id, report.incident, made].filter(Boolean).join(' · '),
    blocks: [
      ...results(report, history, svg),
      ...troubles(report, time),
      ...scope(report, plan.zone, time),
      ...acknowledgement(report, time),
      ...steps(report),
      ...audiences(report, time),
      ...lists(report, time),
      ...record(report, time),
      ...notes(report, timeline, time),
    ],
  }
}

const titleOf = ({ drill, scenario, plan }: DrillReport): string => drill?.label ?? scenario?.title ?? plan.name

function results(report: DrillReport, history: History, svg: string | undefined): Block[] {
  const { rto, rpo, acknowledgement, phase } = report
  const late = report.audiences.filter((one) => one.late).length
  const timed = report.steps.filter(({ tookMs, budgetMs }) => tookMs !== null && budgetMs !== null)
  const over = timed.filter((one) => one.over).length
  const rows: Prose[][] = [
    [
      'Service back (RTO)',
      formatRounded(rto.objectiveMs),
      rto.tookMs === null ? '' : formatRounded(rto.tookMs),
      verdict(rto.met),
    ],
    [
      'Data lost (RPO)',
      formatRounded(rpo.objectiveMs),
      rpo.lostMs === null ? '' : formatRounded(rpo.lostMs),
      verdict(rpo.met),
    ],
    ['First answer to a page', '', answerText(acknowledgement), ''],
    ...(timed.length > 0
      ? [['Steps within their budget', `${timed.length}`, `${timed.length - over}`, verdict(over === 0)]]
      : []),
    ['Messages in time', 'all', late === 0 ? 'all' : `${late} late`, verdict(late === 0)],
  ]
  const calledOff = phase === 'cancelled' ? [note('warning', 'It was called off, so it proves nothing.')] : []
  return [
    heading(2, 'Results', 'results'),
    ...calledOff,
    ...lean('Actual against objective', ['', 'Objective', 'Actual', ''], rows),
    paragraph(`It is ${trendText(report, history)}.`),
    ...(svg === undefined
      ? []
      : [{ kind: 'picture' as const, title: 'This drill and those before it', svg, file: 'report.svg' }]),
  ]
}

const answerText = ({ pagedMs, tookMs }: DrillReport['acknowledgement']): string =>
  pagedMs === null ? 'nobody was paged' : tookMs === null ? 'none' : formatRounded(tookMs)

function scope(report: DrillReport, zone: string, time: Time): Block[] {
  const { endedMs, phase, lead, participants, outside, target } = report
  return [
    heading(2, 'Scope', 'scope'),
    facts(
      ['System', report.plan.name],
      ['Drill', report.drill?.label],
      ['Scenario', report.scenario?.title],
      ['Severity', report.severity],
      ['Held on', target ?? undefined],
      ['Began', time(report.startedMs)],
      ['Ended', endedMs === null ? 'it goes on' : `${time(endedMs)}, ${phase}`],
      ['Led by', lead?.name],
      ['Took part', joined(participants.map(({ name }) => name))],
      ['From outside', outside.join(', ')],
      ['Times', `of the zone ${zone}, all of them`],
    ),
  ]
}

const LISTS = { before: 'Before', during: 'While it went on', after: 'Afterwards' } as const

function lists({ checklist, restored }: DrillReport, time: Time): Block[] {
  const all = Object.entries(LISTS).flatMap(([part, title]) => {
    const items = checklist[part as keyof typeof LISTS]
    return items.length === 0 ? [] : [heading(3, title, `list-${part}`), signedFacts(items, time, 'not ticked')]
  })
  const back = restored ? [signedFacts([restored], time, 'nobody has said so')] : []
  return all.length + back.length === 0 ? [] : [heading(2, 'Its list', 'lists'), ...back, ...all]
}

const signedFacts = (items: readonly ListItem[], time: Time, unsigned: string): Block =>
  facts(
    ...items.map(({ text, signed }): [string, Prose] => [
      text,
      signed === null ? [{ flag: 'missing', text: unsigned }] : signedText(signed, time),
    ]),
  )

const signedText = ({ text, by, atMs }: NonNullable<ListItem['signed']>, time: Time): Prose => {
  const said = text === null ? '' : `${text} – `
  return `${said}${by.name}, ${time(atMs)}`
}

function record({ record: all, unsigned }: DrillReport, time: Time): Block[] {
  if (all.length === 0) return []
  const missing = unsigned.length === 0 ? [] : [note('warning', `Not signed yet: ${unsigned.join('; ')}.`)]
  return [heading(2, 'Record', 'record'), ...missing, signedFacts(all, time, 'nobody has written it')]
}

function notes({ notes: all }: DrillReport, timeline: readonly Entry[], time: Time): Block[] {
  const said = all.map(
    ({ atMs, by, text, decision }): Prose => words`${time(atMs)}, ${by.name}: ${decision ? 'decision: ' : ''}${text}`,
  )
  const happened = timeline.map(({ atMs, text }): Prose => words`${time(atMs)} ${text}`)
  return [
    ...(said.length === 0 ? [] : [heading(2, 'Notes', 'notes'), list(said)]),
    ...(happened.length === 0 ? [] : [heading(2, 'Timeline', 'timeline'), list(happened)]),
  ]
}
