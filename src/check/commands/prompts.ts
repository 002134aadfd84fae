/** Which commands ask a question, and what keeps them from it. One entry a program; what is not here is not known to ask. */
import type { Invocation } from './invocations.ts'
import { hasOption, operandsOf, optionValue } from './options.ts'
import { composeCall } from './programs.ts'

export interface Asking {
  /** As in "apt-get asks before it installs". */
  what: string
  remedy: string
  /** It asks at the terminal and not on its standard input: no pipe answers it. */
  isAtTerminal?: boolean
}

type Question = (args: readonly string[], call: Invocation) => Asking | null

const terraform: Question = (args, { program }) => {
  const [verb = '', ...rest] = operandsOf(args, ['-var', '-var-file', '-target', '-replace', '-state', '-out'])
  const isAsking =
    (verb === 'apply' && rest.length === 0) || verb === 'destroy' || (verb === 'force-unlock' && !has(args, '-force'))
  if (!isAsking || has(args, '-auto-approve', '--auto-approve')) return null
  return verb === 'force-unlock'
    ? { what: `"${program} force-unlock" asks for a yes`, remedy: 'add "-force"' }
    : {
        what: `"${program} ${verb}" waits for a typed yes`,
        remedy: 'apply a saved plan, which asks nothing, and let the step ask for approval; or add "-auto-approve"',
      }
}

const packages =
  (verbs: RegExp, ...yes: string[]): Question =>
  (args, { program }) => {
    const [verb = ''] = operandsOf(args, ['-o', '-t', '-c'])
    if (!verbs.test(verb) || has(args, ...yes)) return null
    return { what: `"${program} ${verb}" asks before it changes anything`, remedy: `add "${yes[0]}"` }
  }

const INSTALLS = /^(?:install|remove|purge|upgrade|update|dist-upgrade|full-upgrade|autoremove|reinstall|downgrade)$/
const aptVerbs = /^(?:install|remove|purge|upgrade|dist-upgrade|full-upgrade|autoremove|reinstall)$/
const apt = packages(aptVerbs, '-y', '--yes', '--assume-yes', '-qq')
const yum = packages(INSTALLS, '-y', '--assumeyes')

/** `rm -i`; of `-i` and `-f` the last one holds. */
const interactive: Question = (args, { program }) => {
  const letters = args.flatMap((arg) => {
    if (arg.startsWith('--')) return arg === '--interactive' ? ['i'] : arg === '--force' ? ['f'] : []
    return arg.startsWith('-') ? [...arg.toLowerCase()] : []
  })
  if (letters.findLast((letter) => letter === 'i' || letter === 'f') !== 'i') return null
  return { what: `"${program} -i" asks for every file`, remedy: 'take "-i" away' }
}

const overSsh: Question = (args, { program, via }) => {
  const isBatch = args.some(
    (arg, index) => /^(?:-o)?BatchMode[= ]yes$/i.test(arg) && (arg.startsWith('-o') || args[index - 1] === '-o'),
  )
  if (isBatch || has(args, '-V', '-Q') || via.some((outer) => outer.program === 'sshpass')) return null
  return {
    what: `${program} asks when it wants a password or does not know the host`,
    remedy:
      'add "-o BatchMode=yes", so that it fails at once; or make the machine a runner of the plan, which has that',
    isAtTerminal: true,
  }
}

const gpg: Question = (args, { program }) => {
  const isQuiet = has(args, '--batch', '--no-tty')
  const isSecret = args.some((arg) =>
    /^(?:--(?:decrypt|symmetric|sign|clear-?sign|detach-sign|export-secret-keys)|-[a-z]*[dcs][a-z]*)$/.test(arg),
  )
  if (isQuiet || !isSecret) return null
  return {
    what: `${program} asks when it wants a passphrase or would write over a file`,
    remedy: 'add "--batch", and "--yes" if it may write over a file',
    isAtTerminal: true,
  }
}

const postgres: Question = (args, { program }) =>
  args.some((arg) => arg === '-W' || arg === '--password')
    ? {
        what: `"${program} ${args.includes('-W') ? '-W' : '--password'}" asks for the password`,
        remedy: 'write "--no-password" and give it PGPASSWORD as { secret: ITS_NAME } under "env"',
        isAtTerminal: true,
      }
    : null

const mysql: Question = (args, { program }) =>
  args.some((arg) => arg === '-p' || arg === '--password')
    ? {
        what: `"${program} -p" asks for the password`,
        remedy: 'give it MYSQL_PWD as { secret: ITS_NAME } under "env"',
        isAtTerminal: true,
      }
    : null

const docker: Question = (args, call) => {
  if (args[0] === 'compose') return compose(args, call)
  const [first = '', second = ''] = operandsOf(args)
  if (second === 'prune' && !has(args, '-f', '--force')) {
    return { what: `"docker ${first} prune" asks whether to go on`, remedy: 'add "--force"' }
  }
  return first === 'exec' || first === 'run' || second === 'exec' || second === 'run' ? terminal('docker', args) : null
}

const compose: Question = (_, { program, words }) => {
  const own = (composeCall(words) ?? []).map(({ text }) => text)
  const [verb = '', ...rest] = own
  const name = program === 'docker' ? 'docker compose' : program
  if (verb === 'rm' && !has(rest, '-f', '--force'))
    return { what: `"${name} rm" asks whether it may`, remedy: 'add "--force"' }
  if (verb !== 'exec' && verb !== 'run') return null
  // Its second version finds out by itself that there is no terminal.
  if (program !== 'docker-compose' || has(rest, '-T', '--no-TTY', '-d', '--detach')) return null
  return { what: `"${name} ${verb}" wants a terminal`, remedy: 'add "-T"', isAtTerminal: true }
}

const TAKES_VALUE = /^-[euwnvplc]$|^--(?:env|user|workdir|name|namespace|volume|publish|label|container|network)$/

/** Options stand before the container, where those of the program inside begin. */
function terminal(name: string, args: readonly string[]): Asking | null {
  const verb = args.findIndex((arg) => arg === 'exec' || arg === 'run' || arg === 'attach')
  const rest = args.slice(verb + 1)
  const end = rest.findIndex((arg, index) => !arg.startsWith('-') && !TAKES_VALUE.test(rest[index - 1] ?? ''))
  const own = end < 0 ? rest : rest.slice(0, end)
  if (!own.some((arg) => /^-[a-z]*t[a-z]*$/.test(arg) || arg === '--tty')) return null
  return { what: `"${name} ${args[verb]} -t" wants a terminal`, remedy: 'take "-t" away', isAtTerminal: true }
}

const kubectl: Question = (args) => {
  const [verb] = operandsOf(args, ['-n', '--namespace', '--context'])
  if (verb === 'edit')
    return { what: '"kubectl edit" opens an editor', remedy: 'use "kubectl patch" or "kubectl apply"' }
  return verb === 'exec' || verb === 'run' || verb === 'attach' ? terminal('kubectl', args) : null
}

const ufw: Question = (args) => {
  const [verb = '', next = ''] = operandsOf(args)
  if (has(args, '--force')) return null
  const isAsking = verb === 'enable' || verb === 'reset' || (verb === 'delete' && /^\d+$/.test(next))
  return isAsking ? { what: `"ufw ${verb}" asks whether to go on`, remedy: `write "ufw --force ${verb}"` } : null
}

/** A verb that asks unless one of the options is there. */
const asking =
  (verbs: RegExp, ...options: string[]): Question =>
  (args, { program }) => {
    const verb = args.find((arg) => verbs.test(arg))
    if (verb === undefined || has(args, ...options)) return null
    return { what: `"${program} ${verb}" asks whether to go on`, remedy: `add "${options[0]}"` }
  }

const editor: Question = (_, { program }) => ({
  what: `${program} opens an editor`,
  remedy: 'change the file with a program that needs nobody, such as sed or a script',
  isAtTerminal: true,
})

/** From a pipe, a file, a loop's file: anything but what nobody types. */
const read: Question = (args, { shell }) =>
  shell?.isFed || optionValue(args, '-u') !== undefined
    ? null
    : { what: '"read" waits for somebody to type', remedy: 'hand the value over as a variable under "env"' }

const has = hasOption

const QUESTIONS: Record<string, Question> = {
  terraform,
  tofu: terraform,
  pulumi: asking(/^(?:up|update|destroy|refresh)$/, '--yes', '-y'),
  cdk: asking(/^(?:destroy)$/, '--force', '-f'),
  apt,
  'apt-get': apt,
  yum,
  dnf: yum,
  zypper: packages(/^(?:install|in|remove|rm|update|up|dup)$/, '--non-interactive', '-n', '-y'),
  pacman: asking(/^-[SRU]/, '--noconfirm'),
  pip: asking(/^uninstall$/, '--yes', '-y'),
  pip3: asking(/^uninstall$/, '--yes', '-y'),
  gcloud: asking(/^(?:delete|restore|failover)$/, '--quiet', '-q'),
  az: asking(/^(?:delete|restore|failover)$/, '--yes', '-y', '--no-prompt'),
  rm: interactive,
  cp: interactive,
  mv: interactive,
  dropdb: interactive,
  ssh: overSsh,
  scp: overSsh,
  sftp: overSsh,
  gpg,
  gpg2: gpg,
  psql: postgres,
  pg_dump: postgres,
  pg_dumpall: postgres,
  pg_restore: postgres,
  createdb: postgres,
  pg_basebackup: postgres,
  mysql,
  mysqldump: mysql,
  mariadb: mysql,
  mysqladmin: mysql,
  docker,
  podman: docker,
  'docker-compose': compose,
  kubectl,
  oc: kubectl,
  ufw,
  read,
  fsck: (args) =>
    has(args, '-y', '-p', '-a', '-n') ? null : { what: 'fsck asks before each repair', remedy: 'add "-y" or "-p"' },
  lvremove: asking(/./, '--yes', '-y', '-f', '--force'),
  vgremove: asking(/./, '--yes', '-y', '-f', '--force'),
  certbot: asking(/^(?:certonly|renew|run|delete|revoke)$/, '--non-interactive', '-n'),
  passwd: (args, { shell }) =>
    shell?.isFed || has(args, '-l', '-u', '-d', '-e', '-S')
      ? null
      : { what: 'passwd asks for the new password', remedy: 'use chpasswd, which reads it' },
  vi: editor,
  vim: editor,
  nano: editor,
  emacs: editor,
  visudo: (args, call) => (has(args, '-c') ? null : editor(args, call)),
  crontab: (args, call) => (has(args, '-e') ? editor(args, call) : null),
}

/** Null: it asks nothing that is known. */
export function askingCall(call: Invocation): Asking | null {
  return Object.hasOwn(QUESTIONS, call.program) ? (QUESTIONS[call.program]?.(call.args, call) ?? null) : null
}
