/**
 * A replica in a process of its own, which a test can kill: reminders on a database that the parent names, on a clock that the
 * parent moves, all over IPC. What it carries out it says to the parent first.
 */
import { createPostgresBacking } from '../../src/engine/backing.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { createSteppedClock } from '../../src/engine/stepped-clock.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { ANA, countingRandom, type Remind, reminderCore } from './reminder-core.ts'

export type ToReplica =
  /** `acts`: takes commands only, carries out, or begins to and never ends. */
  | { type: 'start'; url: string; nowMs: number; acts: 'not' | 'well' | 'without end' }
  | { type: 'ask'; stream: string; what: string; dueMs: number }
  | { type: 'clock'; nowMs: number }

export type FromReplica =
  | { type: 'started' }
  | { type: 'asked'; what: string; ok: boolean }
  | { type: 'carrying'; what: string }

const say = (message: FromReplica) => process.send?.(message)

let handle: (message: ToReplica) => Promise<void> = async (message) => {
  if (message.type !== 'start') throw new Error('start first')
  const { url, nowMs, acts } = message
  const clock = createSteppedClock(wallClock, nowMs, false)
  const backing = createPostgresBacking({ connectionString: url, queues: { mail: { concurrency: 5 } } })
  const engine = createEngine<Remind>({
    storage: backing.storage,
    outbox: backing.outbox,
    clock,
    cores: () => reminderCore,
    carryOut: async ({ what }) => {
      say({ type: 'carrying', what })
      return acts === 'well' ? { ok: true } : new Promise(() => {})
    },
    queueOf: () => 'mail',
    facts: async () => ({ held: false, standIns: {} }),
    random: countingRandom(),
  })
  handle = async (next) => {
    if (next.type === 'clock') clock.moveTo(next.nowMs)
    if (next.type !== 'ask') return
    const { stream, what, dueMs } = next
    const ask = { type: 'ask', atMs: clock.now(), by: ANA, what, dueMs }
    const { ok } = await engine.submit(stream, ask)
    say({ type: 'asked', what, ok })
  }
  await backing.storage.start()
  await backing.outbox.start()
  if (acts !== 'not') await engine.start()
  say({ type: 'started' })
}

process.on('message', (message: ToReplica) => void handle(message))
