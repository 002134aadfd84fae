/** Something at Amazon that takes minutes to be made, and nothing that waits for it. */
import type { Finding } from '../rule.ts'
import { awsCall } from './aws.ts'
import { commandRule, found } from './command-rule.ts'
import { type Course, type CourseStep, courses, stepsAfter } from './courses.ts'
import type { Invocation, StepAction } from './invocations.ts'

interface Slow {
  service: string
  operation: RegExp
  /** What waits for it. */
  wait: string
}

const SLOW: Slow[] = [
  { service: 'rds', operation: /^(?:restore|create)-db-instance/, wait: 'db-instance-available' },
  { service: 'rds', operation: /^(?:restore|create)-db-cluster(?!-snapshot)/, wait: 'db-cluster-available' },
  { service: 'ec2', operation: /^run-instances$/, wait: 'instance-status-ok' },
  { service: 'ec2', operation: /^create-nat-gateway$/, wait: 'nat-gateway-available' },
  { service: 'eks', operation: /^create-cluster$/, wait: 'cluster-active' },
  { service: 'eks', operation: /^create-nodegroup$/, wait: 'nodegroup-active' },
  { service: 'elasticache', operation: /^create-cache-cluster$/, wait: 'cache-cluster-available' },
  { service: 'elasticache', operation: /^create-replication-group$/, wait: 'replication-group-available' },
  { service: 'cloudformation', operation: /^create-stack$/, wait: 'stack-create-complete' },
  { service: 'cloudformation', operation: /^update-stack$/, wait: 'stack-update-complete' },
  { service: 'dynamodb', operation: /^(?:create|restore)-table/, wait: 'table-exists' },
]

export const noWaitAfterCreate = commandRule('no-wait-after-create', (subject) =>
  courses(subject).flatMap((course) =>
    course.steps.flatMap((step) => step.calls.flatMap((call) => judge(course, step, call))),
  ),
)

function judge(course: Course, step: CourseStep, call: Invocation): Finding[] {
  const aws = awsCall(call)
  const slow = SLOW.find(({ service, operation }) => aws?.service === service && operation.test(aws.operation))
  if (!aws || !slow) return []
  const later = [
    {
      actions: step.actions.slice(step.actions.indexOf(call.at)),
      calls: step.calls.slice(step.calls.indexOf(call) + 1),
    },
    ...stepsAfter(course, step),
  ]
  const isAwaited = later.some(({ actions, calls }) => actions.some(isWaitUntil) || calls.some(waits))
  if (isAwaited) return []
  return [
    found(call, {
      code: 'H2',
      message: `"aws ${aws.service} ${aws.operation}" returns at once, and nothing after it waits until what it makes is there`,
      remedy: `add an action with "aws ${slow.service} wait ${slow.wait}" before anything uses it`,
    }),
  ]
}

const isWaitUntil = ({ action }: StepAction): boolean => typeof action.wait === 'object' && action.wait !== null
const waits = (call: Invocation): boolean => awsCall(call)?.operation === 'wait'
