/** Text from outside that a shell reads as its own: split at blanks, widened to names of files, or carried out. */

import type { Plan } from '../../plan/schema.ts'
import type { Filled, ShellWord } from '../../plan/shell-parts.ts'
import { isBlock } from '../../plan/written-steps.ts'
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import type { Invocation, StepAction } from './invocations.ts'

const PLAIN_OPTION = /^[\w./:@%+=,-]+$/
const QUOTE = 'hand it over as a variable under "env" and write it in double quotes'

export const shellInterpolation = callRule('shell-interpolation', (call, { plan }): Finding[] => [
  ...unquoted(call, plan),
  ...readAgain(call, plan),
])

/** In an argument, or as a file that is read or written. What a loop goes through is often meant to be split. */
function unquoted({ at, words, shell, via }: Invocation, plan: Plan): Finding[] {
  // What `sudo` and its like call has the same words, and a text that is put together is told of below.
  if (!shell || via.some((outer) => outer.shell === shell || readAsScript(outer).some(isFilled))) return []
  const names = [...words, ...shell.reads, ...shell.writes]
    .flatMap(({ filled }) => filled)
    .flatMap((filled) => (filled.kind === 'variable' && !filled.isQuoted ? [filled.name] : []))
    .filter((name) => isFromOutside(at, name, plan))
  return [...new Set(names)].map((name) =>
    found(
      { at },
      {
        message: `$${name} stands there without quotes, so the shell splits it at blanks and takes * in it for names of files`,
        remedy: `write "$${name}" in double quotes`,
      },
    ),
  )
}

const isFilled = ({ filled }: ShellWord): boolean => filled.length > 0

/** A text that is put together and then read by a shell: quotes around the variable do not help there. */
function readAgain(call: Invocation, plan: Plan): Finding[] {
  const script = readAsScript(call)
  const pasted = script.flatMap(({ filled }) => filled).find((one) => isPasted(call, one, plan))
  if (!pasted) return []
  const what =
    pasted.kind === 'output'
      ? 'the output of a command'
      : pasted.kind === 'variable'
        ? `$${pasted.name}`
        : `the value "${pasted.name}"`
  return [
    found(call, {
      message: `${what} becomes part of a text that ${call.program === 'ssh' ? 'the shell over there' : `"${call.program}"`} reads as commands, whatever stands in it`,
      remedy: call.program === 'ssh' ? 'make the machine a runner of the plan and run the command there' : QUOTE,
    }),
  ]
}

function readAsScript({ program, words }: Invocation): readonly ShellWord[] {
  if (program === 'eval') return words.slice(1)
  if (/^(?:ba|da|z|k)?sh$/.test(program)) {
    const nth = words.findIndex(({ text }) => /^-[a-z]*c$/.test(text))
    return nth < 0 ? [] : words.slice(nth + 1, nth + 2)
  }
  if (program !== 'ssh') return []
  const host = words.findIndex(
    ({ text }, index) => index > 0 && !text.startsWith('-') && !/^-[a-zA-Z]$/.test(words[index - 1]?.text ?? ''),
  )
  return host < 0 ? [] : words.slice(host + 1)
}

function isPasted({ at, program }: Invocation, filled: Filled, plan: Plan): boolean {
  if (filled.kind === 'output') return program === 'eval'
  if (filled.kind === 'variable') return isFromOutside(at, filled.name, plan)
  return filled.kind === 'value' && !isPlain(filled.name, plan)
}

/** Handed over by the plan from a value or a secret, or passed on from Muster's own environment. */
function isFromOutside({ action: { env, passEnv } }: StepAction, name: string, plan: Plan): boolean {
  if (Array.isArray(passEnv) && passEnv.includes(name)) return true
  const given = isBlock(env) ? env[name] : undefined
  if (!isBlock(given)) return false
  return typeof given.value === 'string' ? !isPlain(given.value, plan) : true
}

/** A number, or one of a few words that no shell takes for anything else. */
function isPlain(value: string, { values }: Plan): boolean {
  const spec = values[value]
  return (
    spec?.kind === 'number' || (spec?.kind === 'choice' && spec.options.every((option) => PLAIN_OPTION.test(option)))
  )
}
