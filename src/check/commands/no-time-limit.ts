/** Commands that wait for as long as the other end likes, or that never end. */
import type { ShellCommand } from '../../plan/shell-parts.ts'
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'
import { type Endless, endlessCall, unlimitedCall } from './endless.ts'
import type { Invocation } from './invocations.ts'

/** The limit of a command that has none of its own, milliseconds. */
const USUAL_MS = 10 * 60_000

export const noTimeLimit = callRule('no-time-limit', (call): Finding[] => {
  if (call.via.some(({ program }) => program === 'timeout')) return []
  const endless = endlessCall(call) ?? endlessLoop(call)
  if (endless && !isCutOff(call)) {
    const { what, remedy } = endless
    return [found(call, { code: 'H15', message: `${what} never ends, so the step fails when its time is up`, remedy })]
  }
  const unlimited = endless ? null : (waitingLoop(call) ?? unlimitedCall(call))
  // Whoever gave the action its own limit has thought of it.
  if (!unlimited || !isUsual(call.at.action.timeout)) return []
  const { what, remedy } = unlimited
  return [
    found(call, {
      code: 'H15',
      message: `${what} waits for as long as it takes, here up to the 10 minutes of every command`,
      remedy: `${remedy}, or give the action a "timeout"`,
    }),
  ]
})

const IN_A_WAIT = 'use an action with "wait: { until: …, limit: … }"'

const endlessLoop = ({ shell }: Invocation): Endless | null =>
  shell?.endsLoop === 'for ever'
    ? { what: 'a loop without "break"', remedy: `${IN_A_WAIT}, or say how many times it tries` }
    : null

function waitingLoop({ shell, words, program }: Invocation): Endless | null {
  if (shell?.endsLoop !== 'when it succeeds' || shell.words !== words) return null
  return { what: `a loop that ends only when "${program}" succeeds`, remedy: `${IN_A_WAIT}, or "timeout" before it` }
}

/** Not written, or filled in by the schema. */
const isUsual = (timeout: unknown): boolean => timeout === undefined || timeout === USUAL_MS

/** A reader that stops ends its writer, too. */
const isCutOff = ({ shell }: Invocation): boolean => shell?.readers.some(stopsReading) === true

function stopsReading({ words }: ShellCommand): boolean {
  const [program, ...args] = words.map(({ text }) => text)
  return (
    program === 'head' ||
    (program === 'grep' && args.some((arg) => /^(?:-[a-zA-Z]*[qm]|--quiet|--max-count)/.test(arg)))
  )
}
