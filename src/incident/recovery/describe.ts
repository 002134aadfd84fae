/** An action in one line, as somebody who approves it has to see it: the exact command, with secrets named and never shown. */
import { shellWord } from '../../plan/posix-quote.ts'
import type { Runner } from '../../plan/runner-schema.ts'
import type { Plan } from '../../plan/schema.ts'
import type { RenderedAction, RenderedCommand, RenderedHttp, RenderedSql, Work } from './work.ts'

const SENT_CHARS_MAX = 300

export function describeWork(plan: Plan, work: Work): string[] {
  return [
    ...work.actions.map((action) => describeAction(plan, action)),
    ...work.checks.map((action) => `check: ${describeAction(plan, action)}`),
  ]
}

function describeAction(plan: Plan, action: RenderedAction): string {
  if ('command' in action) return commandLine(plan, action)
  if ('http' in action) return requestLine(action)
  if ('sql' in action) {
    const on = plan.connections[action.on]?.label ?? action.on
    return `sql on ${on}${action.write ? ' (writes)' : ''}: ${oneLine(action.sql)}${params(action.params)}${sqlExpects(action)}`
  }
  if ('backup' in action) {
    const { backup, pick, key, before, fetch } = action
    const which = key ?? `${pick.replace('-', ' ')}${before === undefined ? '' : ` before ${before}`}`
    return `${fetch ? 'fetch' : 'find'} backup ${backup}: ${which}`
  }
  const { wait } = action
  if (typeof wait === 'number') return `wait ${wait / 1000} s`
  return `wait until ${describeAction(plan, wait.until)} (at most ${wait.limit / 1000} s)`
}

function commandLine(plan: Plan, { command, env, on, in: folder, shell }: RenderedCommand): string {
  const words = Array.isArray(command) ? command.map(wordOf).join(' ') : command
  const variables = Object.entries(env).map(([name, value]) => `${name}=${handedOf(value)} `)
  const where = on === undefined ? '' : `[${machineOf(plan.runners[on], on)}] `
  return `${where}${folder ? `(in ${folder}) ` : ''}${shell ? 'shell: ' : ''}${variables.join('')}${words}`
}

/** `PUT https://… (Authorization: ‹secret TOKEN›) {"on":true} → 200, items[0].id = 3`: all of it that changes something, and what is looked for in the answer. */
function requestLine({ method, http, headers, json, body, expect }: RenderedHttp): string {
  const address = typeof http === 'string' ? http : `$${http.env}${http.path}`
  const named = Object.entries(headers).map(([name, value]) => `${name}: ${handedOf(value)}`)
  const sent =
    json === undefined ? (body === undefined ? '' : ` ${clipped(body)}`) : ` ${clipped(JSON.stringify(json))}`
  const looked = [
    ...(expect.status === undefined ? [] : [[expect.status].flat().join(' or ')]),
    ...expect.json.map(({ at, equals, matches }) =>
      matches === undefined ? `${at}${equals === undefined ? '' : ` = ${equals}`}` : `${at} ~ ${matches}`,
    ),
    ...(expect.body === undefined ? [] : [`body ~ ${expect.body}`]),
    ...(expect.within === undefined ? [] : [`within ${expect.within / 1000} s`]),
  ]
  const wanted = looked.length > 0 ? ` → ${looked.join(', ')}` : ''
  return `${method} ${address}${named.length > 0 ? ` (${named.join(', ')})` : ''}${sent}${wanted}`
}

function sqlExpects({ expect: { rows, value } }: RenderedSql): string {
  const looked = [
    ...(rows === undefined
      ? []
      : [`${typeof rows === 'number' ? rows : boundText(rows)} ${rows === 1 ? 'row' : 'rows'}`]),
    ...(value === undefined ? [] : [typeof value === 'object' && value ? boundText(value) : String(value)]),
  ]
  return looked.length > 0 ? ` → ${looked.join(', ')}` : ''
}

const boundText = ({ min, max }: { min?: number | undefined; max?: number | undefined }): string =>
  [...(min === undefined ? [] : [`at least ${min}`]), ...(max === undefined ? [] : [`at most ${max}`])].join(' and ')

/** Whoever approves it sees how it begins and that there is more; the digest covers all of it. */
const clipped = (text: string): string => {
  const line = oneLine(text)
  return line.length <= SENT_CHARS_MAX ? line : `${line.slice(0, SENT_CHARS_MAX)}… (${line.length} characters)`
}

export const machineOf = (runner: Runner | undefined, id: string): string => {
  if (!runner) return id
  const address = `${runner.ssh.user ? `${runner.ssh.user}@` : ''}${runner.ssh.host}`
  return runner.label ? `${runner.label} (${address})` : address
}

/** Quoted as a shell would want it, so that blanks and quotes are seen for what they are. */
const wordOf = (word: string | { file: string }): string =>
  typeof word === 'string' ? shellWord(word) : `‹file ${word.file}›`

function handedOf(value: RenderedCommand['env'][string] | RenderedHttp['headers'][string]): string {
  if (typeof value === 'object' && 'secret' in value) return `‹secret ${value.secret}›`
  if (typeof value === 'object' && 'secretFile' in value) return '‹secret›'
  return wordOf(value)
}

const params = (values: readonly unknown[]): string =>
  values.length > 0 ? ` (${values.map((value) => JSON.stringify(value)).join(', ')})` : ''

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
