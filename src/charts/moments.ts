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
    const words = shortened(`${isGood ? '✓ ' : ''}${label} ${isBeyond ? '→' : '▾'}`, PLOT.width, TYPE.noteBold)
    const half = textWidth(words, TYPE.noteBold.size, 'bold') / 2
    const middle = Math.min(Math.max(scale.x(seconds), PLOT.left + half), PLOT.right - half)
    return [
      ...(isBeyond ? [] : [line(scale.x(seconds), axisY, scale.x(seconds), bottom, colour, dash)]),
      text(words, middle, y, { type: TYPE.noteBold, colour, align: 'center' }),
    ]
  })
}
