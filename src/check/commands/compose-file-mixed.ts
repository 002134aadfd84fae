/** Some commands of a procedure name the file of docker-compose and others do not: they may speak of different services. */
import type { Finding } from '../rule.ts'
import { commandRule, found } from './command-rule.ts'
import { type Course, courses } from './courses.ts'
import { type Invocation, variablesOf } from './invocations.ts'
import { optionValue } from './options.ts'
import { composeCall } from './programs.ts'

/** Stacks that stand beside the system in the same folder. */
const BESIDE = /monitor|observ|logging|metrics|tools/i

export const composeFileMixed = commandRule('compose-file-mixed', (subject) => courses(subject).flatMap(judge))

function judge({ name, steps }: Course): Finding[] {
  const calls = steps.flatMap((step) => step.calls).filter(({ words }) => composeCall(words))
  const places = Map.groupBy(calls, ({ at, isElsewhere }) => JSON.stringify([at.action.on, at.action.in, isElsewhere]))
  return [...places.values()].flatMap((group) => {
    const files = [...new Set(group.flatMap((call) => fileOf(call) ?? []))].filter((file) => !BESIDE.test(file))
    const without = group.filter((call) => fileOf(call) === undefined)
    const [first] = without
    if (!first || files.length === 0) return []
    const where = [...new Set(without.map(({ at }) => `"${at.step}"`))].join(', ')
    return [
      found(first, {
        code: 'H7',
        message: `in ${name} other commands of docker-compose use ${files.join(' and ')}, and those of ${where} whatever file lies in their folder`,
        remedy: `give them all "env: { COMPOSE_FILE: ${files[0]} }"`,
      }),
    ]
  })
}

function fileOf(call: Invocation): string | undefined {
  const verb = composeCall(call.words)?.[0]
  // Behind the verb `-f` is another option, as in `logs -f`.
  const own = call.words.slice(1, verb ? call.words.indexOf(verb) : undefined).map(({ text }) => text)
  return optionValue(own, '--file', '-f') ?? variablesOf(call).get('COMPOSE_FILE')
}
