/**
 * Trigger ids: what lets the bot open a modal for whoever just did something, within three seconds and once.
 *
 * Besides those that the sandbox issues there are those that a driver invents for its own signed requests. Such a one
 * is good from the moment that the sandbox first hears of it: when the request passes (`note`), or else when the bot
 * exchanges it.
 */
import type { Clock } from '../../src/engine/clock.ts'
import { type RandomId, triggerId } from './slack-ids.ts'

/** Slack: "a trigger_id expires 3 seconds after you receive it". */
const VALID_MS = 3_000
/** Old ones are forgotten beyond this number; a forgotten one would count as newly invented, hence the size. */
const REMEMBERED_MAX = 10_000
/** Anything a driver may reasonably invent; Slack itself writes `132456.7890123.abcdef`. */
const WELL_FORMED = /^[\w.:-]{1,255}$/

interface Trigger {
  /** '' when nobody has said whose it is. */
  userId: string
  /** The view that it came from, so that a view can be pushed upon it. */
  viewId: string | undefined
  sinceMs: number
  used: boolean
}

export interface Triggers {
  /** A new one for that user. */
  issue(userId: string, viewId?: string): string
  /** Tells whose an invented one is; its three seconds start. One that is known already stays as it is. */
  note(id: string, userId: string, viewId?: string): void
  /** Uses it up; gives whose it is, or Slack's error. */
  exchange(id: string): { userId: string; viewId: string | undefined } | { error: string }
}

export function createTriggers(wall: Clock, randomId: RandomId): Triggers {
  const known = new Map<string, Trigger>()
  const note = (id: string, userId: string, viewId?: string) => {
    if (known.has(id)) return
    known.set(id, { userId, viewId, sinceMs: wall.now(), used: false })
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED_MAX) break
      known.delete(oldest)
    }
  }
  return {
    note,
    issue(userId, viewId) {
      const id = triggerId(wall.now(), randomId)
      note(id, userId, viewId)
      return id
    },
    exchange(id) {
      if (!WELL_FORMED.test(id)) return { error: 'invalid_trigger_id' }
      note(id, '')
      const trigger = known.get(id)!
      if (trigger.used) return { error: 'exchanged_trigger_id' }
      if (wall.now() - trigger.sinceMs > VALID_MS) return { error: 'expired_trigger_id' }
      trigger.used = true
      return { userId: trigger.userId, viewId: trigger.viewId }
    },
  }
}
