/** Waits: so long, or until something holds. Promises that a try that fails is told only when it fails for another reason than the one before. */
import type { RenderedWait } from '../incident/recovery/work.ts'
import { formatDuration } from '../plan/length.ts'
import { ActionFailure, type Facts, stopped } from './action-failure.ts'
import { brief, type Kit, type Prepared } from './action-kit.ts'
import { startTimeLimit } from './time-limit.ts'

type Until = Exclude<RenderedWait['wait'], number>
/** A plan that asks without a pause would do nothing else. */
const EVERY_MIN_MS = 100
/** Of a reason that is told. */
const REASON_MAX = 300

/** @param probe what is waited for, prepared so that its own output is not kept. */
export function prepareWait({ wait }: RenderedWait, probe: Prepared | undefined, kit: Kit): Prepared {
  if (typeof wait === 'number') {
    return { kind: 'wait', what: `wait ${formatDuration(wait)}`, run: (signal) => pause(wait, kit, signal) }
  }
  if (!probe) throw new ActionFailure('there is nothing to wait for')
  const what = `wait until ${probe.what}`
  return { kind: 'wait', what, run: (signal) => tryUntil(wait, probe, kit, signal) }
}

async function pause(ms: number, kit: Kit, signal: AbortSignal): Promise<Facts> {
  await sleepWithin(ms, kit, signal)
  if (signal.aborted) throw new ActionFailure(`the wait was ended: ${stopped(signal)}`)
  return {}
}

async function tryUntil({ every, limit }: Until, probe: Prepared, kit: Kit, around: AbortSignal): Promise<Facts> {
  const { nowMs, sleep } = kit.context
  const endMs = nowMs() + limit
  const time = startTimeLimit(limit, around, sleep)
  let last: string | undefined
  try {
    for (;;) {
      const tried = await attempt(probe, time.signal)
      if (typeof tried === 'object') return tried
      if (around.aborted) throw new ActionFailure(`the wait was ended: ${stopped(around)}`)
      // What was under way at the limit says only that it was ended; the try before it says why.
      if (!time.passed() || last === undefined) last = told(tried, last, kit)
      if (time.passed() || nowMs() >= endMs) throw new ActionFailure(`not so within ${formatDuration(limit)}: ${last}`)
      await sleepWithin(Math.min(Math.max(every, EVERY_MIN_MS), endMs - nowMs()), kit, time.signal)
    }
  } finally {
    time.end()
  }
}

function told(reason: string, last: string | undefined, { output, mask }: Kit): string {
  if (reason !== last) output.say(`not yet: ${brief(reason, REASON_MAX, mask)}`)
  return reason
}

async function attempt(probe: Prepared, signal: AbortSignal): Promise<Facts | string> {
  try {
    return await probe.run(signal)
  } catch (error) {
    if (error instanceof ActionFailure) return error.message
    throw error
  }
}

/** The sleep may end in either way when the signal aborts. */
async function sleepWithin(ms: number, { context }: Kit, signal: AbortSignal): Promise<void> {
  try {
    await context.sleep(ms, signal)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
