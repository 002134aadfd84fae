/** A backup that is looked for by today's date: between midnight and the first backup of the day there is none. */
import type { ShellCommand, ShellWord } from '../../plan/shell-parts.ts'
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import { todayIn } from './dates.ts'
import type { Invocation } from './invocations.ts'
import { operandsOf } from './options.ts'
import { baseName } from './programs.ts'

const RESTORES = /restor|recover|verif|validat/i
const LISTS = /^(?:ls|find|grep|egrep|fgrep|test|\[)$/
const READS_FILE = /^(?:pg_restore|gunzip|zcat|zstdcat|sha256sum)$/
/** Options that say which one is wanted. */
const SELECTS =
  /^--(?:prefix|query|filter|snapshot|backup|db-snapshot-identifier|snapshot-identifier|backup-file|key|source-object)/
const COPIES = /^(?:cp|mv|scp|rsync)$/

export const dateInName = callRule('date-in-name', (call): Finding[] => {
  const { shell, script } = call
  if (!shell) return []
  const own = madeHere(script)
  const dated = selecting(call)
    .filter((word) => !own.some((made) => isOf(made, word)))
    .map((word) => todayIn(word, script))
    .find((today) => today !== null)
  if (!dated) return []
  const local = dated.isUtc ? '' : ", and the day is that of the machine's own zone"
  return [
    found(call, {
      code: 'H12',
      message: `"${dated.written}" looks for a backup of today, and after midnight there is none until the first has been made${local}`,
      remedy:
        'use an action with "backup" and "pick: newest", or take the newest of a list sorted by date, whatever its day',
    }),
  ]
})

/** Words by which it chooses what it reads. */
function selecting({ program, words, args }: Invocation): readonly ShellWord[] {
  const rest = words.slice(1)
  const isStorage = program === 'aws' || program === 'gsutil' || program === 'rclone' || program === 'gcloud'
  const options = rest.filter((word, index) => SELECTS.test(word.text) || SELECTS.test(args[index - 1] ?? ''))
  if (LISTS.test(program) || RESTORES.test(words[0]?.text ?? '') || READS_FILE.test(program)) return rest
  if (isStorage && args.some((arg) => /^(?:ls|lsf|list|head-object|get-object)$/.test(arg))) return rest
  if ((isStorage && args.some((arg) => /^(?:cp|sync|mv|copy)$/.test(arg))) || COPIES.test(program)) {
    const [target] = operandsOf(args).slice(-1)
    return rest.filter(({ text }) => text !== target && !text.startsWith('-'))
  }
  return options
}

const MAKES = /^(?:mkdir|touch|tee|tar|pg_dump|pg_dumpall|pg_basebackup|mysqldump|zip|install|mktemp)$/
const COPIES_TO_LAST = /^(?:cp|mv|docker|scp|rsync|aws|gsutil|rclone|gcloud)$/
const WRITES_TO = /^(?:--(?:file|output|out|create|db-snapshot-identifier|snapshot-identifier)|-[a-z]*[fo])$/

/** What the text itself makes is there, whatever the hour. */
const madeHere = (script: readonly ShellCommand[]): ShellWord[] =>
  script.flatMap(({ writes, words }) => {
    const texts = words.map(({ text }) => text)
    const program = baseName(texts[0] ?? '')
    if (MAKES.test(program) && !texts.some((text) => /^(?:-[a-z]*x[a-z]*|--extract)$/.test(text)))
      return [...writes, ...words]
    if (texts.some((text) => RESTORES.test(text))) return writes
    const target = COPIES_TO_LAST.test(program) && isCopy(texts) ? targetOf(words) : []
    return [...writes, ...target, ...words.filter((_, index) => WRITES_TO.test(texts[index - 1] ?? ''))]
  })

const isCopy = ([program = '', ...args]: readonly string[]): boolean =>
  COPIES.test(baseName(program)) || args.some((arg) => /^(?:cp|sync|mv|copy|rsync)$/.test(arg))

/** The last operand that stands for a place. */
const targetOf = (words: readonly ShellWord[]): ShellWord[] =>
  words
    .filter(({ text }) => /[/:$]/.test(text))
    .slice(1)
    .slice(-1)

/** A file that was made, a part of its name, or what is in a folder that was made. */
const isOf = (made: ShellWord, word: ShellWord): boolean =>
  made.filled.length > 0 && (made.text.includes(word.text.replace(/\/$/, '')) || word.text.startsWith(made.text))
