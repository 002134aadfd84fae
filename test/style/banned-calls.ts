/**
 * Finds what ties a module to the machine it runs on: the wall clock, randomness, timers, the environment, the terminal. Reads the syntax
 * tree, so that a comment or a text that names one of them is nothing, and an import that brings one in under another name is.
 *
 * Promises to see every plain use; it is no sandbox, and whoever wants to get round it (`globalThis['con' + 'sole']`) can.
 */
import { type Module, parseSync } from '@swc/core'

/** Names that are banned wherever they stand for a value. */
const NAMES = ['console', 'randomUUID', 'setInterval', 'setTimeout']
const MEMBERS = ['Date.now', 'Math.random', 'process.env']
/** Modules that bring the banned in under any name, and which of their exports do; `*`: all. */
const MODULES: Record<string, string[]> = {
  timers: ['*'],
  'timers/promises': ['*'],
  console: ['*'],
  process: ['env'],
  crypto: ['randomUUID'],
}
const GLOBAL_OBJECTS = ['globalThis', 'global', 'window']
/** Syntax that is gone when the program runs; what is left out of it here wraps a value. */
const TYPES = /^Ts(?!As|Const|Instantiation|NonNull|Satisfies|TypeAssertion)/

type Node = { type?: string } & Record<string, unknown>

/** The banned things that a TypeScript source uses, each once, in the order of the alphabet. */
export function bannedCalls(source: string): string[] {
  const found = new Set<string>()
  look(parseSync(source, { syntax: 'typescript', target: 'es2024' }) as Module & Node, found)
  return [...found].sort()
}

function look(node: unknown, found: Set<string>): void {
  if (Array.isArray(node)) {
    for (const each of node) look(each, found)
    return
  }
  if (!isNode(node) || TYPES.test(node.type ?? '')) return
  for (const name of namedBy(node)) found.add(name)
  for (const [key, inner] of Object.entries(node)) if (!isOnlyAName(node, key)) look(inner, found)
}

function namedBy(node: Node): string[] {
  switch (node.type) {
    case 'Identifier':
      return NAMES.filter((name) => name === node.value)
    case 'MemberExpression':
      return memberOf(nameOf(node.object), nameOf(node.property))
    case 'VariableDeclarator':
      return takenApart(node)
    case 'NewExpression':
      return nameOf(node.callee) === 'Date' && count(node.arguments) === 0 ? ['new Date()'] : []
    case 'CallExpression':
      return nameOf(node.callee) === 'Date' ? ['new Date()'] : []
    case 'ImportDeclaration':
      return imported(node)
    default:
      return []
  }
}

function memberOf(object: string, property: string): string[] {
  if (property === 'randomUUID' || GLOBAL_OBJECTS.includes(object)) return NAMES.filter((name) => name === property)
  return MEMBERS.filter((member) => member === `${object}.${property}`)
}

/** `const { now } = Date`. */
function takenApart({ id, init }: Node): string[] {
  if (!isNode(id) || id.type !== 'ObjectPattern') return []
  const keys = (id.properties as Node[]).map(({ key }) => nameOf(key))
  return MEMBERS.filter((member) => keys.some((key) => member === `${nameOf(init)}.${key}`))
}

function imported(node: Node): string[] {
  if (node.typeOnly) return []
  const module = String((node.source as Node).value).replace(/^node:/, '')
  const banned = MODULES[module] ?? []
  if (banned.includes('*')) return [`node:${module}`]
  const specifiers = node.specifiers as Node[]
  return specifiers
    .map(({ imported: original, local }) => nameOf(original) || nameOf(local))
    .filter((name) => banned.includes(name))
    .map((name) => `${module}.${name}`)
}

/** Keys that merely name something: `{ console: 1 }`, `settings.console`; what they name is looked at as a whole. */
const isOnlyAName = (node: Node, key: string): boolean =>
  (key === 'property' && !isComputed(node.property)) ||
  (key === 'key' && !isComputed(node.key)) ||
  node.type === 'ImportDeclaration'

const isComputed = (node: unknown): boolean => isNode(node) && node.type === 'Computed'

/** An identifier's name, also of `x['name']`; the last name of a chain. */
function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'Identifier' || node.type === 'StringLiteral') return String(node.value)
  if (node.type === 'Computed') return nameOf(node.expression)
  return node.type === 'MemberExpression' ? nameOf(node.property) : ''
}

const isNode = (node: unknown): node is Node => typeof node === 'object' && node !== null

const count = (list: unknown): number => (Array.isArray(list) ? list.length : 0)
