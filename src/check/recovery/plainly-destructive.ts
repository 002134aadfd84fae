/**
 * Actions of which anybody can see that they destroy something, whatever their step says of its risk. Promises to know the usual ones and to keep silent about
 * what may be harmless: a pod that is deleted to be started anew, files in a folder for temporary ones.
 */
import type { Action } from '../../plan/action-schema.ts'

/** What shows in the text of a command. */
const COMMANDS: readonly RegExp[] = [
  /\bterraform(?:\s+-\S+)*\s+(?:destroy\b|apply\b[^|;&]*\s-destroy\b)/,
  /\brm\s+(?:-\S+\s+)*(?:-[a-z]*[rR][a-z]*|--recursive)\s+(?:-\S+\s+)*(?!\/?(?:var\/)?tmp\/)\S+/,
  /\bdropdb\b/,
  /\bredis-cli\b[^|;&]*\bFLUSH(?:ALL|DB)\b/i,
  /\bkubectl\b[^|;&]*\sdelete\s+(?:ns|namespaces?|pvc?|persistentvolume(?:claim)?s?|statefulsets?|deployments?|secrets?)\b/,
  /\bdocker(?:-|\s+)compose\b[^|;&]*\sdown\b[^|;&]*\s(?:-v|--volumes)\b/,
  /\bdocker\s+volume\s+(?:rm|prune)\b/,
  /\b(?:mkfs(?:\.\w+)?|wipefs|lvremove|blkdiscard)\b/,
  /\bdd\b[^|;&]*\sof=\/dev\//,
  /\bzfs\s+destroy\b/,
  /\baws\b[^|;&]*\s(?:delete-\S+|terminate-instances|s3\s+rb)\b/,
  /\baws\s+s3\s+rm\b[^|;&]*\s--recursive\b/,
  /\bgcloud\b[^|;&]*\sdelete\b/,
  /\baz\b[^|;&]*\sdelete\b/,
  /\beksctl\s+delete\b/,
  /\bhelm\s+(?:uninstall|delete)\b/,
]

/** What shows in the text of a statement, also of one that a command hands to a database. */
const STATEMENTS: readonly RegExp[] = [
  /\bDROP\s+(?:DATABASE|SCHEMA|TABLE)\b/i,
  /\bTRUNCATE\s+(?:TABLE\s+)?[\w".]+/i,
  /\bDELETE\s+FROM\s+[\w".]+\s*(?:;|'|$)/i,
]

/** The words that show it, such as `terraform destroy`; undefined: nothing does. */
export function plainDestruction(action: Action): string | undefined {
  if ('http' in action) return action.method === 'DELETE' ? 'a DELETE request' : undefined
  if ('sql' in action) return shownBy(STATEMENTS, action.sql)
  if (!('command' in action)) return undefined
  const { command } = action
  const text =
    typeof command === 'string' ? command : command.map((word) => (typeof word === 'string' ? word : '…')).join(' ')
  return shownBy(COMMANDS, text) ?? (/\b(?:psql|mysql)\b/.test(text) ? shownBy(STATEMENTS, text) : undefined)
}

function shownBy(patterns: readonly RegExp[], text: string): string | undefined {
  const found = patterns.flatMap((pattern) => pattern.exec(text)?.[0] ?? [])[0]
  return found
    ?.replace(/\s+/g, ' ')
    .replace(/[;'"]+$/, '')
    .trim()
}
