/** A copy is made and the original deleted, in that order and whether or not the copy was made. */
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import { type Invocation, invocations } from './invocations.ts'
import { hasOption } from './options.ts'

export const deletesAfterFailure = callRule('deletes-after-failure', (call, { data }): Finding[] => {
  const { shell, script, at } = call
  if (!shell || !deletes(call) || shell.failure === 'handled') return []
  const copies = invocations(data).filter((other) => other.at === at && other.script === script && copiesAway(other))
  const lost = copies.find((copy) => isLostBefore(copy, call))
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
  copiesAway(copy) && all.some((other) => other.script === copy.script && deletes(other) && isLostBefore(copy, other))

function copiesAway({ program, args }: Invocation): boolean {
  const words = args.join(' ')
  if (program === 'aws') return /^s3 (?:cp|sync|mv)\b/.test(words)
  if (program === 'gsutil' || program === 'rclone') return /\b(?:cp|rsync|copy|sync)\b/.test(words)
  if (program === 'gcloud') return /^storage (?:cp|rsync)\b/.test(words)
  return program === 'rsync' || program === 'scp' || program === 'mc'
}

function deletes({ program, args }: Invocation): boolean {
  if (program === 'rm' || program === 'shred') return true
  if (program === 'find') return args.includes('-delete') || /-exec(?:dir)? rm\b/.test(args.join(' '))
  if (program === 'aws') return /^s3 rm\b/.test(args.join(' '))
  return program === 'rsync' && hasOption(args, '--remove-source-files')
}
