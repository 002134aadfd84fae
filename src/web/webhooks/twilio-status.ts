/** Twilio's word on what became of a message or call, passed on to the page that the address names. */
import { Hono } from 'hono'
import type { Services } from '../../../commands/services.ts'
import { callStatus, messageStatus, NO_KEY } from '../../adapters/twilio/delivery-status.ts'
import type { IncidentCommand } from '../../incident/commands.ts'
import { SYSTEM } from '../../plan/actor.ts'
import type { TwilioVariables } from './twilio-signature.ts'

export interface StatusOptions {
  ports: Pick<Services, 'ask' | 'state'>
  now: () => number
}

/** Answers 204 also for what changes nothing: Twilio has nothing to try again. */
export function statusWebhook({ ports, now }: StatusOptions): Hono<TwilioVariables> {
  const app = new Hono<TwilioVariables>()
  app.post('/', async (c) => {
    const { incident = '', page = '', means } = c.req.query()
    const { MessageSid, MessageStatus = '', CallSid, CallStatus = '', ErrorCode } = c.get('form')
    const ref = means === 'voice' ? CallSid : MessageSid
    const found = await ports.state(incident)
    if (!found || !ref || (means !== 'sms' && means !== 'voice')) return c.body(null, 204)
    const word = means === 'voice' ? CallStatus : MessageStatus
    const status = means === 'voice' ? callStatus(word, found.state.pages[page], true) : messageStatus(word)
    if (!status) return c.body(null, 204)
    const unheard = word === 'completed' && status === 'no-answer' ? NO_KEY : undefined
    const reason = unheard ?? (ErrorCode ? `Twilio error ${ErrorCode}` : undefined)
    const report: IncidentCommand = {
      type: 'report-delivery',
      atMs: now(),
      by: SYSTEM,
      page,
      means,
      ref,
      status,
      ...(reason !== undefined && { reason }),
    }
    await ports.ask(incident, report, `twilio:${ref}:${word}`)
    return c.body(null, 204)
  })
  return app
}
