/**
 * What a rendered plan is made of, before it is Markdown or HTML: headings, facts, tables, steps, code, diagrams. Promises that whatever is said in one
 * form is said in the other; how it looks is for `markdown.ts` and `html.ts`.
 */
import type { Diagram } from './diagram-shape.ts'

/** What a reader has to notice: nobody can be reached there, or something is destroyed, or somebody still has to fill it in. */
type Flag = 'missing' | 'danger' | 'placeholder'

export type Inline = string | { code: string } | { strong: string } | { flag: Flag; text: string } | { url: string }
export type Words = readonly Inline[]
/** What may stand where words are wanted. */
export type Prose = Inline | Words | number

export type Block =
  /** Level 1 is the document's title. `anchor` is unique in the document. */
  | { kind: 'heading'; level: 2 | 3 | 4; text: string; anchor: string }
  | { kind: 'paragraph'; words: Words }
  | { kind: 'note'; tone: 'info' | 'warning'; words: Words }
  /** tick: each has a box to tick. */
  | { kind: 'list'; items: Words[]; mark: 'dot' | 'number' | 'tick' }
  | { kind: 'facts'; rows: Fact[] }
  | { kind: 'table'; title: string; columns: string[]; rows: Words[][] }
  | { kind: 'code'; language: 'bash' | 'http' | 'sql' | ''; text: string }
  | { kind: 'diagram'; diagram: Diagram }
  /** `file`: where it lies beside the document. */
  | { kind: 'picture'; title: string; svg: string; file: string }
  | StepBlock

export interface StepBlock {
  kind: 'step'
  anchor: string
  number: number
  id: string
  title: string
  danger: boolean
  body: Block[]
}

/** A name and what there is to say under it: words, or blocks such as the commands of a step. */
export interface Fact {
  name: string
  words: Words
  blocks?: Block[]
}

export interface PlanDocument {
  title: string
  /** Such as Confidential; on every printed page. */
  classification: string | undefined
  /** One line that says which plan this is, on every printed page. */
  imprint: string
  blocks: Block[]
}

/** `words\`by ${{ code: 'x' }}\``: words with parts between them. */
export function words(texts: TemplateStringsArray, ...parts: Prose[]): Words {
  return texts.flatMap((text, index) => [
    ...(text === '' ? [] : [text]),
    ...(index < parts.length ? toWords(parts[index]!) : []),
  ])
}

export const toWords = (prose: Prose): Words => {
  if (typeof prose === 'number') return [String(prose)]
  return Array.isArray(prose) ? prose : [prose as Inline]
}

/** All of them, with something between. */
export const joined = (all: readonly Prose[], between: Prose = ', '): Words =>
  all.flatMap((prose, index) => (index === 0 ? toWords(prose) : [...toWords(between), ...toWords(prose)]))

export const codes = (texts: readonly string[], between = ', '): Words =>
  joined(
    texts.map((code) => ({ code })),
    between,
  )

export const heading = (level: 2 | 3 | 4, text: string, anchor: string): Block => ({
  kind: 'heading',
  level,
  text,
  anchor,
})
export const paragraph = (prose: Prose): Block => ({ kind: 'paragraph', words: toWords(prose) })
export const note = (tone: 'info' | 'warning', prose: Prose): Block => ({ kind: 'note', tone, words: toWords(prose) })
export const list = (items: readonly Prose[], mark: 'dot' | 'number' | 'tick' = 'dot'): Block => ({
  kind: 'list',
  items: items.map(toWords),
  mark,
})

/** Facts of which those without anything to say are left out. */
export const facts = (...rows: [name: string, prose: Prose | undefined][]): Block => ({
  kind: 'facts',
  rows: rows.flatMap(([name, prose]) =>
    prose === undefined || prose === '' || (Array.isArray(prose) && prose.length === 0)
      ? []
      : [{ name, words: toWords(prose) }],
  ),
})

export const table = (title: string, columns: string[], rows: readonly Prose[][]): Block => ({
  kind: 'table',
  title,
  columns,
  rows: rows.map((row) => row.map(toWords)),
})

/** A table without the columns that are empty in every row; none when there are no rows. */
export function lean(title: string, columns: string[], rows: readonly Prose[][]): Block[] {
  if (rows.length === 0) return []
  const all = rows.map((row) => row.map(toWords))
  const used = columns.map((_, index) => all.some((row) => (row[index] ?? []).some((inline) => inline !== '')))
  return [
    table(
      title,
      columns.filter((_, index) => used[index]),
      all.map((row) => row.filter((_, index) => used[index])),
    ),
  ]
}

/** What a text has that somebody still has to fill in: `(placeholder)`, `[NAME]`. */
const TO_FILL_IN = /(\(placeholder\))/

/** A text with what is still to be filled in set apart. */
export function pieces(text: string): Inline[] {
  return text
    .split(TO_FILL_IN)
    .filter((piece) => piece !== '')
    .map((piece) => (TO_FILL_IN.test(piece) ? { flag: 'placeholder', text: piece } : piece))
}
