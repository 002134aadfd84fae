/** Calls that cut a machine off or stop services, and those that take it back. */
import type { Invocation } from './invocations.ts'
import { operandsOf } from './options.ts'
import { composeCall } from './programs.ts'
import { ufwBlocks, ufwCall, ufwLifts } from './ufw.ts'

const CHAINS: Record<string, 'in' | 'out'> = { INPUT: 'in', OUTPUT: 'out' }
/** Of a rule that concerns some packets only. */
const NARROWS = /^(?:-[spdmio]|--(?:source|destination|protocol|match|in-interface|out-interface|dport|sport)|!)$/

/** All traffic of one direction; null: it blocks nothing, or only some. */
export function blocks(call: Invocation): 'in' | 'out' | null {
  const byUfw = ufwBlocks(ufwCall(call))
  if (byUfw) return byUfw
  const { program, args } = call
  if (program !== 'iptables' && program !== 'ip6tables') return null
  const chain = args.map((arg) => CHAINS[arg]).find((direction) => direction !== undefined)
  if (!chain || !args.some((arg) => arg === 'DROP' || arg === 'REJECT')) return null
  if (args.some((arg) => arg === '-D' || arg === '--delete')) return null
  return args.some((arg) => NARROWS.test(arg)) ? null : chain
}

/** Takes a block away, at least in part. */
export function lifts(call: Invocation): boolean {
  if (ufwLifts(ufwCall(call))) return true
  const { program, args } = call
  if (/^ip6?tables-restore$/.test(program)) return true
  if (program !== 'iptables' && program !== 'ip6tables') return false
  return args.some((arg) => /^(?:-[DF]|--delete|--flush)$/.test(arg)) || (hasPolicy(args) && args.includes('ACCEPT'))
}

/** Lets somebody in through a block. */
export function letsIn(call: Invocation): boolean {
  const ufw = ufwCall(call)
  if (ufw?.kind === 'rule')
    return !ufw.isDeletion && (ufw.policy === 'allow' || ufw.policy === 'limit') && ufw.direction !== 'out'
  const { program, args } = call
  return /^ip6?tables$/.test(program) && args.includes('INPUT') && args.includes('ACCEPT')
}

/** A door for everybody, such as `ufw allow 443`: whoever opens one serves, and cuts nothing off. */
function opensADoor(call: Invocation): boolean {
  if (!letsIn(call)) return false
  const ufw = ufwCall(call)
  if (ufw?.kind === 'rule') return ufw.rest.length > 0 && !/\bfrom (?!any\b)/.test(ufw.rest.join(' '))
  const { args } = call
  return args.includes('--dport') && !args.some((arg) => arg === '-s' || arg === '--source')
}

/** The firewall of any server that serves: a policy that keeps out what comes in, with doors for everybody. */
export const isUsualFirewall = (blocking: readonly Invocation[], calls: readonly Invocation[]): boolean =>
  blocking.every((call) => blocks(call) === 'in' && isPolicy(call)) && calls.some(opensADoor)

const isPolicy = (call: Invocation): boolean => ufwCall(call)?.kind === 'default' || hasPolicy(call.args)

const hasPolicy = (args: readonly string[]): boolean => args.some((arg) => arg === '-P' || arg === '--policy')

/** Services, containers or deployments that a call stops or starts; `all`: every one of its file. */
export interface Switch {
  does: 'stop' | 'start'
  what: 'all' | string[]
}

const COMPOSE: Record<string, Switch['does']> = {
  stop: 'stop',
  down: 'stop',
  kill: 'stop',
  pause: 'stop',
  rm: 'stop',
  up: 'start',
  start: 'start',
  restart: 'start',
  unpause: 'start',
}
const DOCKER: Record<string, Switch['does']> = {
  stop: 'stop',
  kill: 'stop',
  rm: 'stop',
  pause: 'stop',
  start: 'start',
  restart: 'start',
  unpause: 'start',
}
const VALUES = ['-t', '--timeout', '-s', '--signal', '--scale', '--pull', '-n', '--namespace', '--context']

export function switches(call: Invocation): Switch | null {
  const compose = composeCall(call.words)
  if (compose) {
    const [verb = '', ...services] = operandsOf(
      compose.map(({ text }) => text),
      VALUES,
    )
    const does = Object.hasOwn(COMPOSE, verb) ? COMPOSE[verb] : undefined
    return does ? { does, what: services.length > 0 && verb !== 'down' ? services : 'all' } : null
  }
  const { program, args } = call
  if (program === 'docker' || program === 'podman') return byDocker(operandsOf(args, VALUES))
  if (program === 'systemctl') return byVerb(operandsOf(args), { stop: 'stop', start: 'start', restart: 'start' })
  return program === 'kubectl' ? byScale(args) : null
}

function byDocker(operands: readonly string[]): Switch | null {
  return byVerb(operands[0] === 'container' ? operands.slice(1) : operands, DOCKER)
}

function byVerb([verb = '', ...what]: readonly string[], verbs: Record<string, Switch['does']>): Switch | null {
  const does = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  return does && what.length > 0 ? { does, what } : null
}

function byScale(args: readonly string[]): Switch | null {
  const [verb, kind = '', name] = operandsOf(args, [...VALUES, '--replicas'])
  const what = kind.includes('/') ? kind.replace(/^.*\//, '') : name
  if (what === undefined) return null
  if (verb === 'rollout') return null
  const replicas = args.find((arg) => arg.startsWith('--replicas='))?.slice('--replicas='.length)
  if (verb !== 'scale' || replicas === undefined) return null
  return { does: replicas === '0' ? 'stop' : 'start', what: [what] }
}
