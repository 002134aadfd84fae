/** The texts of a chart, and where they lie. */
import { textWidth } from '../../src/charts/font.ts'

export interface DrawnText {
  words: string
  left: number
  right: number
  top: number
  bottom: number
}

const TEXT = /<text ([^>]*)>([^<]*)<\/text>/g

export function drawnTexts(svg: string): DrawnText[] {
  return [...svg.matchAll(TEXT)].map(([, marks = '', escaped = '']) => {
    const words = escaped
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&')
    const size = Number(/font-size:([\d.]+)px/.exec(marks)?.[1])
    const [, x, y] = /transform="translate\(([-\d.]+) ([-\d.]+)\)"/.exec(marks) ?? []
    const width = textWidth(words, size, marks.includes('font-weight:bold') ? 'bold' : 'normal')
    const anchor = /text-anchor="(\w+)"/.exec(marks)?.[1] ?? 'start'
    const left = Number(x) - { start: 0, middle: width / 2, end: width }[anchor]!
    const middle = Number(y) + Number(/ y="([-\d.]+)"/.exec(marks)?.[1] ?? 0)
    // Letters without their ascenders and descenders, which may come near the next line's.
    return { words, left, right: left + width, top: middle - size * 0.4, bottom: middle + size * 0.4 }
  })
}

/** What lies outside the picture, or over another text. */
export function misplaced(svg: string): string[] {
  const [, width, height] = /<svg width="(\d+)" height="(\d+)"/.exec(svg) ?? []
  const texts = drawnTexts(svg)
  const outside = texts.filter(
    ({ left, right, top, bottom }) => left < 0 || right > Number(width) || top < 0 || bottom > Number(height),
  )
  const covered = texts.flatMap((one, index) =>
    texts
      .slice(index + 1)
      .filter(
        (other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom,
      )
      .map((other) => `"${one.words}" and "${other.words}" lie over each other`),
  )
  return [...outside.map(({ words }) => `"${words}" leaves the picture`), ...covered]
}
