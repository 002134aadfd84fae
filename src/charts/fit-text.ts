/** Texts made to fit: shortened to one line, or broken into a few. Promises that no line is wider than asked, and that what was left out is shown by an ellipsis. */
import { textWidth, type Weight } from './font.ts'

export interface Type {
  /** Pixels. */
  size: number
  weight?: Weight
}

/** @param width pixels. */
export function shortened(written: string, width: number, { size, weight }: Type): string {
  const text = written.replace(/\s+/g, ' ').trim()
  if (textWidth(text, size, weight) <= width) return text
  const chars = [...text]
  while (chars.length > 0 && textWidth(`${chars.join('').trimEnd()}…`, size, weight) > width) chars.pop()
  return `${chars.join('').trimEnd()}…`
}

/** Lines of whole words; a word that is wider than a line is shortened, and so is the last line when there is more. */
export function wrapped(text: string, width: number, type: Type, linesMax: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`
    if (lines.length === 0) lines.push(word)
    else if (lines.length >= linesMax || textWidth(longer, type.size, type.weight) <= width)
      lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.map((line) => shortened(line, width, type))
}
