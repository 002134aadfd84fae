/**
 * Secrets in what a plan's actions ask over HTTP, by themselves or with a program such as curl: in the address, in what is sent, in headers among arguments.
 * Promises to name the place and never the secret itself. Works on the data as written.
 */
import type { DataProblem, Path } from './problem.ts'
import { inline, isSecretHeader, isSecretName, LITERAL } from './secret-signs.ts'
import { isBlock, type WrittenAction } from './written-steps.ts'

/** Addresses that let in whoever knows them. */
const WEBHOOKS: [whose: string, pattern: RegExp][] = [
  ['of Slack', /\bhooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[^\s"'${}]/i],
  ['of Discord', /\bdiscord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/[^\s"'${}]+\/[^\s"'${}]/i],
  ['of Teams', /\b(?:[\w-]+\.webhook\.office\.com|outlook\.office(?:365)?\.com)\/webhook(?:b2)?\/[^\s"'${}]/i],
  ['of Zapier', /\bhooks\.zapier\.com\/hooks\/catch\/[^\s"'${}]/i],
  ['of Telegram', /\bapi\.telegram\.org\/bot\d+:[^\s"'${}]/i],
]

/** `name=value` behind the `?` of an address. */
const PARAMETER = /[?&;]([\w.[\]-]+)=(?![$`{])([^\s&;#"'`]+)/g
const PARAMETER_NAME = /^(?:sig|signature|auth|pwd|pass|hook_?key)$/i
/** Of a parameter that is named `key`, which may also be that of an entry: a secret has figures among its letters. */
const LOOKS_RANDOM = /^(?=.*\d)(?=.*[a-z])[\w-]{6,}$/i

const NAMED_IN_JSON = /"([\w.-]+)"\s*:\s*"(?!\$)[^"]/g
const NAMED_IN_FORM = new RegExp(String.raw`(?:^|[\s&])([\w.[\]-]+)=${LITERAL}`, 'g')
const NAMED_IN_XML = /<([\w:.-]+)>\s*[^<\s][^<]*<\//g

const HEADER_FLAG = /^(?:-H|--header|--proxy-header)$/
const HEADER_JOINED = /^(?:-H|--(?:proxy-)?header=)(?=.)/
const HEADER = /^([A-Za-z][\w-]*):\s*(.+)$/s
const HEADER_IN_SHELL = /(?:^|\s)(?:-H|--(?:proxy-)?header)(?:=|\s*)(["']?)([A-Za-z][\w-]*):[ \t]*([^\s"'][^"'\n]*)/g
/** What stands before the secret in a header. */
const SCHEME = /^(?:basic|bearer|token|apikey|digest)\s+/i

const BY_VARIABLE =
  'put the whole address into a variable where Muster runs and write http: { env: ITS_NAME }, or send the secret in a header'
const BY_COMMAND =
  'send it as a header { secret: ITS_NAME }, or with a command that has { secret: ITS_NAME } in its "env"'

export function requestSecrets({ path, action }: WrittenAction): DataProblem[] {
  const { http, json, body, command } = action
  const words = typeof command === 'string' ? [command] : Array.isArray(command) ? command : []
  const placeOf = (index: number): Path =>
    typeof command === 'string' ? [...path, 'command'] : [...path, 'command', index]
  return [
    ...addressSecrets(isBlock(http) ? http.path : http, isBlock(http) ? [...path, 'http', 'path'] : [...path, 'http']),
    ...sent(json, [...path, 'json']),
    ...sentText(body, [...path, 'body']),
    ...words.flatMap((word: unknown, index) => {
      if (typeof word !== 'string') return []
      const at = placeOf(index)
      const headers = typeof command === 'string' ? headersIn(word) : headerOf(word, words[index - 1])
      return [
        ...headers.map((name) => inline(at, `the value of the header ${name} stands in the plan`)),
        ...addressSecrets(word, at, null),
        ...named(word, NAMED_IN_JSON).map((name) => inline(at, `the value of ${name} stands in the plan`)),
      ]
    }),
  ]
}

/** @param remedy null: that of a command. */
function addressSecrets(text: unknown, path: Path, remedy: string | null = BY_VARIABLE): DataProblem[] {
  if (typeof text !== 'string') return []
  const said = (message: string) => [remedy === null ? inline(path, message) : inline(path, message, remedy)]
  const webhook = WEBHOOKS.find(([, pattern]) => pattern.test(text))
  if (webhook) return said(`this address of a webhook ${webhook[0]} lets in whoever reads it`)
  const [, name] = [...text.matchAll(PARAMETER)].find(([, key = '', value = '']) => isSecretParameter(key, value)) ?? []
  return name === undefined ? [] : said(`the value of "${name}" stands in this address`)
}

const isSecretParameter = (name: string, value: string): boolean =>
  isSecretName(name) || PARAMETER_NAME.test(name) || (/^(?:.*[_-])?key$/i.test(name) && LOOKS_RANDOM.test(value))

/** Texts below a name of a secret; one that stands for a value of the plan is none. */
function sent(part: unknown, path: Path, name = ''): DataProblem[] {
  if (typeof part === 'string') {
    const isSecret = part !== '' && isSecretName(name)
    return isSecret
      ? [inline(path, `the value of ${name} stands in the plan, where everybody reads it`, BY_COMMAND)]
      : addressSecrets(part, path, BY_COMMAND)
  }
  if (Array.isArray(part)) return part.flatMap((inner, index) => sent(inner, [...path, index], name))
  if (!isBlock(part)) return []
  const entries = Object.entries(part)
  if (entries.length === 1 && typeof part.value === 'string') return []
  return entries.flatMap(([key, inner]) => sent(inner, [...path, key], key))
}

function sentText(body: unknown, path: Path): DataProblem[] {
  if (typeof body !== 'string') return []
  const [name] = [NAMED_IN_JSON, NAMED_IN_FORM, NAMED_IN_XML].flatMap((pattern) => named(body, pattern))
  if (name !== undefined) return [inline(path, `the value of ${name} stands in what is sent`, BY_COMMAND)]
  return addressSecrets(body, path, BY_COMMAND)
}

const named = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name).filter(isSecretName)

/** One argument, and the one before it. */
function headerOf(word: string, before: unknown): string[] {
  const isBehindFlag = typeof before === 'string' && HEADER_FLAG.test(before)
  if (!isBehindFlag && !HEADER_JOINED.test(word)) return []
  const [, name = '', value = ''] = HEADER.exec(isBehindFlag ? word : word.replace(HEADER_JOINED, '')) ?? []
  return isLiteralHeader(name, value) ? [name] : []
}

const headersIn = (text: string): string[] =>
  [...text.matchAll(HEADER_IN_SHELL)].flatMap(([, , name = '', value = '']) =>
    isLiteralHeader(name, value) ? [name] : [],
  )

/** A text that a shell fills in in part (`session=$ID`) is none. */
const isLiteralHeader = (name: string, value: string): boolean =>
  isSecretHeader(name) && value.trim() !== '' && !/^\S*[$`]/.test(value.replace(SCHEME, ''))
