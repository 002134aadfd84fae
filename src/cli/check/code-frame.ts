/**
 * The lines of a text in which a finding stands, with a mark under its column. Promises that no secret is shown: a check runs where its output is kept and read
 * by many.
 */
import type { styleText } from 'node:util'
import { isScalar, parseDocument, visit } from 'yaml'
import type { Judged } from '../../check/check.ts'
import { hide, placeAfterHiding, type Span, secretSpans } from '../../plan/hide-secrets.ts'
import { inlineSecrets } from '../../plan/inline-secrets.ts'
import { readYaml } from '../../plan/yaml-source.ts'
import type { CheckedFile } from './checked-file.ts'

export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string

/** The frame of a finding; empty when there is no text to show. */
export type Frames = (finding: Judged, paint: Paint) => string

/** As much of a line is shown; a plan in flow style may be one line of any length. */
const SHOWN_MAX = 160

/** A line, and the parts of it that are not to be shown. */
interface Line {
  text: string
  secrets: Span[]
}

export function codeFrames(texts: CheckedFile['texts']): Frames {
  const lines = new Map<string, Line[]>()
  const linesOf = (file: string): Line[] | undefined => {
    const text = texts.get(file)
    if (text === undefined) return undefined
    const split = lines.get(file) ?? linesIn(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'))
    lines.set(file, split)
    return split
  }
  return ({ file, line, column, rule }, paint) => {
    const found = rule === 'unreadable' ? undefined : linesOf(file)
    return found ? codeFrame(found, line, column, paint) : ''
  }
}

function linesIn(text: string): Line[] {
  const secrets = secretTexts(text)
  let begin = 0
  return text.split('\n').map((line) => {
    const from = begin
    begin += line.length + 1
    const here = secrets.flatMap(([start, end]): Span[] =>
      start <= from + line.length && end > from ? [[Math.max(0, start - from), Math.min(line.length, end - from)]] : [],
    )
    return { text: line, secrets: [...secretSpans(line), ...here] }
  })
}

/**
 * The whole texts that are secrets or have one in them, also of a plan that is no YAML, as far as it can be read; to the end of the line where the text is not
 * found.
 */
function secretTexts(text: string): Span[] {
  const source = readYaml(text, '')
  const begins = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  const ends = new Map<number, number>()
  visit(parseDocument(text, { logLevel: 'silent' }), {
    Scalar: (_, node) => {
      if (isScalar(node) && node.range) ends.set(node.range[0], node.range[1])
    },
  })
  return inlineSecrets(source.data).map(({ path }) => {
    const { line, column } = source.place(path, 'value')
    const from = (begins[line - 1] ?? 0) + column - 1
    return [from, ends.get(from) ?? (begins[line] ?? text.length + 1) - 1]
  })
}

/** The line before and the line in question, with a mark under the column. */
function codeFrame(lines: readonly Line[], line: number, column: number, paint: Paint): string {
  const width = String(line).length
  const secrets = lines[line - 1]?.secrets ?? []
  const at = placeAfterHiding(column - 1, secrets)
  const shown = [line - 1, line].filter((number) => number >= 1)
  const texts = shown.map((number) => {
    const { text = '', secrets: hidden = [] } = lines[number - 1] ?? {}
    return hide(text, hidden)
  })
  const from = (texts.at(-1) ?? '').length > SHOWN_MAX ? Math.max(0, at - SHOWN_MAX / 2 + 1) : 0
  const quoted = shown.map(
    (number, index) => `    ${paint('dim', `${String(number).padStart(width)} |`)} ${cut(texts[index] ?? '', from)}\n`,
  )
  const before = ' '.repeat(at - from + (from > 0 ? 1 : 0))
  return `${quoted.join('')}    ${' '.repeat(width)} ${paint('dim', '|')} ${before}${paint('red', '^')}\n`
}

/** `…` where something is left out. */
function cut(line: string, from: number): string {
  const to = from + SHOWN_MAX
  return `${from > 0 ? '…' : ''}${line.slice(from, to)}${line.length > to ? '…' : ''}`
}
