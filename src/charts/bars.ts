/** One row of a Gantt chart: a title, what came of it, and below both its bars against what was planned. */
import { shortened } from './fit-text.ts'
import { textWidth } from './font.ts'
import { COLOURS, MARGIN, PLOT, TYPE } from './look.ts'
import { box, hatch, line, type Shape, textOnLines } from './shapes.ts'
import type { TimeScale } from './time-axis.ts'

export interface Bar {
  fromSeconds: number
  /** Null: it has not ended. */
  toSeconds: number | null
  failed: boolean
}

export interface Row {
  title: string
  /** At its right. */
  note: string
  tone: 'good' | 'over' | 'bad'
  /** Null: none was planned. */
  plannedSeconds: number | null
  /** Since when it could have begun. */
  waitsFromSeconds: number | null
  bars: Bar[]
}

export const ROW_HEIGHT = 41
const [TITLE_Y, BAR_Y, BAR_HEIGHT] = [11, 23, 12]
const BAR_WIDTH_MIN = 4
const GAP = 12

/** @param y its upper edge. */
export function rowShapes(row: Row, scale: TimeScale, y: number): Shape[] {
  const { title, note, tone, waitsFromSeconds, bars } = row
  const noteType = tone === 'good' ? TYPE.note : TYPE.noteBold
  const noteColour = { good: COLOURS.quiet, over: COLOURS.over, bad: COLOURS.bad }[tone]
  const noteWidth = Math.ceil(textWidth(note, noteType.size, tone === 'good' ? 'normal' : 'bold'))
  const titleWidth = PLOT.width - noteWidth - GAP
  return [
    ...textOnLines(shortened(title, titleWidth, TYPE.row), MARGIN, y + TITLE_Y, { type: TYPE.row }),
    ...textOnLines(note, PLOT.right, y + TITLE_Y, { type: noteType, colour: noteColour, align: 'right' }),
    ...waiting(waitsFromSeconds, bars[0], scale, y + BAR_Y),
    ...bars.flatMap((bar, index) => [
      ...planned(bar, index === bars.length - 1 ? row.plannedSeconds : null, scale, y + BAR_Y),
      ...barShapes(bar, row.plannedSeconds, scale, y + BAR_Y),
    ]),
  ]
}

function waiting(fromSeconds: number | null, first: Bar | undefined, scale: TimeScale, y: number): Shape[] {
  if (fromSeconds === null || first === undefined) return []
  const [from, to] = [scale.x(fromSeconds), scale.x(first.fromSeconds)]
  if (to - from < 2) return []
  const middle = y + BAR_HEIGHT / 2
  return [
    line(from, middle, to, middle, COLOURS.trackEdge, [3, 3]),
    line(from, y + 2, from, y + BAR_HEIGHT - 2, COLOURS.trackEdge),
  ]
}

function planned({ fromSeconds }: Bar, seconds: number | null, scale: TimeScale, y: number): Shape[] {
  if (seconds === null) return []
  const [from, to] = [scale.x(fromSeconds), scale.x(fromSeconds + seconds)]
  const field = { x: from, y: y - 2, width: Math.max(BAR_WIDTH_MIN, to - from), height: BAR_HEIGHT + 4 }
  return [box(field, COLOURS.track, COLOURS.trackEdge, 2)]
}

function barShapes({ fromSeconds, toSeconds, failed }: Bar, plan: number | null, scale: TimeScale, y: number): Shape[] {
  const part = (from: number, to: number) => ({
    ...{ x: scale.x(from), y, height: BAR_HEIGHT },
    width: Math.max(BAR_WIDTH_MIN, scale.x(to) - scale.x(from)),
  })
  const end = toSeconds ?? scale.endSeconds
  const whole = part(fromSeconds, end)
  if (failed) return [box(whole, COLOURS.bad), hatch(whole, COLOURS.paper, true)]
  if (toSeconds === null) return [box(whole, COLOURS.goodPale)]
  if (plan === null || end <= fromSeconds + plan) return [box(whole, COLOURS.good)]
  const over = part(fromSeconds + plan, end)
  return [box(part(fromSeconds, fromSeconds + plan), COLOURS.good), box(over, COLOURS.over), hatch(over, COLOURS.paper)]
}
