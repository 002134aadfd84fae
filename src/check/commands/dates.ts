/** Names that a shell text makes out of the date, directly or through its variables. */
import type { ShellCommand, ShellWord } from '../../plan/shell-parts.ts'

/** A format that names the day: everything that has it changes at midnight. */
const NAMES_DAY = /%[dDFjexc]|%Y%m%d/

export interface DateOfToday {
  /** As it is written: `date +%F`. */
  written: string
  isUtc: boolean
}

/** The `date` of today in a word; null: there is none. */
export function todayIn(word: ShellWord, script: readonly ShellCommand[], depth = 0): DateOfToday | null {
  for (const filled of word.filled) {
    if (filled.kind === 'output') {
      const today = filled.commands.map(todayOf).find((one) => one !== null)
      if (today) return today
    } else if (filled.kind === 'variable' && depth < 4) {
      const set = script.flatMap(({ sets }) => sets).findLast(({ name }) => name === filled.name)
      const today = set ? todayIn(set.word, script, depth + 1) : null
      if (today) return today
    }
  }
  return null
}

/** Another day than today's is asked for with `-d` or `-v`: that is arithmetic, and not what this is about. */
function todayOf({ words }: ShellCommand): DateOfToday | null {
  const [program, ...args] = words.map(({ text }) => text)
  if (program !== 'date' || args.some((arg) => /^(?:-d|-v|--date|-r)/.test(arg))) return null
  const namesDay = args.some((arg) => NAMES_DAY.test(arg) || /^(?:-I|--iso-8601|-R)/.test(arg))
  if (!namesDay) return null
  const isUtc = args.some((arg) => /^-[a-zA-Z]*u[a-zA-Z]*$/.test(arg) || arg === '--utc' || arg === '--universal')
  return { written: `date ${args.join(' ')}`, isUtc }
}
