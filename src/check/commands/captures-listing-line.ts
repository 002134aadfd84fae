/** The newest of a listing, taken with its whole line: date, time and size are part of the name then. */
import type { ShellCommand } from '../../plan/shell-parts.ts'
import { spots } from '../../plan/spots.ts'
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import type { Invocation } from './invocations.ts'
import { hasOption, operandsOf } from './options.ts'

/** What leaves lines whole. */
const KEEPS_LINES = /^(?:sort|tail|head|grep|egrep|fgrep|tee|uniq|tac|cat|xargs)$/

export const capturesListingLine = callRule('captures-listing-line', (call): Finding[] => {
  const listing = listed(call)
  if (listing === null || call.isElsewhere) return []
  const { shell } = call
  if (shell?.isInSubstitution ? !keepsLines(shell.readers) : !isCaptured(call)) return []
  return [
    found(call, {
      code: 'H6',
      message: `a line of "${listing}" has more in it than a name, and all of the line is taken`,
      remedy:
        'use an action with "backup", which picks the newest by its date; or ask for names alone, such as with "aws s3api list-objects-v2 --query"',
    }),
  ]
})

/** Whole lines are what comes out in the end. */
function keepsLines(readers: readonly ShellCommand[]): boolean {
  const isPicked = readers.some(({ words }) => /^(?:tail|head|sort)$/.test(words[0]?.text ?? ''))
  return isPicked && readers.every(({ words }) => keepsItsLines(words.map(({ text }) => text)))
}

const keepsItsLines = ([program = '', ...args]: readonly string[]): boolean =>
  KEEPS_LINES.test(program) && !(program.endsWith('grep') && hasOption(args, '-o', '--only-matching', '-c', '-q'))

function isCaptured({ at, shell }: Invocation): boolean {
  const isAll = spots(at.action, 'capture.*').some(({ value }) => value === 'all')
  return isAll && (shell === null || (shell.failure !== 'handled' && keepsLines(shell.readers)))
}

/** As it is called in a sentence; null: it lists nothing, or names alone. */
function listed({ program, args }: Invocation): string | null {
  const [first = '', second = ''] = operandsOf(args, ['--region', '--profile', '-n', '--namespace'])
  if (program === 'aws' && first === 's3' && second === 'ls') return 'aws s3 ls'
  if (program === 'ls' && hasOption(args, '-l')) return 'ls -l'
  if (program === 'gsutil' && first === 'ls' && hasOption(args, '-l', '-L')) return 'gsutil ls -l'
  if (program === 'docker' && (first === 'ps' || first === 'images') && !hasOption(args, '-q', '--quiet', '--format'))
    return `docker ${first}`
  if (program === 'kubectl' && first === 'get' && !hasOption(args, '-o', '--output')) return 'kubectl get'
  return null
}
