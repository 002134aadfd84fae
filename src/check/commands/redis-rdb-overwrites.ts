/** `redis-cli --rdb FILE` as if it loaded FILE: it writes the server's data there, over what is in it. */
import type { Finding } from '../rule.ts'
import { commandRule, found } from './command-rule.ts'
import { type Course, type CourseStep, callsBefore, courses } from './courses.ts'
import type { Invocation } from './invocations.ts'
import { optionValue } from './options.ts'

const MEANS_LOADING = /\b(?:restor|load|import|recover|put back)/i
const EMPTIES = /^flush(?:all|db)$/i

export const redisRdbOverwrites = commandRule('redis-rdb-overwrites', (subject) =>
  courses(subject).flatMap((course) =>
    course.steps.flatMap((step) => step.calls.flatMap((call) => judge(course, step, call))),
  ),
)

function judge(course: Course, step: CourseStep, call: Invocation): Finding[] {
  const file = call.program === 'redis-cli' ? optionValue(call.args, '--rdb') : undefined
  if (file === undefined || file === '-') return []
  const emptied = callsBefore(course, step, call).find(empties)
  const isOwnName = call.words.some(({ text, filled }) => text.includes(file) && filled.some(isNew))
  const { id, title } = step.step
  if (!emptied && (isOwnName || !MEANS_LOADING.test(`${id} ${title}`))) return []
  const after = emptied ? `, and after the ${emptied.args.find((arg) => EMPTIES.test(arg))} that is nothing` : ''
  return [
    found(call, {
      code: 'H8',
      message: `"redis-cli --rdb" loads no file but writes what the server holds into ${file}, over what was in it${after}`,
      remedy:
        'to restore, stop Redis, put a copy of the file into its data directory and start it again; to save, write to a new name before anything is emptied',
    }),
  ]
}

const empties = ({ program, args }: Invocation): boolean =>
  program === 'redis-cli' && args.some((arg) => EMPTIES.test(arg))

/** A name that is made anew each time, such as with the time of day. */
const isNew = ({ kind }: { kind: string }): boolean => kind === 'output'
