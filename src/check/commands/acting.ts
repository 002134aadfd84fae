/** Which calls plainly change something. What is not here may do so all the same: a script of one's own above all. */
import { awsCall } from './aws.ts'
import type { Invocation } from './invocations.ts'
import { switches } from './isolation.ts'
import { hasOption, operandsOf, optionValue } from './options.ts'
import { composeCall } from './programs.ts'
import { statementsOf } from './sql-text.ts'
import { ufwCall } from './ufw.ts'

const AWS_ACTS =
  /^(?:create|delete|put|modify|update|restore|start|stop|reboot|terminate|run|change|attach|detach|revoke|authorize|copy|promote|failover|rotate|cancel|register|deregister|enable|disable|set)-/
/** Start only a question, whose answer is fetched afterwards. */
const AWS_ASKS = /^(?:start-query|start-query-execution|create-presigned|run-query)/
const KUBECTL_ACTS =
  /^(?:apply|delete|create|patch|replace|scale|set|drain|cordon|uncordon|edit|annotate|label|expose|taint|autoscale|run)$/
const DOCKER_ACTS = /^(?:rm|rmi|kill|stop|start|restart|run|pause|unpause)$/
const SQL_ACTS =
  /^\s*(?:insert|update|delete|drop|truncate|alter|create|grant|revoke|reindex|vacuum)\b|^\s*with\b[\s\S]*\b(?:insert\s+into|delete\s+from|update\s+\S+\s+set)\b|\bpg_(?:terminate_backend|promote)\b/i
const SYSTEM = /^(?:start|stop|restart|reload|try-restart|enable|disable|mask|unmask|kill|isolate|set-default)$/
const PLAIN = new Set([
  ...['rmdir', 'shred', 'mkswap', 'shutdown', 'reboot', 'halt', 'poweroff', 'dropdb', 'createdb', 'dropuser'],
  ...['createuser', 'pkill', 'killall', 'umount', 'userdel', 'useradd', 'chpasswd', 'passwd'],
  ...['pg_resetwal', 'pg_rewind', 'pg_ctl', 'mkfs', 'wipefs'],
])
const GIT_ACTS = /^(?:push|commit|reset|checkout|switch|merge|rebase|revert|pull|clean)$/

type Act = (call: Invocation) => boolean
const verb = ({ args }: Invocation): string => operandsOf(args, ['-n', '--namespace', '--context', '-C'])[0] ?? ''

/** Not in a folder for temporary files, as far as the text tells. */
const mayLast = (place: string): boolean => !/^(?:\/(?:var\/)?tmp\/|\$)/.test(place)

const aws: Act = (call) => {
  const found = awsCall(call)
  if (!found || hasOption(call.args, '--dry-run', '--dryrun', '--generate-cli-skeleton')) return false
  const { service, operation, operands } = found
  if (service !== 's3') return AWS_ACTS.test(operation) && !AWS_ASKS.test(operation)
  if (operation === 'rm' || operation === 'mv' || operation === 'rb' || operation === 'mb') return true
  return (operation === 'cp' || operation === 'sync') && operands.slice(1).some((target) => target.startsWith('s3://'))
}

const terraform: Act = ({ args }) => {
  const [first = '', second = ''] = operandsOf(args)
  return (
    /^(?:apply|destroy|import|taint|untaint)$/.test(first) || (first === 'state' && /^(?:rm|mv|push)$/.test(second))
  )
}

const kubectl: Act = (call) => {
  if (hasOption(call.args, '--dry-run')) return call.args.includes('--dry-run=none')
  const [first = '', second = ''] = operandsOf(call.args, ['-n', '--namespace', '--context'])
  return KUBECTL_ACTS.test(first) || (first === 'rollout' && /^(?:restart|undo|pause|resume)$/.test(second))
}

const docker: Act = ({ args, words }) => {
  if (composeCall(words)) return false
  const [first = '', second = ''] = operandsOf(args)
  return DOCKER_ACTS.test(first) || second === 'prune' || (first === 'container' && DOCKER_ACTS.test(second))
}

const firewall: Act = (call) => {
  const ufw = ufwCall(call)
  if (ufw) return ufw.kind !== 'other' || /^(?:enable|disable|reset|reload)$/.test(ufw.verb)
  return call.args.some((arg) => /^(?:-[AIDFPXNRZ]|--(?:append|insert|delete|flush|policy))$/.test(arg))
}

const apt: Act = (call) =>
  /^(?:install|remove|purge|upgrade|dist-upgrade|full-upgrade|autoremove)$/.test(verb(call)) &&
  !hasOption(call.args, '-s', '--simulate', '--dry-run')

const ACTS: Record<string, Act> = {
  aws,
  terraform,
  tofu: terraform,
  kubectl,
  oc: kubectl,
  docker,
  podman: docker,
  ufw: firewall,
  iptables: firewall,
  ip6tables: firewall,
  rm: ({ args }) => operandsOf(args).some(mayLast),
  dd: ({ args }) => args.some((arg) => arg.startsWith('of=') && arg !== 'of=/dev/null'),
  find: ({ args }) => args.includes('-delete'),
  systemctl: (call) => SYSTEM.test(verb(call)),
  service: ({ args }) => SYSTEM.test(args[1] ?? ''),
  helm: (call) =>
    /^(?:install|upgrade|uninstall|delete|rollback)$/.test(verb(call)) && !hasOption(call.args, '--dry-run'),
  gcloud: ({ args }) =>
    args.some((arg) =>
      /^(?:create|delete|update|patch|restore|deploy|failover|reset|restart|promote-replica)$/.test(arg),
    ),
  eksctl: (call) => /^(?:create|delete|scale|upgrade|drain)$/.test(verb(call)),
  git: (call) => GIT_ACTS.test(verb(call)),
  // Signal 0 asks whether there is somebody.
  kill: ({ args }) => !args.includes('-0') && !hasOption(args, '-l'),
  fdisk: ({ args }) => !hasOption(args, '-l', '--list'),
  parted: ({ args }) => !hasOption(args, '-l', '--list'),
  psql: (call) => statementsOf(call).some((sql) => SQL_ACTS.test(sql)),
  mysql: (call) => statementsOf(call).some((sql) => SQL_ACTS.test(sql)),
  mariadb: (call) => statementsOf(call).some((sql) => SQL_ACTS.test(sql)),
  mysqladmin: ({ args }) => args.some((arg) => /^(?:shutdown|drop|create|kill|password|flush-\S+)$/.test(arg)),
  mongosh: ({ args }) => /\.(?:drop|insert|update|delete|remove|shutdown)\w*\(/.test(args.join(' ')),
  sed: ({ args }) => hasOption(args, '-i', '--in-place'),
  mv: ({ args }) => operandsOf(args).some(mayLast),
  chmod: ({ args }) => operandsOf(args).slice(1).some(mayLast),
  chown: ({ args }) => operandsOf(args).slice(1).some(mayLast),
  'ansible-playbook': ({ args }) => !hasOption(args, '-C', '--check', '--list-hosts', '--list-tasks', '--syntax-check'),
  velero: ({ args }) => /^(?:restore|backup|schedule) (?:create|delete)\b/.test(operandsOf(args).join(' ')),
  argocd: ({ args }) => /^app (?:sync|rollback|delete|set)\b/.test(operandsOf(args).join(' ')),
  pg_restore: ({ args }) => hasOption(args, '-d', '--dbname') && !hasOption(args, '-l', '--list'),
  'redis-cli': ({ args }) =>
    args.some((arg) => /^(?:flushall|flushdb|set|del|shutdown|replicaof|slaveof|failover|restore)$/i.test(arg)),
  curl: ({ args }) => /^(?:PUT|PATCH|DELETE)$/.test(optionValue(args, '--request', '-X') ?? ''),
  mount: ({ args }) => operandsOf(args, ['-t']).length > 0 || hasOption(args, '-a', '--all'),
  apt,
  'apt-get': apt,
  crontab: ({ args }) => hasOption(args, '-r'),
}

export function acts(call: Invocation): boolean {
  if (PLAIN.has(call.program) || call.program.startsWith('mkfs.')) return !hasOption(call.args, '--help', '--version')
  if (composeCall(call.words)) return switches(call) !== null
  return Object.hasOwn(ACTS, call.program) && ACTS[call.program]?.(call) === true
}

/** As a sentence names it: the program with its verb. */
export function shortName({ program, args, words }: Invocation): string {
  const compose = composeCall(words)
  if (compose) return `${program === 'docker' ? 'docker compose' : program} ${compose[0]?.text ?? ''}`
  const verbs = operandsOf(args, ['-n', '--namespace', '--context']).slice(0, program === 'aws' ? 2 : 1)
  const [first = ''] = verbs
  return /^[a-z][a-z0-9-]*$/i.test(first) && !['rm', 'kill', 'umount'].includes(program)
    ? [program, ...verbs].join(' ')
    : program
}
