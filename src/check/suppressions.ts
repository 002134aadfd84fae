/**
 * Findings that a plan's owner has looked at and lets stand, each with a reason, as comments in the text:
 *
 *     # muster-ignore rto-unreachable: the board has accepted five hours for this one
 *     fire: …
 *
 * holds for the entry below it with all that is in it, at the end of a line for the entry that begins there; `muster-ignore-file` for the file. Promises that a
 * comment that hides nothing, or says no reason, is a finding itself: otherwise it would hide something one day.
 */
import { nearest } from '../plan/nearest.ts'
import { indentOf } from '../plan/text-lines.ts'

export interface Suppression {
  rules: string[]
  /** Why it may stand; empty when nobody said. */
  reason: string
  /** Where the comment stands, from 1. */
  line: number
  column: number
  /** The lines that it holds for, both included. */
  from: number
  to: number
}

const COMMENT = /#\s*muster-ignore(-file)?\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)\s*(?::\s*(.*?))?\s*$/

/** Every such comment of a text, in its order. */
export function suppressionsIn(text: string): Suppression[] {
  const lines = text.split(/\r?\n/)
  return lines.flatMap((line, index) => {
    const match = COMMENT.exec(line)
    if (!match) return []
    const [, file, rules = '', reason = ''] = match
    const isAlone = line.slice(0, match.index).trim() === ''
    const span = file ? { from: 1, to: lines.length } : blockFrom(lines, isAlone ? nextEntry(lines, index) : index)
    return [{ rules: rules.split(/\s*,\s*/), reason, line: index + 1, column: match.index + 1, ...span }]
  })
}

const isBlank = (line: string): boolean => /^\s*(?:#.*)?$/.test(line)

function nextEntry(lines: readonly string[], index: number): number {
  const next = lines.findIndex((line, at) => at > index && !isBlank(line))
  return next < 0 ? index : next
}

/** The entry that begins on a line ends before the next one that is not indented further; the items of a list may stand right below its key. */
function blockFrom(lines: readonly string[], first: number): { from: number; to: number } {
  const begin = lines[first] ?? ''
  const indent = indentOf(begin)
  const isNext = (line: string) =>
    indentOf(line) < indent || (indentOf(line) === indent && (isItem(begin) || !isItem(line)))
  const end = lines.findIndex((line, at) => at > first && !isBlank(line) && isNext(line))
  return { from: first + 1, to: end < 0 ? lines.length : end }
}

const isItem = (line: string): boolean => /^\s*-(?:\s|$)/.test(line)

/** The comment by which a finding may stand; undefined when there is none. */
export function suppressionOf(
  { rule, line }: { rule: string; line: number },
  suppressions: readonly Suppression[],
): Suppression | undefined {
  return suppressions.find(({ rules, from, to }) => rules.includes(rule) && line >= from && line <= to)
}

/** What is wrong with a comment itself; undefined when nothing is. @param used whether it holds for any finding. */
export function faultOf(
  { rules, reason }: Suppression,
  known: readonly string[],
  used: boolean,
): { message: string; remedy: string } | undefined {
  const unknown = rules.find((rule) => !known.includes(rule))
  if (unknown !== undefined) {
    const meant = nearest(unknown, known)
    const remedy = meant ? `did you mean "${meant}"?` : 'write the name that stands in brackets behind a finding'
    return { message: `there is no rule "${unknown}"`, remedy }
  }
  const names = rules.join(', ')
  if (reason === '') {
    return {
      message: `nobody says why ${names} may be ignored here`,
      remedy: `write a reason behind a colon: "# muster-ignore ${names}: who has accepted it, and why"`,
    }
  }
  return used
    ? undefined
    : { message: `this hides nothing: there is no finding of ${names} here`, remedy: 'take it away' }
}
