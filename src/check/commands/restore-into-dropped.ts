/** A database is dropped and then restored into, and nothing creates it in between. */
import type { Finding } from '../rule.ts'
import { commandRule, found } from './command-rule.ts'
import { type Course, type CourseStep, callsBefore, courses } from './courses.ts'
import type { Invocation } from './invocations.ts'
import { hasOption, operandsOf, optionValue } from './options.ts'
import { statementsOf } from './sql-text.ts'

/** Options of `dropdb` whose value is the next argument. */
const APART = ['-h', '--host', '-p', '--port', '-U', '--username', '--maintenance-db']
const PLAIN_NAME = /^[\w-]+$/
const SCRIPT = /\.(?:sh|py|rb|js|pl)$/

export const restoreIntoDropped = commandRule('restore-into-dropped', (subject) =>
  courses(subject).flatMap((course) =>
    course.steps.flatMap((step) => step.calls.flatMap((call) => judge(course, step, call))),
  ),
)

function judge(course: Course, step: CourseStep, call: Invocation): Finding[] {
  const name = call.program === 'pg_restore' ? optionValue(call.args, '-d', '--dbname') : undefined
  if (name === undefined || !PLAIN_NAME.test(name) || hasOption(call.args, '-C', '--create')) return []
  const before = callsBefore(course, step, call)
  const dropped = before.find((other) => drops(other, name))
  if (!dropped || before.some(mayCreate) || stepsBefore(course, step).some(mayCreateOtherwise)) return []
  return [
    found(call, {
      message: `this restores into "${name}", which the step "${dropped.at.step}" has dropped, and nothing creates it in between`,
      remedy: `write "createdb ${name}" before it; or let pg_restore create it, with "--create" and another database such as "--dbname postgres"`,
    }),
  ]
}

function drops(call: Invocation, name: string): boolean {
  if (call.program === 'dropdb') return operandsOf(call.args, APART).includes(name)
  const statement = new RegExp(String.raw`\bDROP\s+DATABASE\s+(?:IF\s+EXISTS\s+)?"?${name}"?(?![\w-])`, 'i')
  return statementsOf(call).some((sql) => statement.test(sql))
}

/** What a script does inside nobody knows. */
const mayCreate = ({ program, words }: Invocation): boolean =>
  program === '' || SCRIPT.test(program) || words.some(({ text }) => /create/i.test(text))

/** People, and statements by the database itself. */
const mayCreateOtherwise = ({ step, actions }: CourseStep): boolean =>
  step.manual !== undefined || actions.some(({ action: { sql } }) => typeof sql === 'string' && /create/i.test(sql))

const stepsBefore = ({ steps }: Course, step: CourseStep): CourseStep[] =>
  steps.filter((other) => other === step || step.before.has(other.step.id))
