import { describe, expect, test } from 'vitest'
import { createDispatcher } from '../../src/engine/dispatcher.ts'
import { silentLogger } from '../../src/engine/logger.ts'
import { createMemoryOutbox } from '../../src/engine/memory-outbox.ts'
import type { Job } from '../../src/engine/storage.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'

const job = (id: string, queue: string): Job => {
  return { id, stream: 's', seq: 1, obligation: id, attempt: 1, queue, lastsMaxMs: 1_000 }
}

/** A dispatcher whose jobs last until they are let go. */
function open() {
  const outbox = createMemoryOutbox({ slow: { concurrency: 2 }, quick: { concurrency: 1 } })
  const begun: string[] = []
  const gates = new Map<string, PromiseWithResolvers<void>>()
  const signals: AbortSignal[] = []
  const run = async ({ id, queue }: Job, signal: AbortSignal) => {
    begun.push(id)
    signals.push(signal)
    if (queue === 'quick') return 'done' as const
    const gate = Promise.withResolvers<void>()
    gates.set(id, gate)
    await gate.promise
    return 'done' as const
  }
  return { outbox, begun, gates, signals, run, dispatcher: createDispatcher(outbox, run, silentLogger, wallClock) }
}

describe('the dispatcher', () => {
  test('carries out no more of a queue at a time than it may, and a slow queue holds up no other', async () => {
    const { outbox, begun, gates, dispatcher } = open()
    outbox.enqueue([job('s1', 'slow'), job('s2', 'slow'), job('s3', 'slow'), job('q1', 'quick'), job('q2', 'quick')])
    const idle = dispatcher.idle()
    await expect.poll(() => [...begun].sort()).toEqual(['q1', 'q2', 's1', 's2'])
    gates.get('s2')?.resolve()
    await expect.poll(() => begun).toContain('s3')
    gates.get('s1')?.resolve()
    gates.get('s3')?.resolve()
    await idle
    expect(await outbox.waiting()).toEqual([])
  })

  test('begins what waits while the outbox is still being told what is done', async () => {
    const { outbox, begun, gates, run } = open()
    const told = Promise.withResolvers<void>()
    const finish: typeof outbox.finish = async (queue, ids) => {
      await told.promise
      await outbox.finish(queue, ids)
    }
    const dispatcher = createDispatcher({ ...outbox, finish }, run, silentLogger, wallClock)
    outbox.enqueue([job('s1', 'slow'), job('s2', 'slow'), job('s3', 'slow')])
    const idle = dispatcher.idle()
    await expect.poll(() => begun).toEqual(['s1', 's2'])
    gates.get('s1')?.resolve()
    await expect.poll(() => begun).toContain('s3')
    told.resolve()
    for (const id of ['s2', 's3']) gates.get(id)?.resolve()
    await idle
    expect(await outbox.waiting()).toEqual([])
  })

  test('waits no longer for what is in hand once the caller has enough', async () => {
    const { outbox, gates, dispatcher, begun } = open()
    const enough = new AbortController()
    outbox.enqueue([job('s1', 'slow')])
    const idle = dispatcher.idle(enough.signal)
    await expect.poll(() => begun).toEqual(['s1'])
    enough.abort()
    await idle
    gates.get('s1')?.resolve()
  })

  test('stopped, finishes what is in hand and begins nothing more', async () => {
    const { outbox, begun, gates, signals, dispatcher } = open()
    dispatcher.start()
    outbox.enqueue([job('s1', 'slow')])
    await expect.poll(() => begun).toEqual(['s1'])
    const stopped = dispatcher.stop()
    outbox.enqueue([job('s2', 'slow')])
    gates.get('s1')?.resolve()
    await stopped
    expect(begun).toEqual(['s1'])
    expect(signals[0]?.aborted).toBe(false)
    dispatcher.start()
    await expect.poll(() => begun).toEqual(['s1', 's2'])
    gates.get('s2')?.resolve()
    await dispatcher.stop()
  })
})
