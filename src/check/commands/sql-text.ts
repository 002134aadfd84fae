/** What a command hands to a database client to carry out: as an option, in the text for it to read, or through a pipe. Not what is in files. */
import type { ShellCommand } from '../../plan/shell-parts.ts'
import type { Invocation } from './invocations.ts'
import { baseName } from './programs.ts'

const CLIENTS = /^(?:psql|mysql|mariadb|sqlite3|cockroach|sqlcmd)$/
const SAYS = /^(?:echo|printf|cat)$/

/** One text for each that it is given; quoted texts within them are emptied, for they may hold anything. */
export function statementsOf({ program, args, shell, via }: Invocation): string[] {
  if (!CLIENTS.test(program)) return []
  const around = [shell, ...via.map((outer) => outer.shell)].flatMap((one) => one ?? [])
  const read = around.flatMap(({ hereText, feeders }) => [...(hereText ?? '').split('\n\n'), ...feeders.flatMap(said)])
  return [...args, ...read].filter((text) => /\s/.test(text)).map(withoutTexts)
}

/** What a command before the pipe says. */
function said({ words, hereText }: ShellCommand): string[] {
  const [program = '', ...texts] = words.map(({ text }) => text)
  return SAYS.test(baseName(program)) ? [...texts, ...(hereText === null ? [] : [hereText])] : []
}

export const withoutTexts = (sql: string): string => sql.replace(/'(?:[^']|'')*'/g, "''")
