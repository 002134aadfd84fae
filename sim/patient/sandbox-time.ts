/** The sandbox's time, for programs that run beside it: asked of it, since only it can be moved. */
import { wallClock } from '../../src/engine/wall-clock.ts'

const ANSWER_MS = 1_000

/** Milliseconds; by the wall when the sandbox does not answer. */
export async function sandboxNow(clockUrl: string): Promise<number> {
  try {
    const response = await fetch(clockUrl, { signal: AbortSignal.timeout(ANSWER_MS) })
    const { nowMs } = (await response.json()) as { nowMs: number }
    return Number.isFinite(nowMs) ? nowMs : wallClock.now()
  } catch {
    return wallClock.now()
  }
}
