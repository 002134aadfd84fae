/**
 * How an effect ended is told to everyone: in the channel, the timeline, the review. A provider or a driver may repeat in its refusal what it was
 * given, so the secrets of the settings are taken out of it before anything hears of it.
 */
import type { Outcome } from '../plan/core.ts'
import { hiding } from './secrets.ts'
import type { Settings } from './settings.ts'

export function hidingReasons<Asked extends unknown[]>(
  settings: Settings,
  carryOut: (...asked: Asked) => Promise<Outcome>,
): (...asked: Asked) => Promise<Outcome> {
  const hide = hiding(settings)
  return async (...asked) => {
    try {
      const outcome = await carryOut(...asked)
      return outcome.ok ? outcome : { ...outcome, reason: hide(outcome.reason) }
    } catch (error) {
      // What is thrown is told as well, by its message.
      if (error instanceof Error) error.message = hide(error.message)
      throw error
    }
  }
}
