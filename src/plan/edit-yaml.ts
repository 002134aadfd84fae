/**
 * Changes single values of a YAML text and leaves everything else as it was written: comments, order, quotes. Promises a text whose data differ from the first
 * ones' in the edited places alone, or the text unchanged when a place is not there or holds more than a single value.
 */
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, Scalar, stringify } from 'yaml'
import type { Edit, Path } from './problem.ts'

/** The text with every edit made that can be made beside the others; of two that change the same value the first. */
export function editYaml(text: string, edits: readonly Edit[]): string {
  const document = parseDocument(text, { logLevel: 'silent' })
  return apart(edits.flatMap((edit) => spliceFor(text, document, edit)))
    .sort((a, b) => b.from - a.from)
    .reduce((edited, { from, to, text: piece }) => edited.slice(0, from) + piece + edited.slice(to), text)
}

interface Splice {
  from: number
  to: number
  text: string
}

/** Several faults of one value, or an alias of it, want the same place: made twice, it would be cut in two. */
function apart(splices: readonly Splice[]): Splice[] {
  return splices.filter((one, index) => !splices.slice(0, index).some((other) => collide(one, other)))
}

function collide(one: Splice, other: Splice): boolean {
  if (one.from < other.to && other.from < one.to) return true
  return one.from === other.from && one.to === other.to && one.text === other.text
}

function spliceFor(text: string, document: Document, { path, to }: Edit): Splice[] {
  const holder = nodeAt(document, path.slice(0, -1))
  const key = path.at(-1)
  if (key === undefined) return []
  const node = nodeAt(document, path)
  if (isScalar(node)) return replaced(text, node, to)
  if (node !== undefined || !isMap(holder)) return []
  return inserted(text, holder, `${String(key)}: ${scalarText(to)}`)
}

function nodeAt(document: Document, path: Path): Node | undefined {
  return path.reduce<Node | undefined>((node, part) => {
    const holder = isAlias(node) ? node.resolve(document) : node
    return isMap(holder) || isSeq(holder) ? (holder.get(part, true) as Node | undefined) : undefined
  }, document.contents ?? undefined)
}

function replaced(text: string, node: Scalar, to: Edit['to']): Splice[] {
  const [from, end] = node.range ?? []
  if (from === undefined || end === undefined) return []
  if (node.type === Scalar.BLOCK_LITERAL && typeof to === 'string') return blockText(text, from, end, to)
  if (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED) return []
  return [{ from, to: end, text: scalarText(to, node.type) }]
}

/** A `|` block keeps its head and its indentation. */
function blockText(text: string, from: number, end: number, to: string): Splice[] {
  const head = text.indexOf('\n', from) + 1
  const indent = /^[ ]*/.exec(text.slice(head))?.[0] ?? ''
  const lines = to.replace(/\n$/, '').split('\n')
  return [{ from: head, to: end, text: `${lines.map((line) => (line === '' ? '' : indent + line)).join('\n')}\n` }]
}

function inserted(text: string, holder: Node, entry: string): Splice[] {
  if (!isMap(holder)) return []
  const [first] = holder.items
  const at = (first?.key as Node | undefined)?.range?.[0]
  if (at === undefined) return []
  if (holder.flow) return [{ from: at, to: at, text: `${entry}, ` }]
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  const indent = ' '.repeat(at - lineStart)
  const lineEnd = text.indexOf('\n', at)
  const isOneLine = isScalar(first?.value) && lineEnd >= (first.value.range?.[1] ?? Number.POSITIVE_INFINITY)
  return isOneLine
    ? [{ from: lineEnd + 1, to: lineEnd + 1, text: `${indent}${entry}\n` }]
    : [{ from: at, to: at, text: `${entry}\n${indent}` }]
}

function scalarText(to: Edit['to'], type?: Scalar.Type | string): string {
  const scalar = new Scalar(to)
  if (typeof to === 'string' && (type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE)) scalar.type = type
  // On one line, wherever it stands.
  if (typeof to === 'string' && to.includes('\n')) scalar.type = Scalar.QUOTE_DOUBLE
  return stringify(scalar, { lineWidth: 0, defaultStringType: 'PLAIN' }).replace(/\n$/, '')
}
