/**
 * The typeface of charts, DejaVu Sans from npm, and how wide a text is in it: charts are laid out where no browser can be asked. Promises the advance widths of the
 * font file itself, kerning aside, which only ever makes a text narrower.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export type Weight = 'normal' | 'bold'

/** Verdana is as wide; whoever opens the SVG without DejaVu sees much the same. */
export const FONT_FAMILY = 'DejaVu Sans, Verdana, sans-serif'

const fileOf = (name: string): string => fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
const NAMES: Record<Weight, string> = { normal: 'DejaVuSans', bold: 'DejaVuSans-Bold' }

/** Paths of the font's files. */
export const fontFiles = (): string[] => Object.values(NAMES).map(fileOf)

/** Width of a text in pixels, at so many pixels of size. */
export function textWidth(text: string, size: number, weight: Weight = 'normal'): number {
  read[weight] ??= readFont(readFileSync(fileOf(NAMES[weight])))
  const { advanceOf, unitsPerEm } = read[weight]
  let units = 0
  for (const char of text) units += advanceOf(char.codePointAt(0) ?? 0)
  return (units * size) / unitsPerEm
}

interface Font {
  unitsPerEm: number
  /** In the font's units; a character that the font lacks is as wide as its box. */
  advanceOf: (codePoint: number) => number
}

/** A font never changes while we run. */
const read: Partial<Record<Weight, Font>> = {}

/** The tables of a TrueType file that widths need: `head`, `hhea`, `hmtx` and the Unicode part of `cmap` (format 4). */
function readFont(bytes: Buffer): Font {
  const tables = new Map<string, number>()
  for (let index = 0; index < bytes.readUInt16BE(4); index++) {
    const at = 12 + 16 * index
    tables.set(bytes.toString('latin1', at, at + 4), bytes.readUInt32BE(at + 8))
  }
  const table = (name: string): number => {
    const at = tables.get(name)
    if (at === undefined) throw new Error(`The font has no table ${name}.`)
    return at
  }
  const widths = bytes.readUInt16BE(table('hhea') + 34)
  const glyphOf = readCharacters(bytes, table('cmap'))
  return {
    unitsPerEm: bytes.readUInt16BE(table('head') + 18),
    advanceOf: (codePoint) => bytes.readUInt16BE(table('hmtx') + 4 * Math.min(glyphOf(codePoint), widths - 1)),
  }
}

const WINDOWS_UNICODE = { platform: 3, encoding: 1 }

/** From a character to its glyph; 0: it has none. */
function readCharacters(bytes: Buffer, cmap: number): (codePoint: number) => number {
  const count = bytes.readUInt16BE(cmap + 2)
  const records = Array.from({ length: count }, (_, index) => cmap + 4 + 8 * index)
  const record = records.find(
    (at) =>
      bytes.readUInt16BE(at) === WINDOWS_UNICODE.platform && bytes.readUInt16BE(at + 2) === WINDOWS_UNICODE.encoding,
  )
  if (record === undefined) throw new Error('The font has no Unicode characters.')
  const start = cmap + bytes.readUInt32BE(record + 4)
  const twiceSegments = bytes.readUInt16BE(start + 6)
  const [ends, starts] = [start + 14, start + 16 + twiceSegments]
  return (codePoint) => {
    for (let at = 0; at < twiceSegments; at += 2) {
      if (bytes.readUInt16BE(ends + at) < codePoint) continue
      const first = bytes.readUInt16BE(starts + at)
      if (first > codePoint) return 0
      const delta = bytes.readUInt16BE(starts + twiceSegments + at)
      const rangeAt = starts + 2 * twiceSegments + at
      const range = bytes.readUInt16BE(rangeAt)
      if (range === 0) return (codePoint + delta) & 0xffff
      const glyph = bytes.readUInt16BE(rangeAt + range + 2 * (codePoint - first))
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff
    }
    return 0
  }
}
