/** Connections that do not check who is at the other end: in a breach it may be somebody else. */
import { isBlock } from '../../plan/written-steps.ts'
import type { Finding } from '../rule.ts'
import { callRule, commandRule, found } from './command-rule.ts'
import { type Invocation, stepActions } from './invocations.ts'
import { hasOption, optionValue } from './options.ts'

const LOCAL = /\blocalhost\b|\b127\.0\.0\.1\b|\[?::1\]?/
const OPTIONS: [program: RegExp, options: string[]][] = [
  [/^curl$/, ['-k', '--insecure']],
  [/^wget$/, ['--no-check-certificate']],
  [/^aws$/, ['--no-verify-ssl']],
  [/^(?:kubectl|oc|helm)$/, ['--insecure-skip-tls-verify', '--kube-insecure-skip-tls-verify']],
  [/^redis-cli$/, ['--insecure']],
  [/^(?:mysql|mariadb|mysqldump)$/, ['--skip-ssl', '--ssl-mode=DISABLED', '--skip-ssl-verify-server-cert']],
]
const IN_WORDS = /\bsslmode=(?:disable|no-verify)\b|http\.sslVerify=false|"?rejectUnauthorized"?\s*[:=]\s*false/i
const HOST_KEY = /\bStrictHostKeyChecking[= ](?:no|off)\b/i
/** Variables that switch the check off, with the values that do. */
const VARIABLES: [name: RegExp, value: RegExp][] = [
  [/^NODE_TLS_REJECT_UNAUTHORIZED$/, /^0$/],
  [/_REJECT_UNAUTHORIZED$/, /^(?:false|0|no)$/i],
  [/^PGSSLMODE$/, /^disable$/i],
  [/^GIT_SSL_NO_VERIFY$/, /^(?:1|true)$/i],
  [/^PYTHONHTTPSVERIFY$/, /^0$/],
  [/_(?:SSL|TLS)_VERIFY$|_VERIFY_(?:SSL|TLS)$/, /^(?:false|0|no)$/i],
]

const inActions = commandRule('tls-unchecked', ({ data }) =>
  stepActions(data).flatMap((at) =>
    Object.entries(isBlock(at.action.env) ? at.action.env : {}).flatMap(([name, value]): Finding[] =>
      typeof value === 'string' && isSwitchedOff(name, value)
        ? [found({ at }, { path: [...at.path, 'env', name], ...said(`${name}=${value}`) })]
        : [],
    ),
  ),
)

const inCalls = callRule('tls-unchecked', (call) => judge(call))

export const tlsUnchecked = commandRule('tls-unchecked', (subject) => [
  ...inActions.judge(subject),
  ...inCalls.judge(subject),
])

function judge(call: Invocation): Finding[] {
  const text = call.words.map((word) => word.text).join(' ')
  if (LOCAL.test(text)) return []
  const named = OPTIONS.filter(([program]) => program.test(call.program)).flatMap(([, options]) => options)
  const option = named.find((name) => hasOption(call.args, name))
  const [inWords] = IN_WORDS.exec(text) ?? []
  const [hostKey] = /^(?:ssh|scp|sftp|rsync|ansible|git)/.test(call.program) ? (HOST_KEY.exec(text) ?? []) : []
  const sets = (call.shell?.sets ?? []).find(({ name, word }) => isSwitchedOff(name, word.text))
  const what = option ?? inWords ?? hostKey ?? (sets && `${sets.name}=${sets.word.text}`)
  // What calls another program has its words, too: it is told once, of the inner one.
  if (what === undefined || callsWith(call, what)) return []
  return [found(call, said(what))]
}

const callsWith = ({ program, args }: Invocation, what: string): boolean =>
  /^(?:sudo|env|timeout|nice|nohup|ssh|bash|sh)$/.test(program) &&
  optionValue(args, '-o') !== what &&
  !HOST_KEY.test(what)

const isSwitchedOff = (name: string, value: string): boolean =>
  VARIABLES.some(([names, values]) => names.test(name) && values.test(value))

const said = (what: string) => ({
  message: `"${what}" does not check who is at the other end, which may be somebody else than you think`,
  remedy: 'take it away, and give the program the certificate or the key that it should trust',
})
