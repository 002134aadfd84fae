/** What the rules about commands share: how they are made and how they point at what they find. */
import type { Path } from '../../plan/problem.ts'
import { isBlock } from '../../plan/written-steps.ts'
import type { CheckRule, Finding, Subject } from '../rule.ts'
import { commandPath, type Invocation, invocations } from './invocations.ts'

type Said = Pick<Finding, 'message' | 'remedy'> & Partial<Pick<Finding, 'code' | 'fix' | 'path'>>

/** Points at the command in which it stands. */
export const found = ({ at }: Pick<Invocation, 'at'>, said: Said): Finding => ({
  path: commandPath(at),
  at: 'value',
  ...(at.step !== '' && { step: at.step }),
  ...said,
})

/** A rule that looks at each call of a program by itself. */
export const callRule = (name: string, judge: (call: Invocation, subject: Subject) => Finding[]): CheckRule =>
  commandRule(name, (subject) => invocations(subject.data).flatMap((call) => judge(call, subject)))

export const commandRule = (name: string, judge: CheckRule['judge']): CheckRule => ({
  name,
  level: 'warning',
  judge: (subject) => eachOnce(subject.data, judge(subject)),
})

/** What an alias of YAML repeats is written once, and several scenarios may go through the same step. */
function eachOnce(data: unknown, findings: readonly Finding[]): Finding[] {
  const said = new Map<unknown, Set<string>>()
  return findings.filter(({ path, message }) => {
    const holder = valueAt(data, path.slice(0, -1))
    const known = said.get(holder) ?? new Set()
    said.set(holder, known)
    const key = `${path.at(-1)} ${message}`
    const isNew = !known.has(key)
    known.add(key)
    return isNew
  })
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data
  for (const part of path) {
    if (!isBlock(value) && !Array.isArray(value)) return value
    value = (value as Record<string | number, unknown>)[part]
  }
  return value
}
