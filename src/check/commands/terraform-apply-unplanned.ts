/** `terraform apply` that works out anew what to do, so that what somebody has looked at is not what happens. */
import type { Finding, Subject } from '../rule.ts'
import { commandRule, found } from './command-rule.ts'
import { callsBefore, courses } from './courses.ts'
import type { Invocation } from './invocations.ts'
import { operandsOf } from './options.ts'

const TERRAFORM = /^(?:terraform|tofu|terragrunt)$/
/** Options with a value that Terraform also takes apart from it. */
const APART = ['-var', '-var-file', '-state', '-state-out', '-backup', '-target', '-replace', '-lock-timeout', '-out']

export const terraformApplyUnplanned = commandRule('terraform-apply-unplanned', (subject) =>
  unplanned(subject).flatMap(judge),
)

interface Applying {
  call: Invocation
  plans: Invocation[]
  /** A program reads the plan before and may refuse it (`terraform show -json … | conftest test`). */
  isShown: boolean
}

function unplanned(subject: Subject): Applying[] {
  return courses(subject).flatMap((course) =>
    course.steps.flatMap((step) =>
      step.calls
        .filter((call) => verbOf(call) === 'apply')
        .map((call) => {
          const before = callsBefore(course, step, call).filter((other) => isSamePlace(other, call))
          const plans = before.filter((other) => verbOf(other) === 'plan')
          return { call, plans, isShown: before.some((other) => verbOf(other) === 'show') }
        }),
    ),
  )
}

function judge({ call, plans, isShown }: Applying): Finding[] {
  const isOneStep = plans.length > 0 && plans.every(({ at }) => at.written.path === call.at.written.path)
  if (isOneStep && !isShown) {
    const message = `"${call.program} plan" and "${call.program} apply" stand in one step, so nobody sees the plan before it is carried out`
    const remedy = `put "${call.program} plan -out=recovery.tfplan" into a step before, whose output people read before they approve this one`
    return [found(call, { code: 'H1', message, remedy })]
  }
  if (savedPlan(call) || call.args.includes('-refresh-only')) return []
  const given = valuesOf(call)
  const remedy = 'write the plan to a file with "-out=recovery.tfplan" in a step before, and apply that file'
  const planned = plans.at(-1)
  if (!planned) {
    if (given.length > 0) return []
    const message = `"${call.program} apply" works out what to do when it runs, so nobody has seen what that is`
    return [found(call, { code: 'H1', message, remedy })]
  }
  const missing = valuesOf(planned).filter((value) => !given.includes(value))
  if (missing.length === 0) return []
  const message = `"${call.program} apply" is given neither a saved plan nor "${missing.join(' ')}" of the step "${planned.at.step}", so it may apply other values than were planned`
  return [found(call, { code: 'H1', message, remedy })]
}

function verbOf({ program, args }: Invocation): string {
  return TERRAFORM.test(program) ? (operandsOf(args)[0] ?? '') : ''
}

const savedPlan = ({ args }: Invocation): boolean => operandsOf(args, APART).length > 1

const isSamePlace = (a: Invocation, b: Invocation): boolean =>
  a.at.action.in === b.at.action.in && a.at.action.on === b.at.action.on

/** `-var-file` and `-var` in one notation. */
const valuesOf = ({ args }: Invocation): string[] =>
  args.flatMap((arg, index) => {
    if (/^--?var(?:-file)?=/.test(arg)) return [arg.replace(/^--/, '-')]
    return /^--?var(?:-file)?$/.test(arg) ? [`${arg.replace(/^--/, '-')}=${args[index + 1] ?? ''}`] : []
  })
