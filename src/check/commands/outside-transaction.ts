/** Statements that PostgreSQL refuses within a transaction. */
import type { Finding } from '../rule.ts'
import { callRule, commandRule, found } from './command-rule.ts'
import { type Invocation, type StepAction, stepActions } from './invocations.ts'
import { hasOption, optionValue } from './options.ts'

const STATEMENT =
  /^\s*((?:create|drop)\s+(?:database|tablespace)|alter\s+system|vacuum|(?:create\s+(?:unique\s+)?|drop\s+)index\s+concurrently|reindex\s+(?:\([^)]*\)\s*)?(?:database|system)|reindex\b[^;]*\bconcurrently)\b/i

const inActions = commandRule('outside-transaction', ({ data }) => stepActions(data).flatMap(judge))
const inCalls = callRule('outside-transaction', (call) => judgePsql(call))

export const outsideTransaction = commandRule('outside-transaction', (subject) => [
  ...inActions.judge(subject),
  ...inCalls.judge(subject),
])

function judge(at: StepAction): Finding[] {
  const { sql, transaction, write } = at.action
  const statement = typeof sql === 'string' ? statementOf(sql) : undefined
  if (statement === undefined || (transaction === false && write === true)) return []
  const what =
    transaction === false
      ? `a connection that only reads refuses ${statement}`
      : `${statement} is refused within a transaction, and every "sql" runs in one`
  const missing = [
    ...(transaction === false ? [] : [{ path: [...at.path, 'transaction'], to: false }]),
    ...(write === true ? [] : [{ path: [...at.path, 'write'], to: true }]),
  ]
  const remedy = `write ${missing.map(({ path, to }) => `"${path.at(-1)}: ${to}"`).join(' and ')} beside it`
  return [found({ at }, { path: [...at.path, 'sql'], code: 'H14', message: what, remedy, fix: missing })]
}

/** psql takes the text of one `-c` as one transaction, and all of them with `--single-transaction`. */
function judgePsql(call: Invocation): Finding[] {
  if (call.program !== 'psql') return []
  const text = optionValue(call.args, '--command', '-c')
  if (text === undefined) return []
  const parts = text.split(';').filter((part) => part.trim() !== '')
  const statement = parts.map(statementOf).find((one) => one !== undefined)
  const isSingle = hasOption(call.args, '--single-transaction', '-1')
  if (statement === undefined || (parts.length === 1 && !isSingle)) return []
  return [
    found(call, {
      code: 'H14',
      message: `${statement} is refused within a transaction, and psql runs ${isSingle ? 'all of this' : 'the text of one "--command"'} in one`,
      remedy: isSingle ? 'take "--single-transaction" away' : 'give each statement a "--command" of its own',
    }),
  ]
}

const statementOf = (sql: string): string | undefined => {
  const [, statement] = STATEMENT.exec(sql) ?? []
  return statement?.replace(/\s+/g, ' ').toUpperCase()
}
