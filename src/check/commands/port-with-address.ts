/** `docker port` taken for a port: it answers with address and port, once for each kind of address. */
import type { Filled, ShellCommand, ShellWord } from '../../plan/shell-parts.ts'
import { spots } from '../../plan/spots.ts'
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import type { Invocation } from './invocations.ts'
import { operandsOf } from './options.ts'
import { composeCall } from './programs.ts'

export const portWithAddress = callRule('port-with-address', (call): Finding[] => {
  if (!answersWithAddress(call)) return []
  const { shell, script, at } = call
  const isWhole = shell?.isInSubstitution
    ? shell.readers.every(picksLine) && script.some((command) => usedAsPort(shell, command, script))
    : spots(at.action, 'capture.*').some(({ value, path }) => value === 'all' && isPort(String(path.at(-1))))
  if (!isWhole) return []
  return [
    found(call, {
      code: 'H11',
      message: `"${call.program} port" answers with address and port such as 0.0.0.0:32768, and all of it is taken for a port`,
      remedy: `capture the port alone, with "capture: { port: { match: ':([0-9]+)$' } }", or cut it out with "sed 's/.*://;q'"`,
    }),
  ]
})

function answersWithAddress({ program, args, words }: Invocation): boolean {
  const compose = composeCall(words)
  const own = compose ? compose.map(({ text }) => text) : program === 'docker' || program === 'podman' ? args : []
  // Without a port to ask for, `docker port` lists them all.
  const [verb, ...rest] = operandsOf(own[0] === 'container' ? own.slice(1) : own, ['--index', '--protocol'])
  return verb === 'port' && rest.length > 1
}

const picksLine = ({ words }: ShellCommand): boolean => /^(?:head|tail|sort|uniq)$/.test(words[0]?.text ?? '')
const isPort = (name: string): boolean => /port/i.test(name) && !/addr|host|url|endpoint/i.test(name)

/** Right behind a colon, or through a variable that is called a port. */
function usedAsPort(port: ShellCommand, command: ShellCommand, script: readonly ShellCommand[]): boolean {
  const gives = (filled: Filled) => filled.kind === 'output' && filled.commands.includes(port)
  if (command.words.some((word) => word.filled.some(gives) && isBehindColon(word, '[$`]'))) return true
  const names = command.sets.filter(({ word }) => word.filled.some(gives)).map(({ name }) => name)
  return names.some(
    (name) =>
      isPort(name) || script.some(({ words }) => words.some((word) => isBehindColon(word, `\\$\\{?${name}\\b`))),
  )
}

const isBehindColon = ({ text }: ShellWord, what: string): boolean => new RegExp(`[\\w\\]]:${what}`).test(text)
