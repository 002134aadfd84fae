/** The chart of one rehearsal: its steps against their budgets, who was paged, who answered, who was told, the RTO and the moment when the service was back. */
import type { Gantt, Lane, Mark, Row } from '../charts/gantt.ts'
import { formatSeconds } from '../plan/length.ts'
import type { Report, ReportedStep } from './report.ts'
import { verdict } from './timeline.ts'

/** An RTO that lies much further out than anything that happens would leave no room for it: then it is said at the edge. */
const RTO_SHOWN_TIMES = 1.5
const ROOM = 1.03

export function runChart(report: Report): Gantt {
  const { system, title, rtoSeconds, recoveredInSeconds, metRto } = report
  const endSeconds = endOf(report)
  return {
    ...{
      title: `${system}: ${title}`,
      subtitle: subtitleOf(report),
      verdict: verdict(report),
      isGood: metRto,
      endSeconds,
    },
    limit: { seconds: rtoSeconds, label: `RTO ${formatSeconds(rtoSeconds)}` },
    reached:
      recoveredInSeconds === null
        ? null
        : { seconds: recoveredInSeconds, label: `service back after ${formatSeconds(recoveredInSeconds)}` },
    lanes: lanesOf(report, endSeconds),
    sections: sectionsOf(report, endSeconds),
    words: {
      ...{ done: 'at work', planned: 'its budget', over: '▲ over it', failed: '✗ failed', open: 'still going on' },
      ...{ waits: 'waits for people', axis: 'Times are hours and minutes after the declaration.' },
    },
    notes: notesOf(report),
  }
}

function subtitleOf({ severityLabel, seed, nobody, drill, faults }: Report): string {
  const how = [nobody ? 'nobody answers' : `seed ${seed}`, ...(drill ? ['a drill'] : [])]
  const wrong = faults.length > 0 ? [`faults: ${faults.join(', ')}`] : []
  return [`Rehearsal, ${severityLabel}`, ...how, ...wrong].join('; ')
}

function endOf(report: Report): number {
  const { steps, rtoSeconds, recoveredInSeconds, resolvedInSeconds, followedSeconds, leftOut } = report
  if (recoveredInSeconds === null && leftOut.length === 0) return followedSeconds
  const ends = steps.flatMap(({ runs }) => runs.map(({ from, to }) => to ?? from))
  const last = Math.max(recoveredInSeconds ?? 0, resolvedInSeconds ?? 0, ...ends)
  const withRto = rtoSeconds <= last * RTO_SHOWN_TIMES ? Math.max(last, rtoSeconds) : last
  return Math.ceil(withRto * ROOM)
}

function lanesOf({ pages, notifications, events }: Report, endSeconds: number): Lane[] {
  const answers = events
    .filter(({ type }) => type === 'acknowledged')
    .map(({ at }): Mark => ({ seconds: at, name: '✓', tone: 'good' }))
  const told = notifications.filter(({ at }) => at !== null)
  const owed = notifications.filter(({ at }) => at === null)
  const messages = [
    ...told.map(({ at, late }): Mark => ({ seconds: at ?? 0, tone: late ? 'bad' : 'good' })),
    ...owed.map(
      ({ due, deadline, late }): Mark => ({ seconds: late ? (deadline ?? due) : due, tone: late ? 'bad' : 'open' }),
    ),
  ]
  const late = notifications.filter((one) => one.late).length
  const levels = levelMarks(pages)
  return [
    lane(
      'Levels paged',
      `${counted(pages.length, 'page')}, to ${counted(new Set(pages.map(({ to }) => to)).size, 'person', 'people')}`,
      levels,
      endSeconds,
    ),
    lane('Somebody answers', '', answers, endSeconds),
    lane(
      'Messages',
      [
        `${told.length} sent`,
        late > 0 ? `${late} late` : 'none late',
        ...(owed.length > 0 ? [`${owed.length} not sent`] : []),
      ].join(', '),
      messages,
      endSeconds,
    ),
  ].filter(({ marks }) => marks.length > 0)
}

/** What comes after the end is not drawn there: it is counted. */
function lane(title: string, note: string, marks: Mark[], endSeconds: number): Lane {
  const shown = marks.filter(({ seconds }) => seconds <= endSeconds)
  const after = marks.length - shown.length
  return {
    title,
    note: [note, ...(after > 0 ? [`${after} later`] : [])].filter((one) => one !== '').join('; '),
    marks: shown,
  }
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

/** Levels by their number, when they are first paged. */
function levelMarks(pages: Report['pages']): Mark[] {
  const first = new Map<string, number>()
  for (const { level, at } of pages) if (!first.has(level)) first.set(level, at)
  let [levels, byHand] = [0, 0]
  return [...first].map(([level, at]) => {
    const isByHand = level.startsWith('page/')
    return { seconds: at, name: isByHand ? `+${++byHand}` : String(++levels), tone: isByHand ? 'quiet' : 'good' }
  })
}

function sectionsOf({ steps, phases }: Report, endSeconds: number): Gantt['sections'] {
  return Object.entries(phases)
    .map(([id, title]) => ({
      title,
      rows: steps.filter(({ phase, runs }) => phase === id && runs.length > 0).map((step) => rowOf(step, endSeconds)),
    }))
    .filter(({ rows }) => rows.length > 0)
}

function rowOf(step: ReportedStep, endSeconds: number): Row {
  const { title, budgetSeconds, ready, runs } = step
  return {
    ...{ title, plannedSeconds: budgetSeconds, ...noteOf(step) },
    waitsFromSeconds: ready !== null && runs[0] !== undefined && ready < runs[0].from ? ready : null,
    bars: runs
      .filter(({ from }) => from <= endSeconds)
      .map(({ from, to, outcome }) => ({ fromSeconds: from, toSeconds: to, failed: FAILED.has(outcome) })),
  }
}

function noteOf({ budgetSeconds, tookSeconds, outcome, runs }: ReportedStep): Pick<Row, 'note' | 'tone'> {
  const times = runs.length > 1 ? ` ${runs.length} times` : ''
  if (FAILED.has(runs.at(-1)?.outcome ?? '')) {
    const after = outcome === 'skipped' ? ', left out' : outcome === 'succeeded' ? ', settled by hand' : ''
    return { note: `✗ failed${times}${after}`, tone: 'bad' }
  }
  if (tookSeconds === null) return { note: 'not ended', tone: 'good' }
  const isOver = budgetSeconds !== null && tookSeconds > budgetSeconds
  const ofBudget = budgetSeconds === null ? '' : ` of ${formatSeconds(budgetSeconds)}`
  const again = times === '' ? '' : `,${times}`
  return {
    note: `${isOver ? '▲ ' : ''}${formatSeconds(tookSeconds)}${ofBudget}${again}`,
    tone: isOver ? 'over' : 'good',
  }
}

const FAILED = new Set(['failed', 'unknown'])

function notesOf({ steps, violations }: Report): string[] {
  const without = steps.filter(({ runs }) => runs.length === 0)
  const count = (outcomes: string[]) => without.filter(({ outcome }) => outcomes.includes(outcome)).length
  const [skipped, byThemselves] = [count(['skipped']), count(['succeeded'])]
  const rest = without.length - skipped - byThemselves
  const parts = [
    ...(skipped > 0 ? [`${counted(skipped, 'step')} not on this way`] : []),
    ...(byThemselves > 0 ? [`${byThemselves} done by Muster itself`] : []),
    ...(rest > 0 ? [`${rest} not begun`] : []),
  ]
  return [
    ...(parts.length > 0 ? [`Not drawn: ${parts.join(', ')}.`] : []),
    ...violations.map(({ message }) => `✗ Broken promise: ${message}`),
  ]
}
