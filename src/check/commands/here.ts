/** Which programs and scripts a plan wants to find on the machine where Muster runs. What runs over ssh or in a container is none of them. */
import type { ShellCommand } from '../../plan/shell-parts.ts'
import { type Invocation, invocations } from './invocations.ts'

export interface Wanted {
  /** As it is written: a name that is looked up in PATH, or a path. */
  program: string
  /** Where it is started, and what a relative path starts from; null: where Muster is. */
  inFolder: string | null
  /** read: a script that another program runs. */
  to: 'run' | 'read'
}

/** Of bash itself. */
const BUILTINS = new Set(
  `. : [ [[ alias bg break builtin caller cd command compgen complete continue declare dirs disown echo enable eval exec exit export false fc fg getopts
  hash help history jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly return set shift shopt source suspend test time times
  trap true type typeset ulimit umask unalias unset wait`.split(/\s+/),
)
const INTERPRETERS = /^(?:bash|sh|dash|zsh|python3?|node|perl|ruby|php)$/

/** Programs of a call, as they are to be looked for; none where only running it tells. */
export function wantedBy(call: Invocation): Wanted[] {
  const { at, words, isElsewhere, shell, script } = call
  const [first] = words
  if (isElsewhere || at.action.on !== undefined || !first || first.filled.length > 0) return []
  const inFolder = typeof at.action.in === 'string' ? at.action.in : null
  const program = first.text
  if (shell && (BUILTINS.has(program) || isFunction(program, call) || script.some((one) => asksFor(one, program))))
    return []
  const isMoved = script.some((command) => command.words[0]?.text === 'cd' || command.words[0]?.text === 'pushd')
  const isRelative = (path: string) => path.includes('/') && !path.startsWith('/')
  const run: Wanted[] = isMoved && isRelative(program) ? [] : [{ program, inFolder, to: 'run' }]
  const scriptName = INTERPRETERS.test(call.program) && !isMoved ? scriptOf(call) : undefined
  return scriptName === undefined ? run : [...run, { program: scriptName, inFolder, to: 'read' }]
}

export const wantedHere = (data: unknown): Wanted[] => invocations(data).flatMap(wantedBy)

/** The first argument, where it is no option and the shell fills in none of it. */
function scriptOf({ words }: Invocation): string | undefined {
  const [, second] = words
  return second && second.filled.length === 0 && /^[\w./][^\s=]*(?:\/|\.\w+$)/.test(second.text)
    ? second.text
    : undefined
}

/** `command -v jq`: whoever asks has thought of its not being there. */
const asksFor = ({ words: [asking, ...rest] }: ShellCommand, program: string): boolean =>
  /^(?:command|which|type|hash)$/.test(asking?.text ?? '') && rest.at(-1)?.text === program

/** Functions are not in the list of commands; their names are in the text. */
const isFunction = (program: string, { at }: Invocation): boolean =>
  typeof at.action.command === 'string' &&
  new RegExp(`(?:^|[\\s;])(?:function\\s+)?${escaped(program)}\\s*\\(\\s*\\)`).test(at.action.command)

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
