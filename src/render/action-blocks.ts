/**
 * An action of a step written out as it would run, for somebody who has to do it by hand: the whole command, request or statement, with ‹name› where a
 * value, a file or a secret goes in. Promises to leave nothing out and to show no secret; plans hold none.
 */
import type { Action, BackupAction, CommandAction, HttpAction, SqlAction, WaitAction } from '../plan/action-schema.ts'
import { storeName } from '../plan/backup-schema.ts'
import { shellWord } from '../plan/posix-quote.ts'
import type { SecretReference } from '../plan/reference-schema.ts'
import type { Plan } from '../plan/schema.ts'
import { type Block, codes, type Inline, joined, paragraph, type Words, words } from './document.ts'
import { sshCommand } from './restore-section.ts'
import { lengthOf } from './wording.ts'

export const actionBlocks = (plan: Plan, actions: readonly Action[]): Block[] =>
  actions.flatMap((action) => blocksOf(plan, action))

function blocksOf(plan: Plan, action: Action): Block[] {
  if ('command' in action) return commandBlocks(plan, action)
  if ('http' in action) return requestBlocks(action)
  if ('sql' in action) return statementBlocks(plan, action)
  if ('backup' in action) return [paragraph(backupWords(plan, action))]
  return waitBlocks(plan, action)
}

function commandBlocks(plan: Plan, action: CommandAction): Block[] {
  const { command, env, passEnv, on, in: folder, timeout, exitCodes, capture, outputMax, shell } = action
  const runner = on === undefined ? undefined : plan.runners[on]
  const about: Words[] = [
    ...(runner ? [words`on ${runner.label ?? on ?? ''} (${{ code: sshCommand(runner.ssh) }})`] : []),
    ...(folder === undefined ? [] : [words`in ${{ code: folder }}`]),
    ...(passEnv.length > 0 ? [words`with the variables ${codes(passEnv)}`] : []),
    words`at most ${lengthOf(timeout)}`,
    ...(exitCodes.join() === '0' ? [] : [words`exit status ${exitCodes.join(' or ')} is success`]),
    ...(outputMax === OUTPUT_BYTES_DEFAULT
      ? []
      : [words`of its output ${outputMax.toLocaleString('en')} bytes are kept`]),
    ...capturesOf(capture),
  ]
  const variables = Object.entries(env).map(([name, value]) => `${name}=${wordOf(value)}`)
  const line = typeof command === 'string' ? command.trimEnd() : command.map(wordOf).join(' ')
  const text = shell ? [...variables, line].join('\n') : [...variables, line].join(' ')
  return [{ kind: 'code', language: 'bash', text }, paragraph(capital(joined(about, '; ')))]
}

/** As much output as is kept where the plan says nothing. */
const OUTPUT_BYTES_DEFAULT = 10 * 1024 * 1024

type Handed = string | { value: string } | { file: string } | SecretReference

const placeholder = (value: Exclude<Handed, string>): string => {
  if ('value' in value) return `‹${value.value}›`
  if ('file' in value) return `‹file ${value.file}›`
  return 'secret' in value ? `‹secret ${value.secret}›` : `‹secret in ${value.secretFile}›`
}

/** Quoted as a shell wants it, so that it can be typed as it stands. */
const wordOf = (word: Handed): string => (typeof word === 'string' ? shellWord(word) : placeholder(word))

function requestBlocks({ http, method, headers, json, body, timeout, expect, capture }: HttpAction): Block[] {
  const address = typeof http === 'string' ? http.replace(/\{([^{}]+)\}/g, '‹$1›') : `‹${http.env}›${http.path}`
  const named = Object.entries(headers).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : placeholder(value)}`,
  )
  const sent = json === undefined ? body : JSON.stringify(json, asPlaceholder, 2)
  const text = [`${method} ${address}`, ...named, ...(sent === undefined ? [] : ['', sent.trimEnd()])].join('\n')
  const looked: Words[] = [
    words`answer ${expect.status === undefined ? '200 to 299' : [expect.status].flat().join(' or ')}`,
    ...expect.json.map(
      ({ at, equals, matches, min, max }) =>
        words`${{ code: at }}${equals === undefined ? '' : words` = ${{ code: String(equals) }}`}${matches === undefined ? '' : words` like ${{ code: matches }}`}${min === undefined ? '' : ` ≥ ${min}`}${max === undefined ? '' : ` ≤ ${max}`}`,
    ),
    ...(expect.body === undefined ? [] : [words`text like ${{ code: expect.body }}`]),
    ...(expect.within === undefined ? [] : [words`within ${lengthOf(expect.within)}`]),
  ]
  const about = [words`expected: ${joined(looked)}`, words`at most ${lengthOf(timeout)}`, ...capturesOf(capture)]
  return [{ kind: 'code', language: 'http', text }, paragraph(capital(joined(about, '; ')))]
}

/** `{ value: name }` anywhere in JSON stands for that value. */
const asPlaceholder = (_: string, value: unknown): unknown => {
  const isReference = typeof value === 'object' && value !== null && 'value' in value && Object.keys(value).length === 1
  return isReference ? `‹${String((value as { value: unknown }).value)}›` : value
}

function statementBlocks(plan: Plan, action: SqlAction): Block[] {
  const { sql, on, params, write, transaction, timeout, expect, capture } = action
  const values = params.map((param, index) => {
    const shown = typeof param === 'object' && param !== null ? `‹${param.value}›` : JSON.stringify(param)
    return words`${{ code: `$${index + 1}` }} = ${{ code: shown }}`
  })
  const about: Words[] = [
    words`on ${plan.connections[on]?.label ?? on}`,
    ...(write ? [words`${{ strong: 'writes' }}`] : [words`reads only`]),
    ...(transaction ? [] : [words`outside of a transaction`]),
    ...(values.length > 0 ? [words`with ${joined(values)}`] : []),
    ...expectedOf(expect),
    words`at most ${lengthOf(timeout)}`,
    ...Object.entries(capture).map(
      ([value, column]) => words`sets ${{ code: value }} from the column ${{ code: column }}`,
    ),
  ]
  return [{ kind: 'code', language: 'sql', text: sql.trimEnd() }, paragraph(capital(joined(about, '; ')))]
}

function expectedOf({ rows, value }: SqlAction['expect']): Words[] {
  return [
    ...(rows === undefined ? [] : [words`expected: ${boundText(rows)} rows`]),
    ...(value === undefined ? [] : [words`expected value: ${valueText(value)}`]),
  ]
}

type Bound = { min?: number | undefined; max?: number | undefined }

const boundText = (bound: number | Bound): string => {
  if (typeof bound === 'number') return String(bound)
  const { min, max } = bound
  return [...(min === undefined ? [] : [`at least ${min}`]), ...(max === undefined ? [] : [`at most ${max}`])].join(
    ' and ',
  )
}

const valueText = (value: NonNullable<SqlAction['expect']['value']> | null): string => {
  if (typeof value !== 'object' || value === null) return String(value)
  return 'value' in value ? `‹${value.value}›` : boundText(value)
}

function backupWords(plan: Plan, { backup, pick, before, key, fetch, capture }: BackupAction): Words {
  const set = plan.backups[backup]
  const store = plan.stores[set?.store ?? '']
  const place = store === undefined ? '' : ` in ${storeName(store)}/${set?.prefix ?? ''}`
  const which = key
    ? words`the backup whose key is ${{ code: `‹${key.value}›` }}`
    : words`the newest backup${pick === 'newest-verified' ? ' whose restore has been tried' : ''}${beforeText(before)}`
  const kept = Object.entries(capture).map(([value, fact]) => words`sets ${{ code: value }} to its ${fact}`)
  const done = fetch === undefined ? [] : [words`fetch it as ${{ code: `‹file ${fetch}›` }} and compare its checksum`]
  return joined([words`Find ${which} of ${set?.label ?? backup}${place}`, ...done, ...kept], '; ')
}

function beforeText(before: BackupAction['before']): string {
  if (before === undefined) return ''
  if (before === 'outage') return ' from before the outage'
  return before === 'declared' ? ' from before the declaration' : ` from before ‹${before.value}›`
}

function waitBlocks(plan: Plan, { wait }: WaitAction): Block[] {
  if (typeof wait === 'number') return [paragraph(`Wait ${lengthOf(wait)}.`)]
  const told = `Repeat every ${lengthOf(wait.every)} until it succeeds, for ${lengthOf(wait.limit)} at most; then it has failed:`
  return [paragraph(told), ...blocksOf(plan, wait.until)]
}

function capturesOf(capture: CommandAction['capture']): Words[] {
  return Object.entries(capture).map(([value, from]): Words => {
    const place: Inline | Words =
      from === 'all'
        ? 'what it prints'
        : 'match' in from
          ? words`what matches ${{ code: from.match }}`
          : words`${{ code: from.json }} of the JSON`
    return words`sets ${{ code: value }} from ${place}`
  })
}

const capital = ([first = '', ...rest]: Words): Words =>
  typeof first === 'string'
    ? [`${first.charAt(0).toUpperCase()}${first.slice(1)}`, ...rest, '.']
    : [first, ...rest, '.']
