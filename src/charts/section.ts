/** The band that begins a part of a chart. */
import { shortened } from './fit-text.ts'
import { COLOURS, MARGIN, PLOT, TYPE, WIDTH } from './look.ts'
import { box, type Shape, text } from './shapes.ts'

export const SECTION_HEIGHT = 34

/** @param y its upper edge. */
export const sectionShapes = (title: string, y: number): Shape[] => [
  box({ x: 0, y: y + 4, width: WIDTH, height: SECTION_HEIGHT - 8 }, COLOURS.band),
  text(shortened(title, PLOT.width, TYPE.heading), MARGIN, y + SECTION_HEIGHT / 2, { type: TYPE.heading }),
]
