/** Moments as lines through a whole chart; one beyond its end is said at the edge. */
import { shortened } from './fit-text.ts'
import { textWidth } from './font.ts'
import { COLOURS, PLOT, TYPE } from './look.ts'
import { line, type Shape, text } from './shapes.ts'
import type { TimeScale } from './time-axis.ts'

export interface Moment {
  seconds: number
  label: string
}

/** Of its words, pixels. */
export const MOMENT_LINE = 22

/** Their words stand on a line each, so that they never meet; the lines begin below the axis. */
export function momentShapes(
  moments: readonly (Moment & { isGood: boolean })[],
  scale: TimeScale,
  top: number,
  axisY: number,
  bottom: number,
): Shape[] {
  return moments.flatMap(({ seconds, label, isGood }, index) => {
    const [colour, dash] = isGood ? [COLOURS.back, undefined] : [COLOURS.bad, [7, 5]]
    const y = top + MOMENT_LINE * (index + 0.5)
    const isBeyond = seconds > scale.endSeconds
    const { words, at, align } = signpost(`${isGood ? '✓ ' : ''}${label}`, isBeyond ? null : scale.x(seconds))
    return [
      ...(isBeyond ? [] : [line(scale.x(seconds), axisY, scale.x(seconds), bottom, colour, dash)]),
      text(words, at, y, { type: TYPE.noteBold, colour, align }),
    ]
  })
}

const widthOf = (words: string): number => textWidth(words, TYPE.noteBold.size, 'bold')

/** Words whose mark stands on their line: before it where there is room, else behind it. @param x null: the line is beyond the right edge. */
function signpost(label: string, x: number | null): { words: string; at: number; align: 'left' | 'right' } {
  if (x === null) return { words: shortened(`${label} →`, PLOT.width, TYPE.noteBold), at: PLOT.right, align: 'right' }
  const half = widthOf('▾') / 2
  const before = shortened(`${label} ▾`, PLOT.width, TYPE.noteBold)
  const room = { before: x + half - PLOT.left, behind: PLOT.right - (x - half) }
  if (widthOf(before) <= room.before || room.before >= room.behind)
    return { words: `${shortened(label, room.before - widthOf(' ▾'), TYPE.noteBold)} ▾`, at: x + half, align: 'right' }
  return { words: `▾ ${shortened(label, room.behind - widthOf('▾ '), TYPE.noteBold)}`, at: x - half, align: 'left' }
}
