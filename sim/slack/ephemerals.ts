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

/** @param onAdd told of each as it appears. */
export function createEphemerals(clock: Clock, onAdd: (entry: Ephemeral) => void): Ephemerals {
  const kept: Ephemeral[] = []
  return {
    add(entry) {
      const added = { at: new Date(clock.now()).toISOString(), ...entry }
      kept.push(added)
      if (kept.length > KEPT_MAX) kept.shift()
      onAdd(added)
    },
    list: (userId) => kept.filter((entry) => userId === undefined || entry.user === userId),
    find: (channel, ts) => kept.find((entry) => entry.channel === channel && entry.ts === ts),
  }
}
