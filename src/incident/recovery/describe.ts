/** An action in one line, as somebody who approves it has to see it: the exact command, with secrets named and never shown. */
import type { Runner } from '../../plan/action-schema.ts'
import type { Plan } from '../../plan/schema.ts'
import type { RenderedAction, RenderedCommand, Work } from './work.ts'

export function describeWork(plan: Plan, work: Work): string[] {
  return [
    ...work.actions.map((action) => describeAction(plan, action)),
    ...work.checks.map((action) => `check: ${describeAction(plan, action)}`),
  ]
}

export function describeAction(plan: Plan, action: RenderedAction): string {
  if ('command' in action) return commandLine(plan, action)
  if ('http' in action) {
    const { method, http, expect } = action
    const address = typeof http === 'string' ? http : `$${http.env}${http.path}`
    const status = expect.status === undefined ? '' : ` → ${[expect.status].flat().join(' or ')}`
    return `${method} ${address}${status}`
  }
  if ('sql' in action)
    return `sql on ${action.on}${action.write ? ' (writes)' : ''}: ${oneLine(action.sql)}${params(action.params)}`
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

export const machineOf = (runner: Runner | undefined, id: string): string =>
  runner ? `${runner.ssh.user ? `${runner.ssh.user}@` : ''}${runner.ssh.host}` : id

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/

/** Quoted as a shell would want it, so that blanks and quotes are seen for what they are. */
function wordOf(word: string | { file: string }): string {
  if (typeof word !== 'string') return `‹file ${word.file}›`
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function handedOf(value: RenderedCommand['env'][string]): string {
  if (typeof value === 'object' && 'secret' in value) return `‹secret ${value.secret}›`
  if (typeof value === 'object' && 'secretFile' in value) return '‹secret›'
  return wordOf(value)
}

const params = (values: readonly unknown[]): string =>
  values.length > 0 ? ` (${values.map((value) => JSON.stringify(value)).join(', ')})` : ''

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
