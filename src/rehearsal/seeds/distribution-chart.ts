/** The chart of many rehearsals: how long they took with ordinary luck and when things go wrong, the RTO, and which steps and faults cost most. */
import type { Histogram, Panel } from '../../charts/histogram.ts'
import { formatSeconds } from '../../plan/length.ts'
import type { Report } from '../report.ts'
import type { Distribution, Spread } from './distribution.ts'
import { percent, summary } from './distribution-text.ts'

/** An RTO that lies much further out than nearly all runs is said at the edge. */
const RTO_SHOWN_TIMES = 2
const ROOM = 1.05
const ROWS_MAX = 8

export function distributionChart(report: Report, distribution: Distribution): Histogram {
  const { system, title, severityLabel, rtoSeconds, faults: asked } = report
  const { seeds, firstSeed, ordinary, faulty, steps, faults, recovered } = distribution
  const endSeconds = endOf(distribution, rtoSeconds)
  const wrong = asked.length > 0 ? `; faults in all of them: ${asked.join(', ')}` : ''
  return {
    ...{ title: `${system}: ${title}`, endSeconds },
    subtitle: `${seeds} rehearsals, ${severityLabel}, seeds ${firstSeed} to ${firstSeed + seeds - 1}${wrong}`,
    ...{ verdict: summary(distribution, rtoSeconds), isGood: faulty.metShare >= GOOD_SHARE },
    limit: { seconds: rtoSeconds, label: `RTO ${formatSeconds(rtoSeconds)}` },
    panels: [
      panelOf('With ordinary luck', ordinary, recovered.ordinary, endSeconds),
      panelOf('When things go wrong', faulty, recovered.faulty, endSeconds),
    ],
    sections: [
      {
        title: 'What the recovery waits for',
        rows: steps.slice(0, ROWS_MAX).map(({ id, title: step, waitedSeconds, share }) => ({
          ...{ title: id === '' ? 'Until somebody answers' : step, seconds: waitedSeconds },
          note: share === 1 ? formatSeconds(waitedSeconds) : `${formatSeconds(waitedSeconds)}, in ${percent(share)}`,
        })),
      },
      {
        title: 'Which faults hurt most',
        rows: faults
          .filter(({ extraSeconds }) => extraSeconds > 0)
          .slice(0, ROWS_MAX)
          .map(({ fault, extraSeconds, runs }) => ({
            ...{ title: fault, seconds: extraSeconds },
            note: `+${formatSeconds(extraSeconds)}, in ${runs} runs`,
          })),
      },
    ].filter(({ rows }) => rows.length > 0),
    notes: [
      'Times are hours and minutes after the declaration; a bar is as high as so many runs took so long.',
      'Waiting is a mean over all runs in which things go wrong; a fault is what it adds in the middle of its runs.',
    ],
  }
}

const GOOD_SHARE = 0.95

const toMinutes = (seconds: number | null): string =>
  seconds === null ? 'more than followed' : formatSeconds(seconds < 3_600 ? seconds : Math.round(seconds / 60) * 60)

function endOf({ ordinary, faulty, followedSeconds }: Distribution, rtoSeconds: number): number {
  const nearlyAll = Math.max(ordinary.p99 ?? followedSeconds, faulty.p99 ?? followedSeconds)
  const withRto = rtoSeconds <= nearlyAll * RTO_SHOWN_TIMES ? Math.max(nearlyAll, rtoSeconds) : nearlyAll
  return Math.ceil(withRto * ROOM)
}

function panelOf(title: string, spread: Spread, recovered: readonly (number | null)[], endSeconds: number): Panel {
  const { metShare, p50, p90, p99, notRecovered } = spread
  const seconds = recovered.filter((one) => one !== null)
  const later = seconds.filter((one) => one > endSeconds).length
  const beyond = [
    ...(later > 0 ? [`${later} later than shown`] : []),
    ...(notRecovered > 0 ? [`${notRecovered} not recovered`] : []),
  ]
  const marks: [string, number | null][] = [
    ['50 %', p50],
    ['90 %', p90],
    ['99 %', p99],
  ]
  return {
    ...{ title, note: `RTO met in ${percent(metShare)}`, seconds },
    detail: [
      `half within ${toMinutes(p50)}`,
      `90 % within ${toMinutes(p90)}`,
      `99 % within ${toMinutes(p99)}`,
      ...beyond,
    ].join(', '),
    marks: marks.flatMap(([name, at]) =>
      at === null || at > endSeconds ? [] : [{ seconds: at, name, tone: 'quiet' as const }],
    ),
  }
}
