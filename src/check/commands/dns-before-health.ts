/** Users are sent somewhere before anybody has seen that anything answers there. */
import { isBlock } from '../../plan/written-steps.ts'
import type { Finding } from '../rule.ts'
import { awsCall } from './aws.ts'
import { commandRule, found } from './command-rule.ts'
import { type Course, type CourseStep, courses } from './courses.ts'
import type { Invocation, StepAction } from './invocations.ts'

const MOVES_DNS =
  /(?:update|switch|change|move|point|fail-?over)[-_]?dns|dns[-_]?(?:update|switch|change|move|fail-?over|cutover)/i
const LOOKS = /health|verif|valid|check|smoke|test|probe|ready|status/i
const ASKING = /^(?:curl|wget|pg_isready|nc|psql|grpcurl|k6|ab)$/

export const dnsBeforeHealth = commandRule('dns-before-health', (subject) =>
  courses(subject).flatMap((course) =>
    course.steps.flatMap((step) =>
      step.calls
        .filter(({ at }) => at.list === 'do')
        .filter(movesDns)
        .slice(0, 1)
        .flatMap((call) => judge(course, step, call)),
    ),
  ),
)

function judge(course: Course, step: CourseStep, call: Invocation): Finding[] {
  const before = course.steps.filter((other) => step.before.has(other.step.id))
  const own = {
    actions: step.actions.slice(0, step.actions.indexOf(call.at)),
    calls: step.calls.slice(0, step.calls.indexOf(call)),
  }
  const looked = [...before, own].some(({ actions, calls }) => actions.some(looksAtIt) || calls.some(callLooks))
  const byHand = before.some(
    (other) => other.step.manual !== undefined && LOOKS.test(`${other.step.title} ${other.step.manual}`),
  )
  if (looked || byHand) return []
  return [
    found(call, {
      message: `the step "${call.at.step}" sends users elsewhere, and nothing before it has looked whether anything answers there`,
      remedy: 'put a step before it that asks the new place for its health, and let this one need it',
    }),
  ]
}

function movesDns(call: Invocation): boolean {
  const aws = awsCall(call)
  if (aws) return aws.service === 'route53' && aws.operation === 'change-resource-record-sets'
  if (call.program === 'gcloud')
    return /\bdns record-sets (?:update|create|transaction execute)/.test(call.args.join(' '))
  return call.words[0]?.text.includes('/') === true && MOVES_DNS.test(call.program)
}

const looksAtIt = ({ action }: StepAction): boolean =>
  'http' in action || 'sql' in action || (isBlock(action.wait) && action.wait.until !== undefined)

function callLooks(call: Invocation): boolean {
  const { program, args, words } = call
  if (program === 'kubectl') return args[0] === 'wait' || (args[0] === 'rollout' && args[1] === 'status')
  if (awsCall(call)?.operation === 'wait') return true
  return ASKING.test(program) || (words[0]?.text.includes('/') === true && LOOKS.test(program)) || isScript(call)
}

/** `python tests/verify.py` */
const isScript = ({ program, args }: Invocation): boolean =>
  /^(?:python3?|node|npm|bash|sh|pytest)$/.test(program) && LOOKS.test(args.join(' '))
