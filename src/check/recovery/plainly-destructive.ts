/**
 * Actions of which anybody can see that they destroy something, whatever their step says of its risk. Promises to know the usual ones and to keep silent about
 * what may be harmless: a pod that is deleted to be started anew, files in a folder for temporary ones, what the same text has made, and what is only said.
 */
import { type Invocation, type StepAction, variablesOf } from '../commands/invocations.ts'
import { hasOption, operandsOf, optionValue } from '../commands/options.ts'
import { composeCall } from '../commands/programs.ts'
import { statementsOf, withoutTexts } from '../commands/sql-text.ts'

/** Whatever their arguments are. */
const ALWAYS = /^(?:wipefs|lvremove|vgremove|blkdiscard|shred|pg_dropcluster|mkfs(?:\.\w+)?)$/

const TERRAFORM = /^(?:-\S+ )*(?:destroy\b|apply\b.*\s-destroy\b)/
const FLUSH = /(?:^|\s)flush(?:all|db)\b/i
const REMOVE_ALL = /^(?:-\S+ )*rm\s(?:.*\s)?(?:-[a-zA-Z]*[rR]\w*|--recursive)\b/
/** What shows in the arguments of a program. */
const ARGUMENTS: Readonly<Record<string, RegExp>> = {
  terraform: TERRAFORM,
  tofu: TERRAFORM,
  'redis-cli': FLUSH,
  'valkey-cli': FLUSH,
  mongosh: /\.(?:dropDatabase|drop|deleteMany\(\{\}\))\b/,
  mongo: /\.(?:dropDatabase|drop)\b/,
  docker: /^(?:volume (?:rm|prune)|system prune\b.*--volumes)\b/,
  podman: /^(?:volume (?:rm|prune)|system prune\b.*--volumes)\b/,
  dd: /(?:^|\s)of=\/dev\/(?!null\b|stdout\b)\S*/,
  zfs: /^(?:destroy|rollback)\b/,
  zpool: /^destroy\b/,
  aws: /(?:^|\s)(?:\S+\s+)?(?:delete-(?!message)\S+|terminate-instances|s3\s+rb|s3\s+rm\b.*\s--recursive)(?=\s|$)/,
  gcloud: /(?:^|.*\s)(?:delete\b|storage rm\b.*\s(?:-r|--recursive)\b)/,
  az: /(?:^|.*\s)delete\b/,
  eksctl: /^delete\b/,
  helm: /^(?:-\S+ )*(?:uninstall|delete)\b/,
  gsutil: REMOVE_ALL,
  mc: /^(?:rb\b|rm\b.*\s(?:-r|--recursive)\b)/,
  rclone: /^(?:purge|delete)\b/,
  velero: /^(?:backup|restore) delete\b/,
  etcdctl: /^(?:-\S+ )*del\b/,
}

const KINDS =
  /^(?:ns|namespaces?|pvc?|persistentvolume(?:claim)?s?|statefulsets?|sts|deployments?|deploy|secrets?|crds?)(?:\/|$)/
const KUBECTL_VALUES = ['-n', '--namespace', '--context', '--kubeconfig', '-l', '--selector', '--cluster', '--user']

const STATEMENTS: readonly RegExp[] = [
  /\bDROP\s+(DATABASE|SCHEMA|TABLE)\s+(?:IF\s+EXISTS\s+)?([\w".]+)?/i,
  /\bTRUNCATE\s+(?:TABLE\s+)?[\w".]+/i,
  /\bDELETE\s+FROM\s+[\w".]+\s*(?:;|$)/i,
]

/**
 * The words that show it, such as `terraform destroy`; undefined: nothing does.
 * @param calls of the action, in their order.
 */
export function plainDestruction({ action }: StepAction, calls: readonly Invocation[]): string | undefined {
  if ('http' in action) return action.method === 'DELETE' ? 'a DELETE request' : undefined
  if (typeof action.sql === 'string') return destroyedBy(withoutTexts(action.sql))
  for (const call of calls) {
    const shown = ofCall(call, calls)
    if (shown !== undefined) return shown.replace(/\s+/g, ' ').trim()
  }
  return undefined
}

function ofCall(call: Invocation, calls: readonly Invocation[]): string | undefined {
  const { program, args } = call
  if (hasOption(args, '--help', '--version', '--dryrun') || isDryRun(args)) return undefined
  if (ALWAYS.test(program)) return program
  if (program === 'dropdb') return calls.some((other) => makesDatabaseOf(other, call)) ? undefined : program
  if (program === 'pg_restore') return replacesAll(call, calls) ? 'pg_restore --clean' : undefined
  if (program === 'rm' || program === 'find') return removes(call) ? [program, ...args].join(' ') : undefined
  if (program === 'kubectl' || program === 'oc') return ofKubectl(call)
  const compose = composeCall(call.words)
  if (compose) return takesVolumes(compose.map(({ text }) => text)) ? 'docker compose down --volumes' : undefined
  const pattern = Object.hasOwn(ARGUMENTS, program) ? ARGUMENTS[program] : undefined
  const [shown] = pattern?.exec(args.join(' ')) ?? []
  return shown === undefined ? statementsOf(call).flatMap((text) => destroyedBy(text) ?? [])[0] : `${program} ${shown}`
}

const isDryRun = (args: readonly string[]): boolean => hasOption(args, '--dry-run') && !args.includes('--dry-run=none')

const makesDatabaseOf = (other: Invocation, { args }: Invocation): boolean =>
  other.program === 'createdb' && operandsOf(other.args).some((name) => args.includes(name))

/** Drops what is in the database first; of one that is there to try a dump nobody misses anything. */
function replacesAll({ args }: Invocation, calls: readonly Invocation[]): boolean {
  const name = optionValue(args, '--dbname', '-d')
  if (name === undefined) return false
  const isNew = calls.some((other) => other.program === 'createdb' && operandsOf(other.args).includes(name))
  return hasOption(args, '-c', '--clean') && !isNew && !/te?mp|test|stag|verif|scratch|restor|trial|dr$/i.test(name)
}

const takesVolumes = ([verb, ...rest]: readonly string[]): boolean =>
  verb === 'down' && hasOption(rest, '-v', '--volumes')

function ofKubectl({ program, args }: Invocation): string | undefined {
  const [verb, kind = ''] = operandsOf(args, KUBECTL_VALUES)
  return verb === 'delete' && KINDS.test(kind) ? `${program} delete ${kind}` : undefined
}

/** A folder with all that is in it, and not one for temporary files. */
function removes(call: Invocation): boolean {
  const { program, args } = call
  const isWhole =
    program === 'rm'
      ? hasOption(args, '-r', '-R', '--recursive')
      : args.includes('-delete') || /(?:^|\s)-exec(?:dir)? rm\b/.test(args.join(' '))
  const isNarrowed = program === 'find' && args.some((arg) => /^-(?:m|c|a)(?:time|min)$|^-i?name$|^-newer/.test(arg))
  const places = program === 'rm' ? operandsOf(args) : operandsOf(args).slice(0, 1)
  return isWhole && !isNarrowed && places.some((place) => !isTemporary(call, place))
}

/** Folders for what is only there for a while, or is made anew by whatever needs it. */
const TEMPORARY = /^\/?(?:var\/)?tmp(?:\/|$)|^\/var\/cache\/.|(?:^|\/)(?:node_modules|__pycache__|\.cache|dist)\/?$/
const NAMED_TEMPORARY = /te?mp|scratch|work/i

/** By its path, or by the name or the content of the variable that it begins with. */
function isTemporary(call: Invocation, place: string): boolean {
  if (TEMPORARY.test(place)) return true
  const [, name] = /^\$\{?(\w+)/.exec(place) ?? []
  if (name === undefined) return false
  const content = variablesOf(call).get(name) ?? ''
  return NAMED_TEMPORARY.test(name) || TEMPORARY.test(content) || content.includes('mktemp')
}

/** What the text has made itself before is nothing that is missed. */
function destroyedBy(sql: string): string | undefined {
  for (const pattern of STATEMENTS) {
    const found = pattern.exec(sql)
    if (!found) continue
    const [shown, kind, name] = found
    const isOwn = kind !== undefined && name !== undefined && makes(sql.slice(0, found.index), kind, name)
    if (!isOwn) return kind === undefined ? shown.replace(/;$/, '') : `DROP ${kind.toUpperCase()}`
  }
  return undefined
}

const makes = (before: string, kind: string, name: string): boolean =>
  new RegExp(
    `\\bCREATE\\s+(?:\\w+\\s+)?${kind}\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?${name.replaceAll('.', '\\.')}(?![\\w.])`,
    'i',
  ).test(before)
