import type { Command } from 'commander'
import { expect, it } from 'vitest'
import { program } from '../../src/cli/program.ts'

const below = (command: Command): Command[] => [command, ...command.commands.flatMap(below)]
const all = below(program).filter(({ commands }) => commands.length === 0)

function helpOf(command: Command): string {
  let out = ''
  command.configureOutput({ writeOut: (text) => (out += text) })
  command.outputHelp()
  return out
}

it('there are commands', () => expect(all.length).toBeGreaterThan(15))

it.each(all.map((command) => [`${command.parent?.name()} ${command.name()}`, command] as const))(
  '%s shows an example that begins as it is typed',
  (_, command) => {
    const words = below(program).includes(command) && command.parent !== program ? `${command.parent?.name()} ` : ''
    const examples = helpOf(command).split(/\nExamples?:\n/)[1] ?? ''
    expect(examples).toMatch(new RegExp(`^ {2}.*\\bmuster ${words}${command.name()}\\b`, 'm'))
  },
)
