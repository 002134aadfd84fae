/**
 * The schema library's findings, retold for the person who wrote the file: what is wrong in one sentence, and what to write
 * instead, with the nearest right key or word. Promises one problem for one slip; knows no particular schema.
 */
import { z } from 'zod'
import { nearest } from './nearest.ts'
import type { DataProblem, Path, Rule } from './problem.ts'

type Issue = z.core.$ZodIssue

/** Every problem of `data` against `schema`; empty when it fits. */
export function schemaProblems(schema: z.ZodType, data: unknown): DataProblem[] {
  const result = schema.safeParse(data)
  return result.success ? [] : retellAll(result.error.issues, [], { schema, data })
}

interface Subject {
  schema: z.ZodType
  data: unknown
}

function retellAll(issues: readonly Issue[], base: Path, subject: Subject): DataProblem[] {
  const problems = issues.flatMap((issue) => retell(issue, [...base, ...(issue.path as Path)], subject))
  const misspelt = new Set(problems.flatMap(({ meant }) => (meant ? [pathKey(meant)] : [])))
  // A misspelt key is both unknown and missing; it is one slip.
  return problems
    .filter(({ rule, path }) => !(rule === 'missing-key' && misspelt.has(pathKey(path))))
    .map(({ meant: _, ...problem }) => problem)
}

type Retold = DataProblem & { /** Path of the key that a misspelt one was meant to be. */ meant?: Path }

function pathKey(path: Path): string {
  return JSON.stringify(path)
}

function retell(issue: Issue, path: Path, subject: Subject): Retold[] {
  const found = valueAt(subject.data, path)
  const bad = (rule: Rule, message: string, remedy: string): Retold => ({ path, at: 'value', rule, message, remedy })
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, subject))
    case 'invalid_key':
      return [{ ...bad('bad-value', `"${String(path.at(-1))}" is no id`, inner(issue.issues)), at: 'key' }]
    case 'invalid_type':
      return [found === undefined ? missingKey(path) : wrongType(path, issue.expected, found)]
    case 'invalid_value':
      return [found === undefined ? missingKey(path) : notOneOf(path, issue.values.map(String), found)]
    case 'invalid_union':
      return retellUnion(issue, path, subject, found)
    case 'invalid_format':
      return [bad('bad-value', `${show(found)} does not fit here`, formatOf(issue))]
    case 'too_small':
    case 'too_big':
      return [bad('bad-value', `${show(found)} does not fit here`, sizeOf(issue))]
    case 'custom':
      return [bad((issue.params?.rule as Rule | undefined) ?? 'bad-value', ...splitRemedy(issue.message))]
    default:
      return [bad('bad-value', `${show(found)} does not fit here`, issue.message)]
  }
}

/** Own checks say "what is wrong: what to do" in one sentence. */
function splitRemedy(sentence: string): [string, string] {
  const colon = sentence.indexOf(': ')
  return colon < 0 ? [sentence, 'correct it'] : [sentence.slice(0, colon), sentence.slice(colon + 2)]
}

function inner(issues: readonly Issue[]): string {
  return issues[0]?.message ?? 'write another'
}

function missingKey(path: Path): Retold {
  const key = String(path.at(-1) ?? '')
  if (path.length === 0) {
    return { path, at: 'value', rule: 'missing-key', message: 'the file is empty', remedy: 'write its keys' }
  }
  return { path, at: 'key', rule: 'missing-key', message: `"${key}" is missing here`, remedy: `add "${key}:"` }
}

const TYPE_WORDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of ids',
}

function wrongType(path: Path, expected: string, found: unknown): Retold {
  const wanted = TYPE_WORDS[expected] ?? expected
  const problem = { path, at: 'value' as const, message: `${show(found)} stands where ${wanted} belongs` }
  if (found === null) return { ...problem, rule: 'missing-value', remedy: 'write it, or take the key away' }
  const quote = expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')
  return { ...problem, rule: 'wrong-type', remedy: quote ? 'put it in quotes' : `write ${wanted}` }
}

function notOneOf(path: Path, values: string[], found: unknown): Retold {
  const meant = typeof found === 'string' ? nearest(found, values) : undefined
  const all = values.length === 1 ? `write ${values[0]}` : `write one of: ${values.join(', ')}`
  const remedy = meant ? `did you mean "${meant}"? ${all}` : all
  return { path, at: 'value', rule: 'bad-value', message: `${show(found)} is not known here`, remedy }
}

function formatOf(issue: Extract<Issue, { code: 'invalid_format' }>): string {
  if (issue.format === 'url') return 'write a whole address such as https://status.example.com'
  return issue.message
}

function sizeOf(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const small = issue.code === 'too_small'
  if (issue.origin === 'array') return small ? 'write at least one entry' : `write at most ${issue.maximum} entries`
  if (issue.origin === 'string') return small ? 'write some text' : `write at most ${issue.maximum} characters`
  if (small) return `write a number ${issue.inclusive ? 'of at least' : 'above'} ${issue.minimum}`
  return `write a number ${issue.inclusive ? 'of at most' : 'below'} ${issue.maximum}`
}

function unknownKey(key: string, path: Path, { schema, data }: Subject): Retold {
  const known = keysAt(schema, path)
  const rest = known.filter((other) => other !== key && !(other in asObject(valueAt(data, path))))
  const meant = nearest(key, rest)
  // The key exists in another alternative of a union: it excludes its neighbours.
  const clash = known.includes(key)
  return {
    path: [...path, key],
    at: 'key',
    rule: 'unknown-key',
    message: clash ? `"${key}" cannot stand beside the other keys here` : `the key "${key}" is not known here`,
    remedy: clash ? 'write an entry for each' : meant ? `did you mean "${meant}"?` : `known here: ${known.join(', ')}`,
    ...(meant ? { meant: [...path, meant] } : {}),
  }
}

type UnionIssue = Extract<Issue, { code: 'invalid_union' }>

function retellUnion(issue: UnionIssue, path: Path, subject: Subject, found: unknown): Retold[] {
  if (found === undefined) return [missingKey(path)]
  const fitting = issue.errors.filter((issues) => !issues.some((one) => one.path.length === 0 && isTypeIssue(one)))
  if (fitting.length === 0) {
    const wanted = issue.errors.flatMap((issues) => issues.flatMap((one) => alternativeWords(one)))
    const keys = keysAt(subject.schema, path)
    const block = keys.length > 0 ? ` (${keys.join(', ')})` : ''
    const message = `${show(found)} does not fit here`
    return [
      { path, at: 'value', rule: 'wrong-type', message, remedy: `write ${[...new Set(wanted)].join(' or ')}${block}` },
    ]
  }
  const retold = fitting.map((issues) => retellAll(issues, path, subject))
  return retold.reduce((best, one) => (one.length < best.length ? one : best))
}

/** Wrong as a whole, rather than in some part: this alternative was not meant. */
function isTypeIssue(issue: Issue): boolean {
  return issue.code === 'invalid_type' || issue.code === 'invalid_value'
}

function alternativeWords(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map((value) => `"${String(value)}"`)
  return issue.code === 'invalid_type' ? [TYPE_WORDS[issue.expected] ?? issue.expected] : []
}

/** The keys that the schema knows at a path, of every alternative; none where ids are free or no block belongs. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  const blocks = path.reduce((at, part) => at.flatMap((one) => step(one, part)), unfold(schema))
  return [...new Set(blocks.flatMap((block) => (block instanceof z.ZodObject ? Object.keys(block.shape) : [])))]
}

function step(schema: z.ZodType, part: string | number): z.ZodType[] {
  if (schema instanceof z.ZodObject) return unfold((schema.shape as Record<string, z.ZodType>)[part])
  if (schema instanceof z.ZodRecord) return unfold(schema.valueType as z.ZodType)
  return schema instanceof z.ZodArray ? unfold(schema.element as z.ZodType) : []
}

/** A schema without its optional and default wrappings; a union as its alternatives. */
function unfold(schema: z.ZodType | undefined): z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unfold(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => unfold(option as z.ZodType))
  return schema ? [schema] : []
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (asObject(value) as Record<string | number, unknown>)[part], data)
}

/** A value as a sentence can quote it: short, and never a whole block of somebody's plan. */
function show(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return 'a block of keys'
  const text = String(value)
  return typeof value === 'string' ? `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"` : text
}
