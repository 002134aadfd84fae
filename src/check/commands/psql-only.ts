/** Commands of the program psql in an `sql` action, which goes to the server without it. */
import type { Finding } from '../rule.ts'
import { commandRule, found } from './command-rule.ts'
import { stepActions } from './invocations.ts'
import { withoutTexts } from './sql-text.ts'

const COMMAND =
  /(?:^|\s)\\(connect|c|i|ir|include|copy|gexec|gset|g|set|echo|d[a-zA-Z+]*|l|timing|pset|o|x|q|password)(?=\s|$)/m

export const psqlOnly = commandRule('psql-only', ({ data }) =>
  stepActions(data).flatMap((at): Finding[] => {
    const { sql } = at.action
    const [, command] = typeof sql === 'string' ? (COMMAND.exec(withoutTexts(sql)) ?? []) : []
    if (command === undefined) return []
    return [
      found(
        { at },
        {
          path: [...at.path, 'sql'],
          code: 'H14',
          message: `"\\${command}" is a command of the program psql, and the server refuses it as a syntax error`,
          remedy: remedyFor(command),
        },
      ),
    ]
  }),
)

const remedyFor = (command: string): string =>
  command === 'connect' || command === 'c'
    ? 'name the connection to that database under "on"'
    : 'run it with "command: [psql, …]", or write the statement itself'
