/**
 * A Gantt chart to be read on a telephone: what was done as bars against what was planned, moments as marks above them, the limit and the end as lines through all.
 * Times in seconds from a common beginning. The same chart gives the same bytes.
 */

import { type Bar, ROW_HEIGHT, type Row, rowShapes } from './bars.ts'
import { type Head, headShapes, smallPrint } from './head.ts'
import { type KeyEntry, keyShapes } from './key.ts'
import { LANE_HEIGHT, type Lane, laneShapes } from './lanes.ts'
import { COLOURS, MARGIN } from './look.ts'
import { MOMENT_LINE, type Moment, momentShapes } from './moments.ts'
import { SECTION_HEIGHT, sectionShapes } from './section.ts'
import { box, hatch, line, type Shape } from './shapes.ts'
import { svgOf } from './svg.ts'
import { AXIS_HEIGHT, timeGrid, timeScale } from './time-axis.ts'

export type { Bar, Row } from './bars.ts'
export type { Lane, Mark } from './lanes.ts'
export type { Moment } from './moments.ts'

export interface Gantt extends Head {
  /** Where the axis ends. */
  endSeconds: number
  limit: Moment
  /** Null: it never came. */
  reached: Moment | null
  lanes: Lane[]
  sections: { title: string; rows: Row[] }[]
  /** What the signs mean. */
  words: { done: string; open: string; over: string; failed: string; planned: string; waits: string; axis: string }
  notes: string[]
}

export function ganttSvg(gantt: Gantt): string {
  const scale = timeScale(gantt.endSeconds)
  const head = headShapes(gantt, MARGIN - 8)
  const key = keyShapes(keyOf(gantt), head.bottom + 10)
  const momentsTop = key.bottom + 8
  const { limit, reached } = gantt
  const moments = [...(reached ? [{ ...reached, isGood: true }] : []), { ...limit, isGood: false }]
  const top = momentsTop + moments.length * MOMENT_LINE + AXIS_HEIGHT
  const body: Shape[] = []
  let y = top + 6
  for (const lane of gantt.lanes) {
    body.push(...laneShapes(lane, scale, y))
    y += LANE_HEIGHT
  }
  for (const { title, rows } of gantt.sections) {
    body.push(...sectionShapes(title, y))
    y += SECTION_HEIGHT
    for (const row of rows) {
      body.push(...rowShapes(row, scale, y))
      y += ROW_HEIGHT
    }
  }
  const bottom = y + 4
  const notes = smallPrint([gantt.words.axis, ...gantt.notes], bottom + AXIS_HEIGHT + 4)
  const axes = timeGrid(scale, top, bottom)
  return svgOf({
    title: `${gantt.title}. ${gantt.verdict}`,
    height: Math.ceil(notes.bottom + MARGIN / 2),
    option: { grid: axes.grid, xAxis: [axes.top, axes.bottom], yAxis: { show: false, min: 0, max: 1 } },
    shapes: [
      ...[...head.shapes, ...key.shapes],
      ...momentShapes(moments, scale, momentsTop, top, bottom),
      ...[...body, ...notes.shapes],
    ],
  })
}

/** Only what is there. */
function keyOf({ sections, words }: Gantt): KeyEntry[] {
  const rows = sections.flatMap((section) => section.rows)
  const bars = rows.flatMap((row) => row.bars.map((bar) => ({ ...bar, planned: row.plannedSeconds })))
  const lasted = ({ fromSeconds, toSeconds }: Bar) => (toSeconds ?? fromSeconds) - fromSeconds
  const isOver = (bar: (typeof bars)[number]) => !bar.failed && bar.planned !== null && lasted(bar) > bar.planned
  const entries: [boolean, KeyEntry][] = [
    [bars.some(({ failed }) => !failed), { words: words.done, sample: (at) => [box(at, COLOURS.good)] }],
    [
      bars.some((bar) => bar.planned !== null),
      { words: words.planned, sample: (at) => [box(at, COLOURS.track, COLOURS.trackEdge, 2)] },
    ],
    [bars.some(isOver), { words: words.over, sample: (at) => [box(at, COLOURS.over), hatch(at, COLOURS.paper)] }],
    [
      bars.some(({ failed }) => failed),
      { words: words.failed, sample: (at) => [box(at, COLOURS.bad), hatch(at, COLOURS.paper, true)] },
    ],
    [
      bars.some(({ toSeconds }) => toSeconds === null),
      { words: words.open, sample: (at) => [box(at, COLOURS.goodPale)] },
    ],
    [
      rows.some(({ waitsFromSeconds }) => waitsFromSeconds !== null),
      {
        words: words.waits,
        sample: ({ x, y, width, height }) => [
          line(x, y + height / 2, x + width, y + height / 2, COLOURS.trackEdge, [3, 3]),
          line(x, y + 2, x, y + height - 2, COLOURS.trackEdge),
        ],
      },
    ],
  ]
  return entries.filter(([isThere]) => isThere).map(([, entry]) => entry)
}
