/** A restore into a database instance of a fixed name: Amazon refuses when there still is one. */
import type { Finding } from '../rule.ts'
import { awsCall } from './aws.ts'
import { commandRule, found } from './command-rule.ts'
import { callsBefore, courses } from './courses.ts'
import type { Invocation } from './invocations.ts'
import { optionValue } from './options.ts'

const RESTORES = /^restore-db-(?:instance|cluster)-/
const NAMES = ['--target-db-instance-identifier', '--db-instance-identifier', '--db-cluster-identifier'] as const
/** Of names that say themselves that nothing else is called so. */
const NEW_NAME = /(?:^|[-_.])(?:restored?|recover(?:y|ed)|new|dr|temp|tmp|copy|clone|pitr)(?:$|[-_.\d])/i
/** What takes a name away from an instance. */
const MAKES_WAY = /^(?:delete|modify)-db-(?:instance|cluster)$/

export const restoreIntoExisting = commandRule('restore-into-existing', (subject) =>
  courses(subject).flatMap((course) =>
    course.steps.flatMap((step) => step.calls.flatMap((call) => judge(call, () => callsBefore(course, step, call)))),
  ),
)

function judge(call: Invocation, before: () => Invocation[]): Finding[] {
  const aws = awsCall(call)
  if (aws?.service !== 'rds' || !RESTORES.test(aws.operation)) return []
  const name = optionValue(call.args, ...NAMES)
  if (name === undefined || isFilledIn(call, name) || NEW_NAME.test(name)) return []
  if (before().some((earlier) => makesWay(earlier, name))) return []
  return [
    found(call, {
      code: 'H2',
      message: `this restores into "${name}", and Amazon refuses for as long as there is an instance of that name`,
      remedy: `restore into a new name such as "${name}-restored", wait until it is available, and switch over to it`,
    }),
  ]
}

const isFilledIn = ({ words }: Invocation, name: string): boolean =>
  words.some(({ text, filled }) => filled.length > 0 && text.endsWith(name))

function makesWay(call: Invocation, name: string): boolean {
  const aws = awsCall(call)
  return aws?.service === 'rds' && MAKES_WAY.test(aws.operation) && call.args.includes(name)
}
