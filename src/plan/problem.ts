/**
 * What is wrong with a file that people wrote: the plan's and the contacts' checks all speak this. A problem says what is
 * wrong, where, and what to do about it, in sentences for the person who wrote the file.
 */

/** What the loading of a plan finds by itself; the linter's own rules are in `src/check`. */
export const LOAD_RULES = [
  'unreadable',
  'yaml-syntax',
  'duplicate-key',
  'unknown-key',
  'missing-key',
  'missing-value',
  'wrong-type',
  'bad-value',
  'bad-time',
  'dangling-reference',
  'duplicate-id',
  'duplicate-rank',
  'ambiguous-word',
  'unknown-zone',
  'unreachable-level',
  'unreachable-approval',
  'bad-step',
  'step-order',
  'trial-on-production',
  'cycle',
  'bad-pattern',
  'secret-inline',
  'unusable-phone',
  'unusable-email',
  'unknown-person',
  'permission-command',
  'permission-nobody',
  'garbled-text',
  'template-missing',
  'template-means',
  'template-variable-unknown',
  'template-internal-field',
  'template-mark',
] as const

export type Rule = (typeof LOAD_RULES)[number]

export type Path = readonly (string | number)[]

/** Sets a text, number or truth value: one that stands there, or a new key of a block that does. */
export interface Edit {
  path: Path
  to: string | number | boolean
}

/** A problem of the data, before it is known where in the text the data stands. */
export interface DataProblem {
  path: Path
  /** Which half of the entry at `path` is meant: its key or its value. */
  at: 'key' | 'value'
  rule: Rule
  /** One sentence: what is wrong. */
  message: string
  /** What to write or do instead. */
  remedy: string
  /** Mends it without changing what was meant; absent: a person has to. */
  fix?: Edit[]
}

export interface Problem {
  file: string
  /** From 1. */
  line: number
  /** From 1, in UTF-16 units, as editors count. */
  column: number
  /** Such as `policies.main.levels[1].after`; empty for the whole file. */
  path: string
  rule: Rule
  message: string
  remedy: string
  fix?: Edit[]
}

/** Where in the text a part of the data stands. */
export type Place = (path: Path, at: 'key' | 'value') => Pick<Problem, 'file' | 'line' | 'column' | 'path'>

/** Puts a problem of the data at its place in the text that the data came from. */
export type Locate = (problem: DataProblem) => Problem

/** `policies.main.levels[1].after`: a path as people and editors write it. */
export function formatPath(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('')
}

/** Reading order of one file. */
export function byPosition(a: Pick<Problem, 'line' | 'column'>, b: Pick<Problem, 'line' | 'column'>): number {
  return a.line - b.line || a.column - b.column
}

export function byFileAndPosition(a: Problem, b: Problem): number {
  return a.file === b.file ? byPosition(a, b) : 0
}
