/** What charts are drawn with: a few shapes in pixels, made into the graphic elements of the chart library. Nothing here moves or answers a pointer. */

import type { Type } from './fit-text.ts'
import { FONT_FAMILY, textWidth } from './font.ts'
import { COLOURS } from './look.ts'

/** As the library's `graphic` component takes it. */
export type Shape = { type: string } & Record<string, unknown>

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface Written {
  type: Type
  colour?: string
  align?: 'left' | 'center' | 'right'
}

/** The library remembers widths by their text in a plain object, in which it would find these without having put them there, and change what it finds. */
const remembered = (words: string): string => (words in Object.prototype ? `${words} ` : words)

/** One line, its middle at `y`. */
export const text = (words: string, x: number, y: number, { type, colour, align }: Written): Shape => ({
  ...{ type: 'text', x, y, silent: true },
  style: {
    text: remembered(words),
    ...{ fontSize: type.size, fontWeight: type.weight ?? 'normal', fontFamily: FONT_FAMILY },
    fill: colour ?? COLOURS.ink,
    ...{ align: align ?? 'left', verticalAlign: 'middle' },
  },
})

const AROUND = { x: 4, y: 2 }

/** The same on paper of its own, for where lines run behind it. */
export function textOnLines(words: string, x: number, y: number, written: Written): Shape[] {
  if (words === '') return []
  const { type, align = 'left' } = written
  const width = textWidth(words, type.size, type.weight)
  const left = { left: x, center: x - width / 2, right: x - width }[align]
  const height = type.size + 2 * AROUND.y
  const paper = { x: left - AROUND.x, y: y - height / 2, width: width + 2 * AROUND.x, height }
  return [box(paper, COLOURS.paper), text(words, x, y, written)]
}

export const box = ({ x, y, width, height }: Box, fill: string, edge?: string, round = 0): Shape => ({
  ...{ type: 'rect', silent: true },
  shape: { x, y, width, height, r: round },
  style: { fill, ...(edge ? { stroke: edge, lineWidth: 1 } : {}) },
})

export const line = (x1: number, y1: number, x2: number, y2: number, colour: string, dash?: number[]): Shape => ({
  ...{ type: 'line', silent: true },
  shape: { x1, y1, x2, y2 },
  style: { stroke: colour, lineWidth: 2, ...(dash ? { lineDash: dash } : {}) },
})

const HATCH_GAP = 6

/** Slanting lines over a box; `crossed`: both ways. */
export function hatch({ x, y, width, height }: Box, colour: string, crossed = false): Shape {
  const children: Shape[] = []
  for (let at = x - height; at < x + width; at += HATCH_GAP) {
    children.push(line(at, y + height, at + height, y, colour))
    if (crossed) children.push(line(at, y, at + height, y + height, colour))
  }
  return { type: 'group', silent: true, clipPath: { type: 'rect', shape: { x, y, width, height } }, children }
}

const PILL_HEIGHT = 22
const PILL_PAD = 7

export const pillWidth = (words: string, type: Type): number =>
  Math.max(PILL_HEIGHT, Math.ceil(textWidth(words, type.size, type.weight)) + 2 * PILL_PAD)

/** A few characters in a round field, its middle at `x`, `y`. */
export function pill(words: string, x: number, y: number, type: Type, fill: string, isHollow = false): Shape[] {
  const width = pillWidth(words, type)
  const field = { x: x - width / 2, y: y - PILL_HEIGHT / 2, width, height: PILL_HEIGHT }
  return [
    { ...box(field, isHollow ? COLOURS.paper : fill, fill, PILL_HEIGHT / 2) },
    text(words, x, y, { type, colour: isHollow ? fill : COLOURS.paper, align: 'center' }),
  ]
}
