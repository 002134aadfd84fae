/**
 * Text messages and calls through Twilio: pages, the question after a silence, notices and tests. Promises one request for one message and
 * no number in any reason or detail. That Twilio accepted something says nothing yet: a page awaits its delivery report, by webhook or,
 * where Twilio cannot reach us, by asking.
 */
import type { DeliveryStatus } from '../../incident/effects.ts'
import { refused } from '../outcomes.ts'
import type { TwilioCarriers, TwilioOptions } from './carriers-shape.ts'
import { callStatus, messageStatus } from './delivery-status.ts'
import { createLine } from './line.ts'
import { createSmsCarriers } from './sms-carriers.ts'
import { callbacksOf } from './somebody.ts'
import { createVoiceCarriers } from './voice-carriers.ts'

export function createTwilioCarriers(options: TwilioOptions): TwilioCarriers {
  const line = createLine(options)
  const reported = callbacksOf(options) !== undefined
  return {
    sms: createSmsCarriers(options, line),
    voice: createVoiceCarriers(options, line),
    async checkDelivery({ means, ref, page }, carrying) {
      if (means !== 'sms' && means !== 'voice') return refused(`Twilio knows nothing of messages by ${means}.`)
      return line.attempt(carrying, async (client) => {
        if (means === 'sms') return settled(messageStatus((await client.messages(ref).fetch()).status))
        const { status } = await client.calls(ref).fetch()
        return settled(callStatus(status, carrying.state.pages[page], reported))
      })
    },
  }
}

/** A detail without a status: it is not settled yet. */
const settled = (status: DeliveryStatus | undefined) => (status ? { status } : {})
