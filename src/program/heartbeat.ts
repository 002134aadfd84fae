/**
 * A sign of life to a monitor outside, which raises the alarm when it stops (a dead man's switch): nothing on this machine can say that this machine is gone. It
 * goes out only while what is due is done in time, so that a Muster that runs and does nothing is found as well. Promises never to throw.
 */
import type { Clock } from '../engine/clock.ts'
import type { Logger } from '../engine/logger.ts'

/** A usual monitor waits for some minutes before it calls somebody. */
const EVERY_MS = 60_000
/** How long the monitor may take to answer. */
const ANSWER_MAX_MS = 10_000
/** Work that waits for longer is late. */
const LATE_MS = 120_000

export interface HeartbeatParts {
  /** Asked with GET; any answer of 2xx is taken as received. It may hold a secret: it is never logged. */
  url: string
  /** The wall clock: the monitor lives by no other. */
  clock: Clock
  /** When the next thing is due by the plans' clock; undefined: nothing, or everything is held. */
  nextDueMs: () => Promise<number | undefined>
  plansNowMs: () => number
  logger: Logger
}

/** Said once at the start: whoever reads the log should know that things came late. */
export async function sayWhatWaited(
  { nextDue }: { nextDue: () => Promise<number | undefined> },
  clock: Clock,
  logger: Logger,
): Promise<void> {
  const dueMs = await nextDue()
  const waitedMs = dueMs === undefined ? 0 : clock.now() - dueMs
  if (waitedMs > LATE_MS) logger.warn({ waitedMs }, 'Something came due while Muster was away; it is done now')
}

/** Nothing is sent without an address. */
export function startHeartbeat({ url, ...parts }: Omit<HeartbeatParts, 'url'> & { url: string | undefined }) {
  const heartbeat = url === undefined ? undefined : createHeartbeat({ url, ...parts })
  heartbeat?.start()
  return { stop: async () => heartbeat?.stop() }
}

export interface Heartbeat {
  start(): void
  /** One sign of life, if all is well; what became of it. */
  beat(signal: AbortSignal): Promise<'sent' | 'held-back' | 'failed'>
  stop(): Promise<void>
}

export function createHeartbeat({ url, clock, nextDueMs, plansNowMs, logger }: HeartbeatParts): Heartbeat {
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  let last: Awaited<ReturnType<Heartbeat['beat']>> = 'sent'

  const whyNot = async (): Promise<string | undefined> => {
    const dueMs = await nextDueMs()
    const lateMs = dueMs === undefined ? 0 : plansNowMs() - dueMs
    return lateMs > LATE_MS ? `something has been due for ${Math.round(lateMs / 1000)} s` : undefined
  }
  const send = async (signal: AbortSignal) => {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MAX_MS)]) })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`the monitor answered with ${response.status}`)
  }
  /** Once for each change: a monitor that is away for a night must not fill the log. */
  const become = (now: typeof last, why: string): typeof last => {
    if (now !== last) {
      if (now === 'sent') logger.info({}, 'The monitor outside hears from Muster again')
      else logger.error({}, `The monitor outside does not hear from Muster: ${why}`)
    }
    last = now
    return now
  }
  const beat = async (signal: AbortSignal): Promise<typeof last> => {
    try {
      const why = await whyNot()
      if (why !== undefined) return become('held-back', why)
      await send(signal)
      return become('sent', '')
    } catch (cause) {
      if (stopping.signal.aborted) return last
      // Not the error itself, which may name the address.
      const { message, cause: inner } = cause as Error & { cause?: { code?: string } }
      return become('failed', inner?.code ?? message)
    }
  }

  return {
    beat,
    start() {
      running ??= (async () => {
        while (!stopping.signal.aborted) {
          const nextMs = clock.now() + EVERY_MS
          await beat(stopping.signal)
          await clock.sleepUntil(nextMs, stopping.signal)
        }
      })()
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}
