/**
 * The schema library's findings, retold for the person who wrote the file: what is wrong in one sentence, and what to write
 * instead, with the nearest right key or word. Promises one problem for one slip; knows no particular schema.
 */
import type { z } from 'zod'
import { nearest } from './nearest.ts'
import type { DataProblem, Path, Rule } from './problem.ts'
import { allowedAt, asObject, examplesAt, markers, saysSo } from './schema-places.ts'
import { formatOf, isBlock, kindOf, lengthFault, likeId, quote, sizeOf, TYPE_WORDS } from './schema-words.ts'
import { suchAs } from './such-as.ts'

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
  const problems = paired(issues.flatMap((issue) => retell(issue, [...base, ...(issue.path as Path)], subject)))
  const misspelt = new Set(problems.flatMap(({ meant }) => (meant ? [pathKey(meant)] : [])))
  const blurred = new Set(
    problems.flatMap(({ rule, path }) => (rule === 'unknown-key' ? [pathKey(path.slice(0, -1))] : [])),
  )
  return (
    problems
      // A misspelt key is both unknown and missing; it is one slip.
      .filter(({ rule, path }) => !(rule === 'missing-key' && misspelt.has(pathKey(path))))
      // What a block with a wrong key is as a whole cannot be judged yet.
      .filter(({ ofTheWhole, path }) => !(ofTheWhole && blurred.has(pathKey(path))))
      .map(({ meant: _meant, ofTheWhole: _ofTheWhole, ...problem }) => problem)
  )
}

/** One unknown key and one missing in the same block are most likely the same. */
function paired(problems: Retold[]): Retold[] {
  const blockOf = ({ path }: Retold) => pathKey(path.slice(0, -1))
  const byBlock = (rule: Rule) =>
    Map.groupBy(
      problems.filter((one) => one.rule === rule),
      blockOf,
    )
  const [unknowns, missings] = [byBlock('unknown-key'), byBlock('missing-key')]
  return problems.map((problem) => {
    if (problem.rule !== 'unknown-key' || problem.meant) return problem
    const block = blockOf(problem)
    const [unknown, missing] = [unknowns.get(block) ?? [], missings.get(block) ?? []]
    const [wanted] = missing
    if (unknown.length !== 1 || missing.length !== 1 || !wanted) return problem
    return { ...problem, remedy: `write "${wanted.path.at(-1)}", which is missing`, meant: wanted.path }
  })
}

type Retold = DataProblem & {
  /** Path of the key that a misspelt one was meant to be. */
  meant?: Path
  /** Found by a check of the schema's author, who looks at several keys together. */
  ofTheWhole?: boolean
}

function pathKey(path: Path): string {
  return JSON.stringify(path)
}

function retell(issue: Issue, path: Path, subject: Subject): Retold[] {
  const found = valueAt(subject.data, path)
  const quoted = quote(path, found)
  const bad = (rule: Rule, message: string, remedy: string): Retold => ({ path, at: 'value', rule, message, remedy })
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, subject))
    case 'invalid_key':
      return [
        {
          ...bad('bad-value', `"${String(path.at(-1))}" is no id`, `${inner(issue.issues)}${likeId(path.at(-1))}`),
          at: 'key',
        },
      ]
    case 'invalid_type':
      return [found === undefined ? missingKey(path) : wrongType(path, issue.expected, found, subject)]
    case 'invalid_value':
      return [found === undefined ? missingKey(path) : notOneOf(path, issue.values.map(String), found)]
    case 'invalid_union':
      return retellUnion(issue, path, subject, found)
    case 'invalid_format':
      if (isVariable(path, subject)) return [bad('bad-value', 'this is no name of a variable', formatOf(issue))]
      return [
        bad(
          'bad-value',
          `${quoted} does not fit here`,
          `${formatOf(issue)}${issue.message.startsWith('write an id') ? likeId(found) : ''}`,
        ),
      ]
    case 'too_small':
    case 'too_big':
      return [bad('bad-value', lengthFault(issue, found) ?? `${quoted} does not fit here`, sizeOf(issue))]
    case 'custom':
      return [
        {
          ...bad((issue.params?.rule as Rule | undefined) ?? 'bad-value', ...splitRemedy(issue.message)),
          ofTheWhole: true,
        },
      ]
    default:
      return [bad('bad-value', `${quoted} does not fit here`, issue.message)]
  }
}

/** Who writes something else there has most likely written what the variable should hold. */
const isVariable = (path: Path, { schema, data }: Subject): boolean =>
  allowedAt(schema, data, path).schemas.some((one) => one.meta()?.title === 'name of an environment variable')

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

function wrongType(path: Path, expected: string, found: unknown, subject: Subject): Retold {
  const wanted = TYPE_WORDS[expected] ?? expected
  const problem = { path, at: 'value' as const, message: `${quote(path, found)} stands where ${wanted} belongs` }
  if (found === null) return { ...problem, rule: 'missing-value', remedy: 'write it, or take the key away' }
  const isBare = expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')
  const entries = expected === 'array' && isBlock(found) ? ', with "- " before each entry' : ''
  const example = suchAs(
    path,
    examplesAt(subject.schema, subject.data, path),
    (one) => kindOf(one) === (expected === 'record' ? 'object' : expected),
  )
  return { ...problem, rule: 'wrong-type', remedy: isBare ? 'put it in quotes' : `write ${wanted}${entries}${example}` }
}

function notOneOf(path: Path, values: string[], found: unknown): Retold {
  const meant = typeof found === 'string' ? nearest(found, values) : undefined
  const all = values.length === 1 ? `write ${values[0]}` : `write one of: ${values.join(', ')}`
  const remedy = meant ? `did you mean "${meant}"? ${all}` : all
  return { path, at: 'value', rule: 'bad-value', message: `${quote(path, found)} is not known here`, remedy }
}

/** Words that people write for a key which no likeness of letters leads to. */
const SAID_FOR: ReadonlyMap<string, string> = new Map([['then', 'otherwise']])

function unknownKey(key: string, path: Path, { schema, data }: Subject): Retold {
  const { blocks, meant: block = blocks[0] } = allowedAt(schema, data, path)
  const known = Object.keys(block?.shape ?? {})
  const rest = known.filter((other) => !(other in asObject(valueAt(data, path))))
  const problem = { path: [...path, key], at: 'key' as const, rule: 'unknown-key' as const }
  const others = blocks.filter((other) => other !== block)
  const stands = (mark: string) => mark in asObject(valueAt(data, path))
  const isSaid = block !== undefined && saysSo(block, asObject(valueAt(data, path)))
  const makesAnother = others.some(
    (other) => markers(other, blocks).includes(key) && markers(other, blocks).every(stands),
  )
  // The neighbours make this one thing, and the key makes it another.
  if (makesAnother && !isSaid) {
    const message = `"${key}" cannot stand beside the other keys here`
    return { ...problem, message, remedy: 'write an entry for each' }
  }
  const meant = nearest(key, rest) ?? rest.find((other) => other === SAID_FOR.get(key))
  const remedy = meant ? `did you mean "${meant}"?` : `known here: ${known.join(', ')}`
  const [mark] = block ? markers(block, blocks).filter(stands) : []
  const misplaced = mark !== undefined && others.some((other) => key in other.shape)
  const message = misplaced ? `"${key}" does not go with "${mark}"` : `the key "${key}" is not known here`
  return { ...problem, message, remedy, ...(meant ? { meant: [...path, meant] } : {}) }
}

type UnionIssue = Extract<Issue, { code: 'invalid_union' }>

function retellUnion(issue: UnionIssue, path: Path, subject: Subject, found: unknown): Retold[] {
  if (found === undefined) return [missingKey(path)]
  // One key says which of several blocks it is, and says none of them.
  if ('options' in issue && Array.isArray(issue.options)) return [notOneOf(path, issue.options.map(String), found)]
  const { blocks, meant } = allowedAt(subject.schema, subject.data, path)
  const issues = meant?.safeParse(found).error?.issues ?? []
  if (issues.length > 0) return retellAll(issues, path, subject)
  if (isBlock(found) && blocks.length > 1) return [shapeless(path, blocks)]
  const fitting = issue.errors.filter((errors) => !isOfAnotherType(errors))
  if (fitting.length === 0) return [fitsNothing(issue, path, blocks, found, subject)]
  const retold = fitting.map((errors) => retellAll(errors, path, subject))
  return retold.reduce((best, one) => (one.length < best.length ? one : best))
}

function shapeless(path: Path, blocks: z.ZodObject[]): Retold {
  const message = 'no key here says what this is meant to be'
  return { path, at: 'value', rule: 'missing-key', message, remedy: `write ${blockWords(blocks)}` }
}

function fitsNothing(issue: UnionIssue, path: Path, blocks: z.ZodObject[], found: unknown, subject: Subject): Retold {
  const words = new Set(issue.errors.flatMap((errors) => errors.flatMap(alternativeWords)))
  const quoted = [...words].flatMap((word) => /^"(.*)"$/.exec(word)?.[1] ?? [])
  const meant = typeof found === 'string' ? nearest(found, quoted) : undefined
  const wanted = [...words].map((word) => (word === TYPE_WORDS.object && blocks.length > 0 ? blockWords(blocks) : word))
  const isBare =
    words.has('text') && !words.has('a number') && (typeof found === 'number' || typeof found === 'boolean')
  const example = suchAs(path, examplesAt(subject.schema, subject.data, path), (one) =>
    words.has(TYPE_WORDS[kindOf(one)] ?? ''),
  )
  const remedy = isBare ? 'put it in quotes' : `write ${wanted.join(' or ')}${example}`
  return {
    path,
    at: 'value',
    rule: 'wrong-type',
    message: `${quote(path, found)} does not fit here`,
    remedy: meant ? `did you mean "${meant}"? ${remedy}` : remedy,
  }
}

/** `a block with "command", "http" or "wait"`: by the keys that tell the kinds apart. */
function blockWords(blocks: z.ZodObject[]): string {
  const kinds = blocks.map((block) => {
    const marks = markers(block, blocks)
    return (marks.length > 0 ? marks : Object.keys(block.shape))
      .map((mark) => `"${mark}"`)
      .join(blocks.length > 1 ? ' and ' : ', ')
  })
  const last = kinds.pop()
  return `a block with ${kinds.length > 0 ? `${kinds.join(', ')} or ` : ''}${last}`
}

/** Wrong as a whole, rather than in some part: this alternative was not meant. */
function isTypeIssue(issue: Issue): boolean {
  if (issue.code === 'invalid_union') return issue.errors.length > 0 && issue.errors.every(isOfAnotherType)
  return issue.code === 'invalid_type' || issue.code === 'invalid_value'
}

function isOfAnotherType(issues: readonly Issue[]): boolean {
  return issues.some((one) => one.path.length === 0 && isTypeIssue(one))
}

function alternativeWords(issue: Issue): string[] {
  if (issue.code === 'invalid_union') return issue.errors.flatMap((errors) => errors.flatMap(alternativeWords))
  if (issue.code === 'invalid_value') return issue.values.map((value) => `"${String(value)}"`)
  return issue.code === 'invalid_type' ? [TYPE_WORDS[issue.expected] ?? issue.expected] : []
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => asObject(value)[part], data)
}
