/**
 * What is wrong with a file that people wrote: the plan's and the contacts' checks all speak this. A problem says what is
 * wrong, where, and what to do about it, in sentences for the person who wrote the file.
 */

export type Rule =
  | 'unreadable'
  | 'yaml-syntax'
  | 'duplicate-key'
  | 'unknown-key'
  | 'missing-key'
  | 'missing-value'
  | 'wrong-type'
  | 'bad-value'
  | 'bad-time'
  | 'dangling-reference'
  | 'duplicate-id'
  | 'duplicate-rank'
  | 'ambiguous-word'
  | 'unknown-zone'
  | 'unreachable-level'
  | 'unreachable-approval'
  | 'bad-step'
  | 'step-order'
  | 'bad-pattern'
  | 'inline-secret'
  | 'unusable-phone'
  | 'unusable-email'
  | 'audience-unreachable'
  | 'notice-times'
  | 'notice-means'
  | 'notice-approval'
  | 'notice-question'
  | 'notice-severity'
  | 'notice-template'
  | 'ambiguous-mark'
  | 'reading-acts'
  | 'option-leads-nowhere'
  | 'unknown-person'
  | 'garbled-text'
  | 'template'

export type Path = readonly (string | number)[]

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
export function byPosition(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column
}

export function byFileAndPosition(a: Problem, b: Problem): number {
  return a.file === b.file ? byPosition(a, b) : 0
}
