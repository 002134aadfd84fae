/**
 * Secrets that stand in a plan, which is shared, reviewed, kept with every incident and shown to whoever approves. Promises to name the place and never the
 * secret itself. Works on the data as written; finds what looks like a secret, which is less than every secret.
 */
import type { DataProblem, Path } from './problem.ts'
import { requestSecrets } from './request-secrets.ts'
import { inline, isSecretHeader, isSecretName, LITERAL, SECRET_WORDS } from './secret-signs.ts'
import { spots } from './spots.ts'
import { allActions, isBlock, type WrittenAction } from './written-steps.ts'

/** What gives itself away wherever it stands. */
const TELLTALES: [what: string, pattern: RegExp][] = [
  ['an address with a password', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"']*:(?!\$\{?\w+\}?@)[^\s/@"']+@/i],
  ['a key of AWS', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a private key', /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/],
  ['a token of Slack', /\bxox[a-z]-[A-Za-z0-9-]{8,}/],
  ['a token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,})/],
  ['a header with a secret', /\bauthorization: *(?:basic|bearer|token) +(?!\$)[^\s"']+/i],
]

/** In a text for a shell, or as one argument such as those of `env` and `docker run -e`. */
const ASSIGNMENT = new RegExp(String.raw`(?:^|[\s;&|(=])([A-Za-z_]\w*)=${LITERAL}`, 'g')
const FLAG_NAME = `(?!--no-)--?[a-z-]*(?:${SECRET_WORDS.replaceAll('_?', '-?')})`
const FLAG_ALONE = new RegExp(`^${FLAG_NAME}$`, 'i')
const FLAG_WITH_VALUE = new RegExp(String.raw`^${FLAG_NAME}=(?!\$).`, 'is')
const FLAG_IN_TEXT = new RegExp(String.raw`(?:^|\s)${FLAG_NAME}(?:=|\s+(?!-))${LITERAL}`, 'i')

interface ShortFlag {
  program: RegExp
  names: string[]
  /** The next argument is its value, too. */
  takesNext: boolean
  /** What only a secret looks like. */
  value: RegExp
}
const SHORT_FLAGS: ShortFlag[] = [
  // Alone it asks for the password.
  { program: /^(?:mysql|mariadb)/, names: ['-p'], takesNext: false, value: /./ },
  { program: /^sshpass$/, names: ['-p'], takesNext: true, value: /./ },
  { program: /^redis-cli$/, names: ['-a'], takesNext: true, value: /./ },
  { program: /^curl$/, names: ['-u', '--user'], takesNext: true, value: /:./ },
  { program: /^curl$/, names: ['-b', '--cookie'], takesNext: true, value: /=./ },
]
/** Fields such as `urlEnv`, which hold the name of a variable and nothing else. */
const NAMES_A_VARIABLE = /Env$/
const SQL_PASSWORD = /\b(?:password|identified\s+by)\s+'[^']+'/i

export function inlineSecrets(plan: unknown): DataProblem[] {
  const actions = allActions(plan)
  const elsewhere = [
    'values',
    'runners',
    'connections',
    'stores',
    'backups',
    'scenarios',
    'sequences',
    'cards',
    'probes',
    'signals',
    'audiences',
    'statusPage',
  ]
  return [
    ...actions.flatMap((action) => [
      ...namedSecrets(action),
      ...argumentsOf(action),
      ...shellText(action),
      ...sqlText(action),
      ...requestSecrets(action),
    ]),
    ...elsewhere.flatMap((key) => spots(plan, key).flatMap(({ path, value }) => telltales(value, path))),
  ].filter(onceAtEachPlace())
}

/** A secret may be told by its name and by its look. */
function onceAtEachPlace(): (problem: DataProblem) => boolean {
  const seen = new Set<string>()
  return ({ path }) => {
    const key = JSON.stringify(path)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  }
}

function namedSecrets({ path, action }: WrittenAction): DataProblem[] {
  const names = [
    ['env', isSecretName],
    ['headers', isSecretHeader],
  ] as const
  return names.flatMap(([key, isSecret]) =>
    spots(action, `${key}.*`).flatMap(({ path: at, value }) => {
      const name = String(at.at(-1))
      if (typeof value !== 'string' || value === '' || !isSecret(name)) return []
      const message = `the value of ${name} stands in the plan, where everybody reads it`
      const remedy = `put it into a variable where Muster runs and write ${name}: { secret: ITS_NAME }`
      return [inline([...path, ...at], message, remedy)]
    }),
  )
}

function argumentsOf({ path, action: { command } }: WrittenAction): DataProblem[] {
  if (!Array.isArray(command)) return []
  const words = command.map((word: unknown) => (typeof word === 'string' ? word : ''))
  return words.flatMap((word, index) => {
    const at = (place: number) => [...path, 'command', place]
    const after = (place: number, flag: string) => [inline(at(place), `a secret stands after ${flag} in the plan`)]
    const next = words[index + 1] ?? ''
    if (FLAG_WITH_VALUE.test(word)) return after(index, word.slice(0, word.indexOf('=')))
    if (FLAG_ALONE.test(word) && isLiteral(next)) return after(index + 1, word)
    const short = shortFlag(words, index)
    if (short) return after(short.apart ? index + 1 : index, short.name)
    return assigned(word).map((name) => inline(at(index), `the value of ${name} stands in the plan`))
  })
}

const isLiteral = (word: string): boolean => word !== '' && !/^[-$]/.test(word)

function shortFlag(words: string[], index: number): { name: string; apart: boolean } | undefined {
  const word = words[index] ?? ''
  const next = words[index + 1] ?? ''
  for (const { program, names, takesNext, value } of SHORT_FLAGS) {
    if (!words.slice(0, index).some((before) => program.test(before.replace(/^.*\//, '')))) continue
    for (const name of names) {
      if (word === name && takesNext && isLiteral(next) && value.test(next)) return { name, apart: true }
      const joined = name.startsWith('--') ? `${name}=` : name
      if (word !== name && word.startsWith(joined) && value.test(word.slice(joined.length)))
        return { name, apart: false }
    }
  }
  return undefined
}

const assigned = (text: string): string[] =>
  [...text.matchAll(ASSIGNMENT)].map(([, name = '']) => name).filter(isSecretName)

function shellText({ path, action: { command } }: WrittenAction): DataProblem[] {
  if (typeof command !== 'string') return []
  const names = assigned(command)
  if (names.length > 0)
    return [inline([...path, 'command'], `the value of ${names.join(' and of ')} stands in this text`)]
  return FLAG_IN_TEXT.test(command) ? [inline([...path, 'command'], 'a secret stands in this text')] : []
}

function sqlText({ path, action: { sql } }: WrittenAction): DataProblem[] {
  if (typeof sql !== 'string' || !SQL_PASSWORD.test(sql)) return []
  const remedy =
    'set the password outside of the plan, or run psql in a command that has it in "env" as { secret: ITS_NAME }'
  return [inline([...path, 'sql'], 'a password stands in this statement', remedy)]
}

/** Every text in a part of the plan. */
function telltales(part: unknown, path: Path): DataProblem[] {
  if (typeof part === 'string') {
    const found = TELLTALES.find(([, pattern]) => pattern.test(part))
    if (!found) return []
    const field = String(path.at(-1))
    const remedy = NAMES_A_VARIABLE.test(field)
      ? `put it into a variable where Muster runs and write ${field}: ITS_NAME`
      : undefined
    return [inline(path, `this text has ${found[0]} in it`, remedy)]
  }
  if (Array.isArray(part)) return part.flatMap((inner, index) => telltales(inner, [...path, index]))
  return isBlock(part) ? Object.entries(part).flatMap(([key, inner]) => telltales(inner, [...path, key])) : []
}
