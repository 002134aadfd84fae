/**
 * Text messages that come in: `ACK CODE` or the code alone acknowledges, `NEXT CODE` passes the page on; anything else gets one helpful
 * reply. A code counts only from the telephone of the person whom it was sent to.
 */
import { Hono } from 'hono'
import twilio from 'twilio'
import { toGsm7 } from '../../messages/sms.ts'
import { bareNumber } from '../../plan/phone.ts'
import { type AnswerPorts, answerPage, type Choice } from './answer-page.ts'
import { type FindPorts, findCode } from './find-code.ts'
import type { ReplyLimit } from './reply-limit.ts'
import type { TwilioVariables } from './twilio-signature.ts'

export interface SmsOptions {
  ports: AnswerPorts & FindPorts
  secret: string
  now: () => number
  replies: ReplyLimit
}

const HELP = 'Reply ACK and the code of the page if you take it, or NEXT and the code if you cannot.'

export function smsWebhook({ ports, secret, now, replies }: SmsOptions): Hono<TwilioVariables> {
  const app = new Hono<TwilioVariables>()
  app.post('/', async (c) => {
    const { From = '', Body = '', MessageSid = '' } = c.get('form')
    const text = await answerTo({ from: From, body: Body, sid: MessageSid })
    const response = new twilio.twiml.MessagingResponse()
    if (replies.allows(From, now())) response.message(toGsm7(text))
    return c.body(response.toString(), 200, { 'content-type': 'text/xml' })
  })

  async function answerTo({ from, body, sid }: { from: string; body: string; sid: string }): Promise<string> {
    const said = readAnswer(body)
    if (!said) return HELP
    const owner = await findCode(ports, secret, said.code)
    if (!owner) return `There is no page with the code ${said.code}. ${HELP}`
    const phone = owner.plan.people[owner.person]?.phone
    if (phone === undefined || bareNumber(phone) !== bareNumber(from)) {
      return 'This code was sent to another telephone. Please answer from that one, or in Slack.'
    }
    const { incident, person } = owner
    const answer = { choice: said.choice, incident, person, via: 'sms' as const, atMs: now(), key: `twilio:${sid}` }
    return (await answerPage(ports, answer)).text
  }
  return app
}

const WORDS: Record<string, Choice> = { ACK: 'acknowledge', NEXT: 'decline' }

/** Tolerates what telephones add: blanks, full stops, small letters. */
function readAnswer(body: string): { choice: Choice; code: string } | undefined {
  const words = body.toUpperCase().match(/[A-Z0-9]+/g) ?? []
  const [first = '', second] = words
  if (words.length === 1 && !WORDS[first]) return { choice: 'acknowledge', code: first }
  const choice = WORDS[first]
  return choice && second && words.length === 2 ? { choice, code: second } : undefined
}
