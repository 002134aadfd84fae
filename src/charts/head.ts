/** What stands above a chart: what it is of, and what came of it. */
import { wrapped } from './fit-text.ts'
import { COLOURS, MARGIN, PLOT, TYPE } from './look.ts'
import { type Shape, text } from './shapes.ts'

export interface Head {
  title: string
  subtitle: string
  verdict: string
  isGood: boolean
}

const LINE = { title: 27, subtitle: 21, verdict: 23 }
const LINES_MAX = { title: 3, subtitle: 3, verdict: 4 }

export interface Drawn {
  shapes: Shape[]
  /** Where it ends. */
  bottom: number
}

export function headShapes({ title, subtitle, verdict, isGood }: Head, top: number): Drawn {
  let y = top
  const lines = (
    words: string,
    part: keyof typeof LINE,
    type: (typeof TYPE)['title' | 'note' | 'verdict'],
    colour: string,
  ) =>
    wrapped(words, PLOT.width, type, LINES_MAX[part]).map((one) => {
      y += LINE[part]
      return text(one, MARGIN, y - LINE[part] / 2, { type, colour })
    })
  const shapes = lines(title, 'title', TYPE.title, COLOURS.ink)
  y += 2
  shapes.push(...lines(subtitle, 'subtitle', TYPE.note, COLOURS.quiet))
  y += 8
  shapes.push(
    ...lines(`${isGood ? '✓' : '✗'} ${verdict}`, 'verdict', TYPE.verdict, isGood ? COLOURS.back : COLOURS.bad),
  )
  return { shapes, bottom: y }
}

/** Small print; each text on lines of its own. */
export function smallPrint(texts: readonly string[], top: number): Drawn {
  const lines = texts.flatMap((one) => wrapped(one, PLOT.width, TYPE.note, LINES_MAX.verdict))
  const shapes = lines.map((one, index) =>
    text(one, MARGIN, top + LINE.subtitle * (index + 0.5), { type: TYPE.note, colour: COLOURS.quiet }),
  )
  return { shapes, bottom: top + LINE.subtitle * lines.length }
}
