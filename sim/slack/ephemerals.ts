/**
 * Messages that only one person sees. Slack keeps them nowhere, so neither API nor emulator can list them; the sandbox
 * does, for whoever drives it. The newest are kept.
 */
import type { Clock } from '../../src/engine/clock.ts'

/** What is kept; a long soak must not grow without end. */
const KEPT_MAX = 2_000

export interface Ephemeral {
  /** ISO 8601, sandbox clock. */
  at: string
  /** Slack user id of who sees it. */
  user: string
  channel: string
  text: string
  blocks: unknown
  ts: string
}

export interface Ephemerals {
  add(entry: Omit<Ephemeral, 'at'>): void
  /** Oldest first. */
  list(userId?: string): Ephemeral[]
  find(channel: string, ts: string): Ephemeral | undefined
}

export function createEphemerals(clock: Clock): Ephemerals {
  const kept: Ephemeral[] = []
  return {
    add(entry) {
      kept.push({ at: new Date(clock.now()).toISOString(), ...entry })
      if (kept.length > KEPT_MAX) kept.shift()
    },
    list: (userId) => kept.filter((entry) => userId === undefined || entry.user === userId),
    find: (channel, ts) => kept.find((entry) => entry.channel === channel && entry.ts === ts),
  }
}
