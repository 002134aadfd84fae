/** What the colours and hatchings of a chart mean, in as many lines as it takes. */
import { textWidth } from './font.ts'
import type { Drawn } from './head.ts'
import { MARGIN, PLOT, TYPE } from './look.ts'
import { type Box, type Shape, text } from './shapes.ts'

export interface KeyEntry {
  words: string
  sample: (field: Box) => Shape[]
}

const SAMPLE = { width: 24, height: 12 }
const [GAP, SPACE, LINE] = [7, 18, 24]

export function keyShapes(entries: readonly KeyEntry[], top: number): Drawn {
  const shapes: Shape[] = []
  let [x, y] = [MARGIN, top]
  for (const { words, sample } of entries) {
    const width = SAMPLE.width + GAP + textWidth(words, TYPE.note.size)
    if (x > MARGIN && x + width > PLOT.right) [x, y] = [MARGIN, y + LINE]
    shapes.push(...sample({ x, y: y + (LINE - SAMPLE.height) / 2, ...SAMPLE }))
    shapes.push(text(words, x + SAMPLE.width + GAP, y + LINE / 2, { type: TYPE.note }))
    x += width + SPACE
  }
  return { shapes, bottom: entries.length === 0 ? top : y + LINE }
}
