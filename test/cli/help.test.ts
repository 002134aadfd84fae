import type { Command } from 'commander'
import { expect, it } from 'vitest'
import { program } from '../../src/cli/program.ts'

const below = (command: Command): Command[] => [command, ...command.commands.flatMap(below)]
const all = below(program)
/** As it is typed: muster journal verify. */
const typed = (command: Command): string =>
  command.parent ? `${typed(command.parent)} ${command.name()}` : command.name()

function helpOf(command: Command): string {
  let out = ''
  command.configureOutput({ writeOut: (text) => (out += text) })
  command.outputHelp()
  return out
}

it('there are commands', () => expect(all.length).toBeGreaterThan(15))

it.each(all.map((command) => [typed(command), command] as const))(
  '%s --help shows an example that begins as it is typed',
  (words, command) => {
    const examples = helpOf(command).split(/\nExamples?:\n/)[1] ?? ''
    expect(examples).toMatch(new RegExp(`^ {2}.*\\b${words}\\b`, 'm'))
  },
)
