/**
 * Messages as signs of life: whoever writes in an incident's channel is on it. At most one a minute is passed on for each channel, for a busy
 * channel would otherwise fill the journal.
 */
import type { Clock } from '../../engine/clock.ts'

const EVERY_MS = 60_000
/** Channels remembered, incidents' or not; the oldest are forgotten first. */
const CHANNELS_MAX = 2_000

export interface LifeSignParts {
  /** The program's clock. */
  clock: Clock
  incidentOfChannel(channelId: string): Promise<string | undefined>
  onLife(channelId: string, slackUserId: string): Promise<void>
}

export function createLifeSigns(parts: LifeSignParts): (channel: string, user: string) => Promise<void> {
  /** Channel → when it was last looked at, epoch milliseconds. */
  const lookedAt = new Map<string, number>()
  return async (channel, user) => {
    const nowMs = parts.clock.now()
    const lastMs = lookedAt.get(channel)
    if (lastMs !== undefined && nowMs - lastMs < EVERY_MS) return
    lookedAt.delete(channel)
    lookedAt.set(channel, nowMs)
    for (const oldest of lookedAt.keys()) {
      if (lookedAt.size <= CHANNELS_MAX) break
      lookedAt.delete(oldest)
    }
    if (await parts.incidentOfChannel(channel)) await parts.onLife(channel, user)
  }
}
