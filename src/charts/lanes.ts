/** Moments on a time axis as marks in a row; those that would cover each other become one. */

import { shortened } from './fit-text.ts'
import { textWidth } from './font.ts'
import { COLOURS, MARGIN, PLOT, TYPE } from './look.ts'
import { pill, pillWidth, type Shape, textOnLines } from './shapes.ts'
import type { TimeScale } from './time-axis.ts'

export interface Mark {
  seconds: number
  /** What stands in it; absent: marks are counted. */
  name?: string
  /** `open`: it has not happened. */
  tone: 'good' | 'bad' | 'quiet' | 'open'
}

export interface Lane {
  title: string
  /** At its right; may be empty. */
  note: string
  marks: Mark[]
}

export const LANE_HEIGHT = 52
const [TITLE_Y, MARKS_Y] = [11, 35]
const GAP = 2

const FILLS = { good: COLOURS.good, bad: COLOURS.bad, quiet: COLOURS.quiet, open: COLOURS.quiet }
/** Of marks that became one, the first of these that is among them. */
const TONES: Mark['tone'][] = ['bad', 'open', 'good', 'quiet']
const HOLLOW: ReadonlySet<Mark['tone']> = new Set(['bad', 'open'])

interface Bundle {
  /** The middle, in pixels. */
  x: number
  width: number
  marks: Mark[]
}

/** @param y its upper edge. */
export function laneShapes({ title, note, marks }: Lane, scale: TimeScale, y: number): Shape[] {
  const noteWidth = note === '' ? 0 : textWidth(note, TYPE.note.size) + 12
  const words = shortened(title, PLOT.width - noteWidth, TYPE.heading)
  const noteAs = { type: TYPE.note, colour: COLOURS.quiet, align: 'right' } as const
  return [
    ...textOnLines(words, MARGIN, y + TITLE_Y, { type: TYPE.heading }),
    ...textOnLines(note, PLOT.right, y + TITLE_Y, noteAs),
    ...bundles(marks, scale).flatMap((bundle) => {
      const tone = TONES.find((one) => bundle.marks.some((mark) => mark.tone === one)) ?? 'quiet'
      return pill(wordsOf(bundle.marks), bundle.x, y + MARKS_Y, TYPE.mark, FILLS[tone], HOLLOW.has(tone))
    }),
  ]
}

/** From left to right; each new mark joins the one before it when they would touch. */
function bundles(marks: readonly Mark[], scale: TimeScale): Bundle[] {
  const all: Bundle[] = []
  for (const mark of marks.toSorted((a, b) => a.seconds - b.seconds)) {
    let bundle = bundleOf([mark], scale)
    for (let before = all.at(-1); before !== undefined && touches(before, bundle); before = all.at(-1)) {
      all.pop()
      bundle = bundleOf([...before.marks, ...bundle.marks], scale)
    }
    all.push(bundle)
  }
  return all
}

const touches = (left: Bundle, right: Bundle): boolean => left.x + left.width / 2 + GAP > right.x - right.width / 2

/** It stands where its first mark does, and never out of the picture. */
function bundleOf(marks: Mark[], scale: TimeScale): Bundle {
  const width = pillWidth(wordsOf(marks), TYPE.mark)
  const x = scale.x(marks[0]?.seconds ?? 0)
  return {
    marks,
    width,
    x: Math.min(Math.max(x, PLOT.left + width / 2 - MARGIN / 2), PLOT.right - width / 2 + MARGIN / 2),
  }
}

function wordsOf(marks: readonly Mark[]): string {
  const warning = marks.some(({ tone }) => tone === 'bad') ? '!' : ''
  const names = [...new Set(marks.flatMap(({ name }) => name ?? []))]
  if (names.length === 0) return `${marks.length}${warning}`
  return `${names.length === 1 ? names[0] : `${names[0]}–${names.at(-1)}`}${warning}`
}
