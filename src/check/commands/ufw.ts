/** Calls of ufw, the firewall of Ubuntu, taken apart. */
import type { Invocation } from './invocations.ts'

const POLICIES = ['allow', 'deny', 'reject', 'limit'] as const
type UfwPolicy = (typeof POLICIES)[number]

export type UfwCall =
  /** A rule: its direction, and what stands behind it. */
  | { kind: 'rule'; policy: UfwPolicy; direction: 'in' | 'out' | null; rest: string[]; isDeletion: boolean }
  | { kind: 'default'; policy: string; direction: string }
  | { kind: 'other'; verb: string }

export function ufwCall({ program, args }: Pick<Invocation, 'program' | 'args'>): UfwCall | null {
  if (program !== 'ufw') return null
  const words = args.filter((arg) => !arg.startsWith('-'))
  const [verb = ''] = words
  if (verb === 'default') return { kind: 'default', policy: words[1] ?? '', direction: words[2] ?? 'incoming' }
  const isDeletion = verb === 'delete'
  const skipped = verb === 'insert' ? 2 : ['delete', 'prepend', 'route', 'rule'].includes(verb) ? 1 : 0
  const [policy, next, ...rest] = words.slice(skipped)
  const isPolicy = POLICIES.find((one) => one === policy)
  if (!isPolicy) return { kind: 'other', verb }
  const isDirection = next === 'in' || next === 'out'
  return {
    kind: 'rule',
    policy: isPolicy,
    direction: isDirection ? next : null,
    rest: isDirection ? rest : next === undefined ? [] : [next, ...rest],
    isDeletion,
  }
}

/** Everything in one direction is kept out. */
export function ufwBlocks(call: UfwCall | null): 'in' | 'out' | null {
  if (call?.kind === 'default' && call.policy !== 'allow') return call.direction === 'outgoing' ? 'out' : 'in'
  if (call?.kind !== 'rule' || call.isDeletion || (call.policy !== 'deny' && call.policy !== 'reject')) return null
  const isAll = /^(?:from any(?: to any)?|to any|any)?$/.test(call.rest.join(' '))
  return isAll && call.direction ? call.direction : null
}

export function ufwLifts(call: UfwCall | null): boolean {
  if (call?.kind === 'default') return call.policy === 'allow'
  if (call?.kind === 'rule') return call.isDeletion
  return call?.verb === 'disable' || call?.verb === 'reset'
}
