/** A copy is made and the original deleted, in that order and whether or not the copy was made. */
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import { type Invocation, invocations } from './invocations.ts'
import { hasOption, operandsOf } from './options.ts'

export const deletesAfterFailure = callRule('deletes-after-failure', (call, { data }): Finding[] => {
  const { shell, script, at } = call
  if (!shell || deletedBy(call).length === 0 || shell.failure === 'handled') return []
  const others = invocations(data).filter((other) => other.at === at && other.script === script)
  const lost = others.find((copy) => isLostBefore(copy, call) && isOfTheSame(copy, call))
  if (!lost) return []
  return [
    found(call, {
      code: 'H13',
      message: `"${call.program}" deletes also when "${lost.program}" before it has failed to copy`,
      remedy: 'join the two with "&&", or begin the text with "set -e"',
    }),
  ]
})

/** Joined by `&&` it is not reached. */
function isLostBefore(copy: Invocation, deletion: Invocation): boolean {
  if (!copy.shell || !deletion.shell) return false
  const { script } = copy
  return (
    script.indexOf(copy.shell) < script.indexOf(deletion.shell) &&
    copy.shell.failure === 'lost' &&
    copy.shell.statement !== deletion.shell.statement
  )
}

/** What is copied is deleted later in the same text. */
export const isDeletedLater = (copy: Invocation, all: readonly Invocation[]): boolean =>
  copiedBy(copy).length > 0 &&
  all.some((other) => other.script === copy.script && isLostBefore(copy, other) && isOfTheSame(copy, other))

const isOfTheSame = (copy: Invocation, deletion: Invocation): boolean =>
  copiedBy(copy).some((source) => deletedBy(deletion).some((place) => isWithin(source, place)))

/** One lies in the other, as far as their names tell. */
function isWithin(a: string, b: string): boolean {
  const [one, other] = [folderOf(a), folderOf(b)]
  if (one === '.' || other === '.') return !one.startsWith('/') && !other.startsWith('/')
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`)
}

/** `/wal/*` and `/wal/` are `/wal`, `*` is where one is. */
const folderOf = (place: string): string =>
  place.replace(/(?:^|\/)[^/]*[*?][^/]*$/, '').replace(/^\.\/|\/+$/g, '') || '.'

const ARCHIVE = /\.(?:tar|tgz|gz|zst|xz|bz2|zip)$/

/** The places that it copies from; none: it copies nothing. */
function copiedBy({ program, args }: Invocation): string[] {
  const operands = operandsOf(args, ['-e', '--rsh', '-P', '-o', '-i', '--exclude', '--sse', '--storage-class'])
  const isVerb = (word: string) => /^(?:cp|sync|copy|rsync|mirror)$/.test(word)
  if (/^(?:rsync|scp|cp)$/.test(program)) return operands.slice(0, -1)
  if (program === 'tar') return /^-?[a-z]*c/.test(args[0] ?? '') ? operands.filter(isKept) : []
  if (!/^(?:aws|gsutil|rclone|gcloud|mc)$/.test(program)) return []
  const verb = operands.findIndex(isVerb)
  return verb < 0 ? [] : operands.slice(verb + 1, verb + 2)
}

/** What goes into an archive, and not its name or the letters before it. */
const isKept = (operand: string): boolean => !ARCHIVE.test(operand) && !/^[cvzjJpf]+$/.test(operand)

/** The places that it deletes; none: it deletes nothing. */
function deletedBy({ program, args }: Invocation): string[] {
  const operands = operandsOf(args)
  if (program === 'rm' || program === 'shred') return operands
  const isDeletingFind = args.includes('-delete') || /-exec(?:dir)? rm\b/.test(args.join(' '))
  if (program === 'find') return isDeletingFind ? operands.slice(0, 1) : []
  if (program === 'aws') return operands[0] === 's3' && operands[1] === 'rm' ? operands.slice(2, 3) : []
  return program === 'rsync' && hasOption(args, '--remove-source-files') ? operands.slice(0, -1) : []
}
