/** Checks that pass whatever they find. */
import { isBlock } from '../../plan/written-steps.ts'
import type { Finding } from '../rule.ts'
import { commandRule, found } from './command-rule.ts'
import { type Invocation, invocations, type StepAction, stepActions } from './invocations.ts'
import { hasOption, operandsOf } from './options.ts'
import { composeCall } from './programs.ts'

const COUNTS = /^\s*select\s+count\s*\(/i
/** Rows that every database has: those of PostgreSQL's own tables. */
const NEVER_EMPTY = /\bfrom\s+(?:pg_catalog\.)?(?:pg_tables|pg_class|information_schema\.tables)\b/i
const WITHOUT_OWN = /\bwhere\b[^;]*(?:schemaname|table_schema|relnamespace|relname|tablename|table_name)/i

export const checkExpectsNothing = commandRule('check-expects-nothing', ({ data }) => {
  const checks = stepActions(data).filter(isCheck)
  const calls = invocations(data).filter(({ at }) => isCheck(at))
  return [...checks.flatMap(judgeSql), ...calls.flatMap(judgeCall)]
})

/** `checks`, and what a step that only looks does in order to find out. */
const isCheck = ({ list, risk }: StepAction): boolean => list === 'checks' || (list === 'do' && risk === 'read')
/** Whose only purpose is to pass or fail. */
const isOnlyCheck = ({ list, isGate }: StepAction): boolean => list === 'checks' || isGate

function judgeSql(at: StepAction): Finding[] {
  const { sql, expect } = at.action
  if (typeof sql !== 'string') return []
  const say = (message: string, remedy: string): Finding[] => [
    found({ at }, { path: [...at.path, 'sql'], message, remedy }),
  ]
  if (COUNTS.test(sql) && NEVER_EMPTY.test(sql) && !WITHOUT_OWN.test(sql)) {
    const remedy = 'count the rows of a table of your own, with "expect: { value: { min: 1 } }"'
    return say(
      'this counts the tables of PostgreSQL itself as well and is never 0, not even in an empty database',
      remedy,
    )
  }
  const value = isBlock(expect) ? expect.value : undefined
  const rows = isBlock(expect) ? expect.rows : undefined
  const isAlways = isBlock(value) && value.min === 0 && value.max === undefined
  const hasRows = rows !== undefined && !(COUNTS.test(sql) && value === undefined)
  if (value !== undefined ? !isAlways : hasRows) return []
  if (COUNTS.test(sql)) {
    return say(
      'this counts and is content with any number, 0 among them',
      'add "expect: { value: { min: 1 } }", or the number that there must be',
    )
  }
  if (value !== undefined || !isOnlyCheck(at)) return []
  return say(
    'this check passes whatever the database answers',
    'add "expect" with the "rows" or the "value" that there must be',
  )
}

function judgeCall(call: Invocation): Finding[] {
  const { at, shell, via } = call
  if (!isOnlyCheck(at) || looksFurther(at) || via.length > 0) return []
  // Whoever reads its output, or asks how it ended, makes something of it.
  if (shell && (shell.readers.length > 0 || shell.isInSubstitution || shell.failure === 'handled')) return []
  if (shell && shell.failure === 'lost') return []
  const shown = showing(call)
  return shown === null ? [] : [found(call, shown)]
}

/** It captures something, or wants other exit codes than 0. */
function looksFurther({ action: { capture, exitCodes } }: StepAction): boolean {
  const isCapturing = isBlock(capture) && Object.keys(capture).length > 0
  return isCapturing || (Array.isArray(exitCodes) && exitCodes.join() !== '0')
}

/** A call that ends well whatever it shows. */
function showing({ program, args, words }: Invocation): { message: string; remedy: string } | null {
  if (program === 'curl' && !hasOption(args, '--fail', '-f', '--fail-with-body', '--fail-early'))
    return {
      message: 'curl ends well whatever the server answers, an error 500 among it',
      remedy: 'use an action with "http", which wants a status of 200 to 299; or add "--fail"',
    }
  const only = onlyShows(
    program,
    args,
    words.map(({ text }) => text),
  )
  if (only === null) return null
  return {
    message: `"${only}" only shows something and ends well whatever it shows`,
    remedy: 'look for what must be there, such as with "grep --quiet", or ask the service itself',
  }
}

function onlyShows(program: string, args: readonly string[], words: readonly string[]): string | null {
  const verb = composeCall(words.map((text) => ({ text, filled: [] })))?.[0]?.text
  if (verb === 'ps' || verb === 'logs') return `docker-compose ${verb}`
  const [first = '', second = ''] = operandsOf(args, ['-n', '--namespace', '--context'])
  if (program === 'docker' && /^(?:ps|logs|images|stats)$/.test(first)) return `docker ${first}`
  if (
    program === 'kubectl' &&
    first === 'get' &&
    second !== '' &&
    !second.includes('/') &&
    operandsOf(args).length === 2
  )
    return `kubectl get ${second}`
  if (program === 'kubectl' && first === 'logs') return 'kubectl logs'
  return /^(?:echo|true|printf|date|uptime|free|df|ps|:)$/.test(program) && program !== 'printf' ? program : null
}
