/**
 * How lengths of time are spread, to be read on a telephone: one panel below the other on the same axis, the limit through all of them, and below what it is made of
 * as bars. The same chart gives the same bytes.
 */
import { ROW_HEIGHT, rowShapes } from './bars.ts'
import { wrapped } from './fit-text.ts'
import { type Head, headShapes, smallPrint } from './head.ts'
import { LANE_HEIGHT, type Lane, laneShapes } from './lanes.ts'
import { COLOURS, MARGIN, PLOT, TYPE } from './look.ts'
import { MOMENT_LINE, type Moment, momentShapes } from './moments.ts'
import { SECTION_HEIGHT, sectionShapes } from './section.ts'
import { type Shape, textOnLines } from './shapes.ts'
import { svgOf } from './svg.ts'
import { AXIS_HEIGHT, timeGrid, timeScale } from './time-axis.ts'

/** Its marks stand over the bars. */
export interface Panel extends Lane {
  /** Below its title. */
  detail: string
  /** Every length, in any order. */
  seconds: number[]
}

interface Share {
  title: string
  note: string
  seconds: number
}

export interface Histogram extends Head {
  /** Where the axis ends; what is longer is left out. */
  endSeconds: number
  limit: Moment
  panels: Panel[]
  /** Bars of one scale, within each section. */
  sections: { title: string; rows: Share[] }[]
  notes: string[]
}

const BINS = 46
const BARS_HEIGHT = 120
const [DETAIL_LINE, PANEL_GAP] = [21, 10]

export function histogramSvg(histogram: Histogram): string {
  const scale = timeScale(histogram.endSeconds)
  const head = headShapes(histogram, MARGIN - 8)
  const momentsTop = head.bottom + 12
  const top = momentsTop + MOMENT_LINE + AXIS_HEIGHT
  const shapes: Shape[] = []
  const floors: number[] = []
  let y = top + 6
  for (const panel of histogram.panels) {
    shapes.push(...laneShapes({ ...panel, marks: [] }, scale, y))
    y += TITLE_HEIGHT
    for (const one of wrapped(panel.detail, PLOT.width, TYPE.note, 2)) {
      shapes.push(...textOnLines(one, MARGIN, y + DETAIL_LINE / 2, { type: TYPE.note, colour: COLOURS.quiet }))
      y += DETAIL_LINE
    }
    shapes.push(...laneShapes({ ...panel, title: '', note: '' }, scale, y - TITLE_HEIGHT + 2))
    y += LANE_HEIGHT - TITLE_HEIGHT + BARS_HEIGHT
    floors.push(y)
    y += PANEL_GAP
  }
  const bottom = floors.at(-1) ?? y
  y = bottom + AXIS_HEIGHT + 6
  for (const { title, rows } of histogram.sections) {
    shapes.push(...sectionShapes(title, y))
    y += SECTION_HEIGHT
    shapes.push(...sharesShapes(rows, y))
    y += rows.length * ROW_HEIGHT
  }
  const notes = smallPrint(histogram.notes, y + 8)
  return svgOf({
    title: `${histogram.title}. ${histogram.verdict}`,
    height: Math.ceil(notes.bottom + MARGIN / 2),
    option: optionOf(histogram, floors, top, bottom),
    shapes: [
      ...head.shapes,
      ...momentShapes([{ ...histogram.limit, isGood: false }], scale, momentsTop, top, bottom),
      ...[...shapes, ...notes.shapes],
    ],
  })
}

const TITLE_HEIGHT = 23

/** Rows against the longest of them. */
function sharesShapes(rows: readonly Share[], top: number): Shape[] {
  const scale = timeScale(Math.max(...rows.map(({ seconds }) => seconds)))
  return rows.flatMap(({ title, note, seconds }, index) =>
    rowShapes(
      {
        ...{ title, note, tone: 'good', plannedSeconds: null, waitsFromSeconds: null },
        bars: [{ fromSeconds: 0, toSeconds: seconds, failed: false }],
      },
      scale,
      top + index * ROW_HEIGHT,
    ),
  )
}

/** The axis over everything, and in each panel a grid of its own for the bars. */
function optionOf({ panels, endSeconds, limit }: Histogram, floors: readonly number[], top: number, bottom: number) {
  const scale = timeScale(endSeconds)
  const axes = timeGrid(scale, top, bottom)
  const counts = panels.map(({ seconds }) => binned(seconds, scale.endSeconds))
  const highest = Math.max(1, ...counts.flat())
  const hidden = { show: false, min: 0 }
  return {
    grid: [axes.grid, ...floors.map((floor) => ({ ...axes.grid, top: floor - BARS_HEIGHT, height: BARS_HEIGHT }))],
    xAxis: [
      ...[axes.top, axes.bottom],
      ...panels.map((_, index) => ({ ...hidden, type: 'value', gridIndex: index + 1, max: scale.endSeconds })),
    ],
    yAxis: [
      { ...hidden, max: 1 },
      ...panels.map((_, index) => ({ ...hidden, type: 'value', gridIndex: index + 1, max: highest })),
    ],
    series: counts.map((bins, index) => ({
      ...{ type: 'bar', silent: true, xAxisIndex: index + 2, yAxisIndex: index + 1 },
      barWidth: PLOT.width / BINS - 1,
      data: bins.map((count, bin) => ({
        value: [((bin + 0.5) * scale.endSeconds) / BINS, count],
        itemStyle: { color: (bin * scale.endSeconds) / BINS < limit.seconds ? COLOURS.good : COLOURS.over },
      })),
    })),
  }
}

function binned(seconds: readonly number[], endSeconds: number): number[] {
  const bins = new Array<number>(BINS).fill(0)
  for (const one of seconds) {
    const bin = Math.floor((one / endSeconds) * BINS)
    if (bin < BINS) bins[bin] = (bins[bin] ?? 0) + 1
  }
  return bins
}
