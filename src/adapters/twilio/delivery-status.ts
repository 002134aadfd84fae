/** Twilio's states of messages and calls, as what became of a page. Undefined: nothing is settled yet. */
import type { DeliveryStatus } from '../../incident/effects.ts'
import type { Page } from '../../incident/state.ts'

/** https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks; `sent` is no proof that it arrived. */
const OF_MESSAGES: Record<string, DeliveryStatus> = {
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'failed',
}

/** https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
const OF_CALLS: Record<string, DeliveryStatus> = {
  busy: 'busy',
  'no-answer': 'no-answer',
  failed: 'failed',
  canceled: 'failed',
}

export const messageStatus = (status: string): DeliveryStatus | undefined => OF_MESSAGES[status]

/**
 * A call that was picked up and is over is `completed`, also when a voice mailbox took it. Where keys can be pressed, only a key is an answer:
 * by the end of the call the page shows it.
 */
export function callStatus(status: string, page: Page | undefined, keysWork: boolean): DeliveryStatus | undefined {
  if (status !== 'completed') return OF_CALLS[status]
  const pressed = page?.end === 'acknowledged' || page?.end === 'declined'
  return pressed || !keysWork ? 'answered' : 'no-answer'
}

export const NO_KEY = 'picked up, but no key was pressed'
