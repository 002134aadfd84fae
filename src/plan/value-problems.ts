/** Values that could never be what the plan itself says of them, and patterns that cannot be read. Works on the data as written. */

import { nestedRepetition } from './nested-repetition.ts'
import type { DataProblem, Path } from './problem.ts'
import { type ValueSpec, valueSchema } from './runner-schema.ts'
import { spots } from './spots.ts'
import { checkValue } from './values.ts'
import { allActions, probeActions, type WrittenAction, writtenSteps } from './written-steps.ts'

export function valueProblems(plan: unknown): DataProblem[] {
  const patterns = ['values.*.pattern', 'backups.*.pattern', 'signals.*.match.*.matches'].flatMap((pattern) =>
    spots(plan, pattern),
  )
  return [
    ...patterns.flatMap(({ path, value }) => unreadable(path, value)),
    ...spots(plan, 'signals.*.match.*.matches').flatMap(({ path, value }) => slow(path, value)),
    ...allActions(plan).flatMap(({ path, action }) =>
      ['capture.*.match', 'expect.body', 'expect.json.*.matches'].flatMap((pattern) =>
        spots(action, pattern).flatMap((spot) => unreadable([...path, ...spot.path], spot.value)),
      ),
    ),
    ...spots(plan, 'values.*').flatMap(({ path, value }) => impossibleValues(path, value)),
    ...writtenSteps(plan).flatMap(({ path, step }) => impossibleCondition(plan, path, step.when)),
    ...spots(plan, 'backups.*.verification.*.trial.with.*').flatMap(({ path, value }) =>
      impossibleIn(plan, path, value),
    ),
    ...probeActions(plan).flatMap((asked) => unknownToProbes(plan, asked)),
  ]
}

/** As the program reads it: with the rules of Unicode. @returns why not. */
function unreadable(path: Path, pattern: unknown): DataProblem[] {
  const why = typeof pattern === 'string' ? whyUnreadable(pattern) : undefined
  if (why === undefined) return []
  const message = `this pattern cannot be read: ${why}`
  return [
    { path, at: 'value', rule: 'bad-pattern', message, remedy: 'write a regular expression as JavaScript has them' },
  ]
}

/** What comes from outside, by the thousand, must not keep everything else waiting. */
function slow(path: Path, pattern: unknown): DataProblem[] {
  if (typeof pattern !== 'string' || whyUnreadable(pattern) !== undefined) return []
  const nested = nestedRepetition(pattern)
  if (nested === undefined) return []
  const message = `this pattern can take for ever: "${nested}" repeats what itself repeats`
  const remedy =
    'repeat only one of the two; a pattern may match any part of the text, so it need not describe all of it'
  return [{ path, at: 'value', rule: 'bad-pattern', message, remedy }]
}

function whyUnreadable(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u')
    return undefined
  } catch (error) {
    const [, why] = /.*: (.+)$/s.exec(error instanceof Error ? error.message : '') ?? []
    return why === undefined ? 'it is no regular expression' : why.charAt(0).toLowerCase() + why.slice(1)
  }
}

/** A default, or an option, that the value could not be. */
function impossibleValues(path: Path, written: unknown): DataProblem[] {
  const spec = specOf(written)
  if (!spec) return []
  const options =
    spec.kind === 'choice' ? spec.options.map((option, index) => [['options', index], option] as const) : []
  const impossible = options.flatMap(([at, option]) => refusal(spec, [...path, ...at], 'an option', option))
  // Of an option that is wrong in itself it is enough to say so once.
  if (spec.default === undefined || impossible.length > 0) return impossible
  return refusal(spec, [...path, 'default'], 'the default', String(spec.default))
}

/** `equals` that the value never does. */
function impossibleCondition(plan: unknown, path: Path, when: unknown): DataProblem[] {
  const [condition] = spots({ when }, 'when.value')
  const [named] = spots(plan, 'values.*').filter((spot) => spot.path[1] === condition?.value)
  const spec = named && specOf(named.value)
  if (!spec) return []
  return ['when.equals', 'when.equals.*'].flatMap((pattern) =>
    spots({ when }, pattern).flatMap((spot) =>
      typeof spot.value === 'string' ? refusal(spec, [...path, ...spot.path], 'the value', spot.value) : [],
    ),
  )
}

/** What a test restore is given for a value of the plan, and could never be it. */
function impossibleIn(plan: unknown, path: Path, value: unknown): DataProblem[] {
  const [named] = spots(plan, 'values.*').filter((spot) => spot.path[1] === path.at(-1))
  const spec = named && specOf(named.value)
  const isText = typeof value === 'string' || typeof value === 'number'
  return spec && isText ? refusal(spec, path, 'the value', String(value)) : []
}

const VALUES_OF_PROBES = ['command.*.value', 'env.*.value', 'headers.*.value', 'params.*.value', 'expect.value.value']

/** A probe is asked outside of any incident, so that nobody has given or captured a value. */
function unknownToProbes(plan: unknown, { path, action }: WrittenAction): DataProblem[] {
  return VALUES_OF_PROBES.flatMap((pattern) => spots(action, pattern)).flatMap(({ path: at, value }) => {
    const [spec] = spots(plan, `values.${value}`)
    if (typeof value !== 'string' || !spec || spots(spec.value, 'default').length > 0) return []
    const message = `the value "${value}" has no default, and a probe knows no other`
    return [{ path: [...path, ...at], at: 'value', rule: 'bad-value', message, remedy: 'give it a default' }]
  })
}

/** Undefined for one of the wrong shape, or with a pattern that cannot be read: there is a problem for that already. */
function specOf(written: unknown): ValueSpec | undefined {
  const parsed = valueSchema.safeParse(written)
  if (!parsed.success) return undefined
  return parsed.data.kind === 'pattern' && whyUnreadable(parsed.data.pattern) !== undefined ? undefined : parsed.data
}

function refusal(spec: ValueSpec, path: Path, what: string, text: string): DataProblem[] {
  const check = checkValue(spec, text)
  if (check.ok) return []
  return [{ path, at: 'value', rule: 'bad-value', message: `${what} cannot be "${text}"`, remedy: check.why }]
}
