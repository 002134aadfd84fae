/** The text of docs/commands.md: every `/dr` command by who may give it, and every verb of the terminal with its help, as the program itself has them. */
import type { Command } from 'commander'
import { findCommand } from '../commands/registry.ts'
import { program } from '../src/cli/program.ts'
import { COMMAND_GROUPS, PERMISSION_GROUPS, type PermittedCommand } from '../src/plan/permission-names.ts'

const HEAD = `# Commands

<!-- Written by scripts/generate-commands.ts from the sources; a test compares the two. -->

What Muster understands, in Slack and in a terminal. Who may do what can be [written in the plan](plan-reference.md#permissions); what stands here is so
without that: *anyone* is anyone in the workspace but guests and people of other companies, *people of the plan* are those whom it names.

## In Slack

\`/dr help\` lists them, \`/dr help COMMAND\` says how one is typed. \`[…]\` may be left out, \`|\` stands between what is one of several, and words in capitals are yours. In an incident's channel \`INCIDENT\` is never needed.
Without words most commands show how things stand, which is *look* or *read* whatever else they belong to, or open a form. From a terminal they are the same: \`muster dr --url URL --as PERSON ack\`; so they
are in the console, and in the [responder console](responder-console.md) when Slack is away.
`

const WHO = { anyone: 'anyone', people: 'people of the plan' } as const

function inSlack(): string {
  const groups = Object.entries(PERMISSION_GROUPS).map(([group, { default: who, told }]) => {
    const names = Object.entries(COMMAND_GROUPS).flatMap(([name, of]) =>
      of === group ? [name as PermittedCommand] : [],
    )
    return `### ${capital(group)}: ${told}\n\nBy ${WHO[who]}.\n\n${names.map(line).join('\n')}\n`
  })
  return groups.join('\n')
}

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1)

function line(name: PermittedCommand): string {
  const { usage, summary, aliases = [] } = findCommand(name)!
  const also = aliases.length === 0 ? '' : ` Also: ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`
  return `- \`/dr ${usage}\`: ${summary}.${also}`
}

const TERMINAL = `
## In a terminal

Exit codes: 0 for yes, 1 for what was looked at and found wanting, 2 for what could not be understood or done. \`--json\` is one object on stdout where there is
one; whatever else is said goes to stderr. In a checkout \`npm run -s muster --\` stands for \`muster\`.
`

const HELP_WIDTH = 120

const below = (command: Command): Command[] => [command, ...command.commands.flatMap(below)]

function help(command: Command): string {
  let out = ''
  command.configureOutput({ writeOut: (text) => (out += text), getOutHelpWidth: () => HELP_WIDTH })
  command.outputHelp()
  return out.trimEnd()
}

function inTerminal(): string {
  const verbs = below(program).filter((command) => command.commands.length === 0)
  const typed = (command: Command): string =>
    command.parent ? `${typed(command.parent)} ${command.name()}` : command.name()
  return verbs.map((command) => `### ${typed(command)}\n\n\`\`\`text\n${help(command)}\n\`\`\`\n`).join('\n')
}

export const commandsPage = (): string => `${HEAD}\n${inSlack()}${TERMINAL}\n${inTerminal()}`
