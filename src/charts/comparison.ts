/**
 * The same thing done again and again, to be read on a telephone: each time a row with its bar against what it may take, the newest first, on one axis. The same
 * chart gives the same bytes.
 */
import { ROW_HEIGHT, type Row, rowShapes } from './bars.ts'
import { type Head, headShapes, smallPrint } from './head.ts'
import { type KeyEntry, keyShapes } from './key.ts'
import { COLOURS, MARGIN } from './look.ts'
import { box, hatch } from './shapes.ts'
import { svgOf } from './svg.ts'
import { AXIS_HEIGHT, timeGrid, timeScale } from './time-axis.ts'

interface Compared {
  title: string
  note: string
  seconds: number
  /** It may take so long. */
  allowedSeconds: number
}

export interface Comparison extends Head {
  rows: Compared[]
  /** What the signs mean. */
  words: { took: string; allowed: string; over: string }
  notes: string[]
}

/** What may be taken is shown whole, unless all of it was done in a small part of that: then the bars would be specks. */
const ALLOWED_SHOWN_TIMES = 4
const ROOM = 1.03

export function comparisonSvg(comparison: Comparison): string {
  const { rows } = comparison
  const scale = timeScale(endOf(rows))
  const head = headShapes(comparison, MARGIN - 8)
  const key = keyShapes(keyOf(comparison), head.bottom + 10)
  const top = key.bottom + 8 + AXIS_HEIGHT
  const bottom = top + 6 + rows.length * ROW_HEIGHT + 4
  const notes = smallPrint(comparison.notes, bottom + AXIS_HEIGHT + 4)
  const axes = timeGrid(scale, top, bottom)
  const body = rows.flatMap((row, index) => rowShapes(rowOf(row), scale, top + 6 + index * ROW_HEIGHT))
  return svgOf({
    title: `${comparison.title}. ${comparison.verdict}`,
    height: Math.ceil(notes.bottom + MARGIN / 2),
    option: { grid: axes.grid, xAxis: [axes.top, axes.bottom], yAxis: { show: false, min: 0, max: 1 } },
    shapes: [...head.shapes, ...key.shapes, ...body, ...notes.shapes],
  })
}

function endOf(rows: readonly Compared[]): number {
  const longest = Math.max(0, ...rows.map(({ seconds }) => seconds))
  const allowed = Math.max(0, ...rows.map(({ allowedSeconds }) => allowedSeconds))
  return Math.ceil(Math.max(longest, Math.min(allowed, longest * ALLOWED_SHOWN_TIMES)) * ROOM)
}

const isOver = ({ seconds, allowedSeconds }: Compared): boolean => seconds > allowedSeconds

const rowOf = (row: Compared): Row => ({
  ...{ title: row.title, note: row.note, tone: isOver(row) ? 'over' : 'good', waitsFromSeconds: null },
  plannedSeconds: row.allowedSeconds,
  bars: [{ fromSeconds: 0, toSeconds: row.seconds, failed: false }],
})

/** Only what is there. */
const keyOf = ({ rows, words }: Comparison): KeyEntry[] => [
  { words: words.took, sample: (at) => [box(at, COLOURS.good)] },
  { words: words.allowed, sample: (at) => [box(at, COLOURS.track, COLOURS.trackEdge, 2)] },
  ...(rows.some(isOver)
    ? [
        {
          words: words.over,
          sample: (at: Parameters<typeof box>[0]) => [box(at, COLOURS.over), hatch(at, COLOURS.paper)],
        },
      ]
    : []),
]
