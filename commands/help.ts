/** `/dr help`: every subcommand that works, and how one of them is typed. The list is handed in, so that it can name itself. */
import { nearest } from '../src/plan/nearest.ts'
import { answer, refuse } from './asking/answers.ts'
import type { DrCommand } from './command.ts'
import { lines } from './wording/lists.ts'

/** @param all every command that works, in the order in which they are listed. */
export const helpFor = (all: () => readonly DrCommand[]): DrCommand => ({
  name: 'help',
  aliases: ['?', 'commands'],
  usage: 'help [COMMAND]',
  summary: 'This list, or how one command is typed',
  async run({ words }) {
    const name = words.replace(/^\/?(dr\s+)?/i, '').toLowerCase()
    if (name === '') {
      const told = all().map((command) => `• \`/dr ${command.name}\` ${command.summary}`)
      return answer(
        lines(
          '*`/dr declare` opens an incident, `/dr ack` takes it.* All commands:',
          ...told,
          'How one is typed: `/dr help COMMAND`.',
        ),
        { data: all().map(({ name: each, usage, summary }) => ({ name: each, usage, summary })) },
      )
    }
    const command = all().find((one) => one.name === name || one.aliases?.includes(name))
    if (command) {
      const also = command.aliases ? `Also: ${command.aliases.map((one) => `\`${one}\``).join(', ')}` : undefined
      return answer(lines(`\`/dr ${command.usage}\``, `${command.summary}.`, also))
    }
    const near = nearest(
      name,
      all().map((one) => one.name),
    )
    return refuse(
      `"${name}" is no command.${near === undefined ? ' `/dr help` lists them.' : ` Did you mean \`/dr help ${near}\`?`}`,
    )
  },
})
