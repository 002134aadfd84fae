/** A command inside a service that the recovery has stopped before and not started again. */
import type { Finding } from '../rule.ts'
import { commandRule, found } from './command-rule.ts'
import { type Course, type CourseStep, courses } from './courses.ts'
import type { Invocation } from './invocations.ts'
import { type Switch, switches } from './isolation.ts'
import { operandsOf } from './options.ts'
import { baseName, composeCall } from './programs.ts'

const VALUES = ['-e', '--env', '-u', '--user', '-w', '--workdir', '--index', '-n', '--namespace', '-c', '--container']

export const execIntoStopped = commandRule('exec-into-stopped', (subject) =>
  courses(subject).flatMap((course) =>
    course.steps.flatMap((step) => step.calls.flatMap((call) => judge(course, step, call))),
  ),
)

/** A switch with the step in which it stands. */
interface Placed extends Switch {
  step: CourseStep
  /** The step as the plan writes it. */
  by: string
  index: number
}

function judge(course: Course, step: CourseStep, call: Invocation): Finding[] {
  const service = entered(call)
  if (service === null) return []
  const index = step.calls.indexOf(call)
  const before = course.steps
    .filter((other) => other === step || step.before.has(other.step.id))
    .flatMap((other) => switchesOf(other, call, service))
    .filter((one) => one.step !== step || one.index < index)
  const stopped = before.findLast(
    (stop) => stop.does === 'stop' && !before.some((start) => start.does === 'start' && isAfter(start, stop)),
  )
  if (!stopped) return []
  return [
    found(call, {
      code: 'H5',
      message: `this runs inside "${service}", which the step "${stopped.by}" has stopped and nothing has started by then`,
      remedy: `start "${service}" before, or run it in a container of its own, such as with "docker-compose run --rm -T ${service} …"`,
    }),
  ]
}

const switchesOf = (step: CourseStep, call: Invocation, service: string): Placed[] =>
  step.calls.flatMap((other, index) => {
    const found = switches(other)
    if (!found || other.at.action.on !== call.at.action.on) return []
    return found.what === 'all' || found.what.includes(service) ? [{ ...found, step, by: other.at.step, index }] : []
  })

/** Surely: in a step that waits for the other, or later in the same one. */
const isAfter = (start: Placed, stop: Placed): boolean =>
  start.step === stop.step ? start.index > stop.index : !stop.step.before.has(start.step.step.id)

/** The service that a call goes into; null: into none. */
function entered({ program, args, words }: Invocation): string | null {
  const compose = composeCall(words)
  if (compose) return behindExec(compose.map(({ text }) => text))
  if (program === 'docker' || program === 'podman') {
    return behindExec(args[0] === 'container' ? args.slice(1) : args)
  }
  if (program !== 'kubectl') return null
  const target = behindExec(operandsOf(args, VALUES))
  return target === null ? null : baseName(target)
}

function behindExec([verb, ...rest]: readonly string[]): string | null {
  return verb === 'exec' ? (operandsOf(rest, VALUES)[0] ?? null) : null
}
