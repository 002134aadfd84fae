/**
 * A whole Muster in a process of its own, on the sandbox of the parent, which may kill it. Its clock is moved by the parent over IPC.
 */
import { silentLogger } from '../../src/engine/logger.ts'
import { createSteppedClock, type SteppedClock } from '../../src/engine/stepped-clock.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { startMuster } from '../../src/main.ts'
import type { Settings } from '../../src/program/settings.ts'

export type ToReplica =
  /** `acts` false: takes commands and hands work out, but carries nothing out. */
  { type: 'start'; settings: Settings; nowMs: number; acts: boolean } | { type: 'clock'; nowMs: number }

/** `url`: where its HTTP server listens. */
export type FromReplica = { type: 'started'; url: string }

let clock: SteppedClock | undefined

async function start({ settings, nowMs, acts }: Extract<ToReplica, { type: 'start' }>): Promise<void> {
  clock = createSteppedClock(wallClock, nowMs, false)
  const muster = await startMuster({ ...settings, port: 0 }, { clock, logger: silentLogger })
  if (!acts) await muster.engine.stop()
  const started: FromReplica = { type: 'started', url: muster.url }
  process.send?.(started)
}

process.on('message', (message: ToReplica) => {
  if (message.type === 'start') void start(message)
  else clock?.moveTo(message.nowMs)
})
