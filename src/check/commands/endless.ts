/** Which commands never end by themselves, and which wait without a limit; one entry a program. */
import type { Invocation } from './invocations.ts'
import { hasOption, operandsOf } from './options.ts'
import { composeCall } from './programs.ts'

export interface Endless {
  what: string
  remedy: string
}

type Look = (args: readonly string[]) => Endless | null

const follows =
  (name: string, remedy: string, ...options: string[]): Look =>
  (args) =>
    hasOption(args, ...options) ? { what: `"${name}"`, remedy } : null

const unless =
  (name: string, remedy: string, ...options: string[]): Look =>
  (args) =>
    hasOption(args, ...options) ? null : { what: name, remedy }

const docker: Look = (args) => {
  const [verb] = operandsOf(args, ['--context', '-H'])
  if (verb === 'stats') return unless('"docker stats"', 'add "--no-stream"', '--no-stream')(args)
  if (verb === 'events') return unless('"docker events"', 'add "--until"', '--until')(args)
  return verb === 'logs' ? follows('docker logs --follow', 'take "--follow" away', '-f', '--follow')(args) : null
}

const compose = (words: readonly string[]): Endless | null => {
  const [verb, ...rest] = words
  if (verb === 'logs') return follows('docker-compose logs --follow', 'take "--follow" away', '-f', '--follow')(rest)
  if (verb === 'up' && !hasOption(rest, '-d', '--detach', '--wait', '--no-start', '--abort-on-container-exit'))
    return { what: '"docker-compose up" stays in the foreground and', remedy: 'add "--detach"' }
  return verb === 'events' ? { what: '"docker-compose events"', remedy: 'look at "docker-compose ps" instead' } : null
}

const kubectl: Look = (args) => {
  const [verb] = operandsOf(args, ['-n', '--namespace', '--context'])
  if (verb === 'logs') return follows('kubectl logs --follow', 'take "--follow" away', '-f', '--follow')(args)
  if (verb === 'get')
    return follows('kubectl get --watch', 'use "kubectl wait" with "--timeout"', '-w', '--watch')(args)
  if (verb === 'port-forward' || verb === 'proxy')
    return { what: `"kubectl ${verb}"`, remedy: 'reach the service by an address of its own' }
  return null
}

const counted =
  (name: string): Look =>
  (args) => {
    const numbers = operandsOf(args).filter((arg) => /^\d+$/.test(arg))
    return numbers.length === 1
      ? { what: `"${name} ${numbers[0]}" without a count`, remedy: 'add how often it looks' }
      : null
  }

const redis: Look = (args) => {
  const word = args.find((arg) => /^(?:monitor|subscribe|psubscribe|--stat|--latency|--latency-history)$/i.test(arg))
  return word === undefined ? null : { what: `"redis-cli ${word}"`, remedy: 'ask once, such as with INFO' }
}

const ENDLESS: Record<string, Look> = {
  docker,
  podman: docker,
  kubectl,
  oc: kubectl,
  tail: follows('tail -f', 'take "-f" away and say how many lines with "-n"', '-f', '-F', '--follow'),
  journalctl: follows('journalctl --follow', 'take "--follow" away and add "--since"', '-f', '--follow'),
  watch: () => ({ what: '"watch"', remedy: 'run the command once, or in a "wait" with "until"' }),
  top: (args) =>
    hasOption(args, '-b') && hasOption(args, '-n') ? null : { what: '"top"', remedy: 'write "top -b -n 1"' },
  vmstat: counted('vmstat'),
  iostat: counted('iostat'),
  'redis-cli': redis,
  tcpdump: unless('"tcpdump"', 'add "-c" with a number of packets', '-c'),
  mtr: unless('"mtr"', 'add "--report"', '-r', '--report', '-w', '--report-wide', '-c'),
  sleep: (args) => (args[0] === 'infinity' ? { what: '"sleep infinity"', remedy: 'say how long' } : null),
  ping: unless('"ping"', 'add "-c 4" for four tries', '-c', '-w'),
  ping6: unless('"ping6"', 'add "-c 4" for four tries', '-c', '-w'),
}

export function endlessCall(call: Invocation): Endless | null {
  const words = composeCall(call.words)
  if (words) return compose(words.map(({ text }) => text))
  return Object.hasOwn(ENDLESS, call.program) ? (ENDLESS[call.program]?.(call.args) ?? null) : null
}

/** They have no limit of their own for the whole of what they do. */
export function unlimitedCall({ program, args }: Invocation): Endless | null {
  if (program === 'curl' && !hasOption(args, '--max-time', '-m', '--version', '-V', '--speed-time', '-y'))
    return { what: 'curl', remedy: 'add "--max-time 10"' }
  if (program === 'wget' && !hasOption(args, '--timeout', '-T', '--read-timeout', '--version'))
    return { what: 'wget', remedy: 'add "--timeout=10 --tries=2"' }
  if (/^(?:nc|ncat|netcat)$/.test(program) && !hasOption(args, '-w', '-z', '--wait', '-G'))
    return { what: program, remedy: 'add "-w 5"' }
  return null
}
