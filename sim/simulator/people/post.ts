/**
 * How what people and services say reaches us: as webhooks and presses of buttons that may be lost, late, twice or out of order, and that any replica may get. A
 * repetition has the key of the first. Writes down what was answered with success.
 */
import type { AnyCommand } from '../../../src/engine/any-core.ts'
import type { SubmitOptions } from '../../../src/engine/submit.ts'
import type { Entropy } from '../entropy.ts'
import type { Faults } from '../faults.ts'
import type { Scheduler } from '../scheduler.ts'
import type { Witness } from '../witness.ts'
import type { Replica } from '../world/replica.ts'

type Without<T> = T extends unknown ? Omit<T, 'atMs'> : never
type Said = Without<AnyCommand> & Record<string, unknown>

export interface Post {
  /** On its way; nobody learns whether it arrives. */
  send(stream: string, said: Said, options?: SubmitOptions): void
  /** From now on nothing is lost. */
  heal(): void
}

/** How late a late message is at most, milliseconds. */
export const LATE_MAX_MS = 30_000

export function createPost(parts: {
  scheduler: Scheduler
  entropy: Entropy
  faults: Faults
  witness: Witness
  alive: () => Replica[]
  note: (who: string, what: string) => void
}): Post {
  const { scheduler, entropy, witness, alive, note } = parts
  let { lost, doubled, late } = parts.faults.messages
  let keys = 0

  const arrive = async (stream: string, said: Said, options: SubmitOptions, askedMs: number) => {
    const running = alive()
    if (running.length === 0) return
    const { life, engine } = entropy.pick(running)
    const command = { ...said, atMs: life.clock.now() } as AnyCommand
    const what = said.type
    note(life.replica, `is asked ${what} in ${stream}`)
    try {
      const answer = await engine.submit(stream, command, options)
      if (!answer.ok) return note(life.replica, `refuses ${what}: ${answer.why}`)
      const { seq, events, repeated } = answer
      note(life.replica, `answers ${what}: ${events.length} events up to ${seq}${repeated ? ', repeated' : ''}`)
      const { replica } = life
      if (!repeated)
        witness.answers.push({ askedMs, atMs: scheduler.nowMs, replica, stream: answer.stream, what, seq, events })
    } catch (error) {
      note(life.replica, `fails ${what}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  return {
    send(stream, said, options = {}) {
      const keyed = { key: `said-${++keys}`, ...options }
      const copies = entropy.happens(doubled) ? 2 : 1
      for (let copy = 0; copy < copies; copy++) {
        if (entropy.happens(lost)) continue
        const takesMs = entropy.happens(late) ? entropy.between(1_000, LATE_MAX_MS) : entropy.between(5, 300)
        scheduler.after(takesMs, () => void arrive(stream, said, keyed, scheduler.nowMs))
      }
    },
    heal() {
      lost = 0
      doubled = 0
      late = 0
    },
  }
}
