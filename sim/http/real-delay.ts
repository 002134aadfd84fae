/**
 * The delay of a `slow` fault. It passes in real time on purpose: a client that gives up after ten seconds counts real ones, whatever
 * the sandbox clock says. The only file of the simulators that waits for real time to pass.
 */
import { setTimeout as delay } from 'node:timers/promises'

/** Resolves after `delayMs` real milliseconds, or as soon as `signal` aborts; never rejects. */
export async function realDelay(delayMs: number, signal: AbortSignal): Promise<void> {
  await delay(delayMs, undefined, { signal }).catch(() => undefined)
}
