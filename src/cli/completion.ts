/** Completion for shells, written from the commands themselves: words are offered where they can stand, and files elsewhere. */
import type { Command } from 'commander'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** What can follow the words of a command. */
interface Place {
  /** Words after `muster`, such as `journal export`; '' for the first. */
  after: string
  /** Commands below it, with what they do, and words that it takes. */
  commands: { name: string; about: string }[]
  options: { name: string; about: string; choices: readonly string[] }[]
}

/** A script to be read by the shell: `source <(muster completion bash)`. */
export function completionScript(program: Command, shell: Shell): string {
  const places = placesOf(program)
  if (shell === 'fish') return fishScript(places)
  // zsh reads bash's completions once it is told to.
  return `${shell === 'zsh' ? 'autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n' : ''}${bashScript(places)}`
}

function placesOf(command: Command, after: readonly string[] = []): Place[] {
  const help = command.createHelp()
  const own: Place = {
    after: after.join(' '),
    commands: [
      ...help.visibleCommands(command).map((one) => ({ name: one.name(), about: one.description() })),
      ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices.map((name) => ({ name, about: '' }))),
    ],
    options: help.visibleOptions(command).flatMap(({ long, description, argChoices = [] }) => {
      return long ? [{ name: long, about: description, choices: argChoices }] : []
    }),
  }
  return [own, ...command.commands.flatMap((one) => placesOf(one, [...after, one.name()]))]
}

function bashScript(places: readonly Place[]): string {
  const cases = places.map(({ after, commands, options }) => {
    const words = [...commands, ...options].map(({ name }) => name)
    return `    ${quoted(after)}) words=${quoted(words.join(' '))} ;;`
  })
  const choices = places.flatMap(({ after, options }) =>
    options
      .filter((option) => option.choices.length > 0)
      .map(({ name, choices }) => `    ${quoted(`${after} ${name}`)}) words=${quoted(choices.join(' '))} ;;`),
  )
  const known = places.filter(({ after }) => after !== '').map(({ after }) => quoted(after))
  return `_muster() {
  local place='' words='' word
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${place:+$place }$word" in
    ${known.join('|')}) place="\${place:+$place }$word" ;;
    esac
  done
  case "$place" in
${cases.join('\n')}
  esac
  case "$place $previous" in
${choices.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _muster muster
`
}

function fishScript(places: readonly Place[]): string {
  const lines = places.flatMap(({ after, commands, options }) => {
    const below = after === '' ? '__fish_use_subcommand' : `__muster_below ${after}`
    const at = after === '' ? below : `__muster_at ${after}`
    return [
      ...commands.map(({ name, about }) => `complete -c muster -n ${quoted(at)} -f -a ${name} -d ${quoted(about)}`),
      ...options.map(({ name, about, choices }) => {
        const values = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : ''
        return `complete -c muster -n ${quoted(below)} -l ${name.slice(2)} -d ${quoted(about)}${values}`
      }),
    ]
  })
  return `function __muster_words
  commandline -opc | string match -v -- '-*' | tail -n +2
end
function __muster_at
  test "$(__muster_words | string join ' ')" = "$argv"
end
function __muster_below
  test "$(__muster_words | head -n (count $argv) | string join ' ')" = "$argv"
end
${lines.join('\n')}
`
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
