/**
 * Text messages that come in: `ACK CODE` or the code alone acknowledges, `NEXT CODE` passes the page on; anything else gets one helpful
 * reply; `LINK CODE` sends another link to the responder console; `OK CODE` confirms the regular test; `APPROVE CODE` and `REJECT CODE` answer what waits for an approval. A code counts only from the telephone of the person whom it was sent to.
 */
import { Hono } from 'hono'
import twilio from 'twilio'
import { toGsm7 } from '../../messages/sms.ts'
import { bareNumber } from '../../plan/phone.ts'
import type { Plan } from '../../plan/schema.ts'
import { answerApproval, findApproval, isApprovalCode } from './answer-approval.ts'
import { type AnswerPorts, answerer, answerPage, type Choice } from './answer-page.ts'
import { type ContactPorts, confirmContact, findContact } from './confirm-contact.ts'
import { type FindPorts, findCode } from './find-code.ts'
import type { ReplyLimit } from './reply-limit.ts'
import type { TwilioVariables } from './twilio-signature.ts'

export interface SmsOptions {
  ports: AnswerPorts & FindPorts & ContactPorts
  secret: string
  now: () => number
  replies: ReplyLimit
}

const HELP = 'Reply ACK and the code of the page if you take it, or NEXT and the code if you cannot.'

export function smsWebhook({ ports, secret, now, replies }: SmsOptions): Hono<TwilioVariables> {
  const app = new Hono<TwilioVariables>()
  app.post('/', async (c) => {
    const { From = '', Body = '', MessageSid = '' } = c.get('form')
    const { text, known } = await answerTo({ from: From, body: Body, sid: MessageSid })
    const response = new twilio.twiml.MessagingResponse()
    // Whoever holds a code of ours is always answered; only strangers, and machines that answer machines, fall silent.
    if (known || replies.allows(From, now())) response.message(toGsm7(text))
    return c.body(response.toString(), 200, { 'content-type': 'text/xml' })
  })

  async function approvalTo({ from, body, sid }: Received): Promise<Answered | undefined> {
    const said = readApproval(body)
    if (!said) return undefined
    const owner = await findApproval(ports, secret, said.code)
    if (!owner && said.approves === undefined) return undefined
    if (!owner)
      return unknown(
        `Nothing that waits for approval has the code ${said.code}. It may have changed or lapsed: look in Slack or in the console.`,
      )
    if (!isTheirs(owner.plan, owner.person, from)) return unknown(OTHER_TELEPHONE)
    const { approves, rest } = said
    if (approves === undefined)
      return {
        text: `To approve it, reply APPROVE ${said.code}; to reject it, REJECT ${said.code} and why.`,
        known: true,
      }
    const text = await answerApproval(ports, owner, { approves, rest, atMs: now(), key: `twilio:${sid}` })
    return { text, known: true }
  }

  async function contactTo({ from, body, sid }: Received): Promise<Answered | undefined> {
    const code = /^[^a-z0-9]*(?:(?:ok|okay|yes)[^a-z0-9]+)?([a-z0-9]+)[^a-z0-9]*$/i.exec(body)?.[1]
    const owner = code === undefined ? undefined : await findContact(ports, secret, code)
    if (!owner) return undefined
    if (!isTheirs(owner.plan, owner.person, from)) return unknown(OTHER_TELEPHONE)
    const { text } = await confirmContact(ports, owner, { means: 'sms', atMs: now(), key: `twilio:${sid}` })
    return { text, known: true }
  }

  /** `LINK CODE`: another link to the console, sent to this telephone and by mail. */
  async function linkTo({ from, body, sid }: Received): Promise<Answered | undefined> {
    const code = /^[^a-z0-9]*link[^a-z0-9]+([a-z0-9]+)[^a-z0-9]*$/i.exec(body)?.[1]
    if (code === undefined) return undefined
    const owner = await findCode(ports, secret, code)
    if (!owner) return unknown(`There is no incident with the code ${code}. It stands in the message with your link.`)
    if (!isTheirs(owner.plan, owner.person, from)) return unknown(OTHER_TELEPHONE)
    const by = answerer(owner.person, 'sms')
    const asked = await ports.ask(owner.incident, { type: 'ask-link', atMs: now(), by }, `twilio:${sid}`)
    return { text: asked.ok ? (asked.note ?? 'A new link is on its way.') : asked.why, known: true }
  }

  async function answerTo({ from, body, sid }: Received): Promise<Answered> {
    const approval = await approvalTo({ from, body, sid })
    if (approval !== undefined) return approval
    const contact = await contactTo({ from, body, sid })
    if (contact !== undefined) return contact
    const link = await linkTo({ from, body, sid })
    if (link !== undefined) return link
    const said = readAnswer(body)
    if (!said) return unknown(HELP)
    const owner = await findCode(ports, secret, said.code)
    if (!owner) return unknown(`There is no page with the code ${said.code}. ${HELP}`)
    if (!isTheirs(owner.plan, owner.person, from)) return unknown(OTHER_TELEPHONE)
    const { incident, person } = owner
    const answer = { choice: said.choice, incident, person, via: 'sms' as const, atMs: now(), key: `twilio:${sid}` }
    return { text: (await answerPage(ports, answer)).text, known: true }
  }
  return app
}

interface Received {
  from: string
  body: string
  sid: string
}

interface Answered {
  text: string
  /** It came with a good code, from its telephone. */
  known: boolean
}

const unknown = (text: string): Answered => ({ text, known: false })

const OTHER_TELEPHONE = 'This code was sent to another telephone. Please answer from that one, or in Slack.'

function isTheirs(plan: Plan, person: string, from: string): boolean {
  const phone = plan.people[person]?.phone
  return phone !== undefined && bareNumber(phone) === bareNumber(from)
}

/** `APPROVE CODE [system's name]` or `REJECT CODE [why]`; the rest keeps its letter case. Of a code alone, nobody can say which. */
function readApproval(body: string): { approves?: boolean; code: string; rest: string } | undefined {
  const [, word = '', code = '', rest = ''] =
    /^[^a-z0-9]*(?:(approve|reject)[^a-z0-9]+)?([a-z0-9]+)\W*([\s\S]*)$/i.exec(body) ?? []
  if (!isApprovalCode(code) || (word === '' && rest !== '')) return undefined
  return {
    ...(word === '' ? {} : { approves: word.toUpperCase() === 'APPROVE' }),
    code: code.toUpperCase(),
    rest: rest.trim().replace(/[.\s]+$/, ''),
  }
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
