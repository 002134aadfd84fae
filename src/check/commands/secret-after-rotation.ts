/** A step that still uses a secret after another has replaced it: Muster has read its variables when it started. */
import { spots } from '../../plan/spots.ts'
import type { Finding } from '../rule.ts'
import { awsCall } from './aws.ts'
import { commandRule, found } from './command-rule.ts'
import { type Course, type CourseStep, courses } from './courses.ts'
import type { Invocation, StepAction } from './invocations.ts'

const ROTATES = /(?:rotate|renew|regenerate|reset)[-_](.*?)(?:secrets?|credentials?|keys?|passwords?|tokens?)\b/i
/** Of a name that means them all. */
const ANY = /^(?:all|every|the)?$/i
const REFERENCES = ['env.*.secret', 'headers.*.secret']

export const secretAfterRotation = commandRule('secret-after-rotation', (subject) =>
  courses(subject).flatMap((course) => course.steps.flatMap((step) => judge(course, step))),
)

function judge(course: Course, step: CourseStep): Finding[] {
  const before = course.steps.filter((other) => step.before.has(other.step.id))
  return step.actions.flatMap((at, index) => {
    const own = step.calls.filter((call) => step.actions.indexOf(call.at) < index)
    const rotations = [...before.flatMap(({ calls }) => calls), ...own].flatMap(rotationOf)
    return secretsOf(at).flatMap(({ path, name }): Finding[] => {
      const rotation = rotations.find(({ words }) => concerns(words, name))
      if (!rotation) return []
      const message = `the step "${rotation.step}" has replaced secrets by then, and ${name} is still what Muster read when it started`
      const remedy = 'let whoever rotates write the new secret to a file and read it with { secretFile: ITS_PATH }'
      return [found({ at }, { path: [...at.path, ...path], message, remedy })]
    })
  })
}

const secretsOf = ({ action }: StepAction) =>
  REFERENCES.flatMap((pattern) => spots(action, pattern)).map(({ path, value }) => ({ path, name: String(value) }))

interface Rotation {
  step: string
  /** Which ones; none: all of them. */
  words: string[]
}

function rotationOf(call: Invocation): Rotation[] {
  const { step } = call.at
  const aws = awsCall(call)
  if (aws) return aws.service === 'secretsmanager' && aws.operation === 'rotate-secret' ? [{ step, words: [] }] : []
  const isScript = call.words[0]?.text.includes('/') === true
  const [, which] = isScript ? (ROTATES.exec(call.program) ?? []) : []
  if (which === undefined) return []
  const words = which.split(/[-_]/).filter((word) => word !== '' && !ANY.test(word))
  return [{ step, words }]
}

const concerns = (words: readonly string[], name: string): boolean =>
  words.length === 0 || words.some((word) => name.toLowerCase().split('_').includes(word.toLowerCase()))
