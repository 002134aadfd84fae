/** A machine that is cut off, or services that are stopped, with nothing in the plan that takes it back. */
import { isBlock } from '../../plan/written-steps.ts'
import type { Finding } from '../rule.ts'
import { commandRule, found } from './command-rule.ts'
import { type Course, type CourseStep, courses, stepsAfter } from './courses.ts'
import type { Invocation } from './invocations.ts'
import { blocks, isUsualFirewall, lifts, switches } from './isolation.ts'

export const isolationWithoutUndo = commandRule('isolation-without-undo', (subject) =>
  courses(subject).flatMap((course) => course.steps.flatMap((step) => judge(course, step))),
)

function judge(course: Course, step: CourseStep): Finding[] {
  if (isBlock(step.step.undo)) return []
  const later = stepsAfter(course, step)
  const blocking = step.calls.filter((call) => call.at.list === 'do' && blocks(call))
  const [first] = blocking
  const isLifted = later.some(({ calls }) => calls.some(lifts)) || ownAfter(step, blocking.at(-1)).some(lifts)
  if (first && !isLifted && !isUsualFirewall(blocking, step.calls)) {
    const directions = new Set(blocking.map(blocks))
    const which = directions.size > 1 ? 'all traffic' : `all ${directions.has('in') ? 'incoming' : 'outgoing'} traffic`
    const message = `the step "${first.at.step}" blocks ${which}, and nothing in the plan lifts the block again`
    return [
      found(first, { code: 'H4', message, remedy: 'give the step an "undo" with the commands that lift the block' }),
    ]
  }
  return stopped(step, later)
}

/** Where anything follows that may start them, which a script or a person may be, they are not left behind. */
function stopped(step: CourseStep, later: readonly CourseStep[]): Finding[] {
  const stops = step.calls.filter((call) => call.at.list === 'do' && switches(call)?.does === 'stop')
  const [first] = stops
  if (!first) return []
  if ([...ownAfter(step, first), ...later.flatMap(({ calls }) => calls)].some(mayStart)) return []
  if (later.some((other) => other.step.manual !== undefined)) return []
  const what = stops.flatMap((call) => {
    const named = switches(call)?.what
    return named === 'all' || named === undefined ? [] : named
  })
  const which = what.length > 0 ? [...new Set(what)].join(', ') : 'everything'
  return [
    found(first, {
      message: `the step "${first.at.step}" stops ${which}, and nothing in the plan starts it again`,
      remedy: 'give the step an "undo" that starts it, or add a step that does',
    }),
  ]
}

/** Of the same step. */
const ownAfter = ({ calls }: CourseStep, call: Invocation | undefined): Invocation[] =>
  call ? calls.slice(calls.indexOf(call) + 1) : []

const mayStart = (call: Invocation): boolean =>
  switches(call)?.does === 'start' || call.words[0]?.text.includes('/') === true || call.program === 'kubectl'
