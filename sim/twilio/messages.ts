/**
 * Text messages of the simulated account, on top of the emulator: the refusals that it lacks, delivery reports with signed status callbacks,
 * and messages that come in, with the TwiML reply that the bot may give. A message becomes delivered by itself unless the driver says
 * otherwise. Nothing is queued or rate-limited here.
 */
import type { Clock } from '../../src/engine/clock.ts'
import type { Background } from '../http/background.ts'
import { isoAt } from '../http/call-log.ts'
import { type DoorReply, type DoorRequest, json } from '../http/messages.ts'
import type { Resource, TwilioEmulator } from './emulator.ts'
import { invalidTo, isPhoneNumber, refusal } from './refusals.ts'
import type { Fields, SignedRequest } from './signed-request.ts'
import { elementsOf, parseXml, spokenText } from './xml.ts'

/** What becomes of an accepted message; silent: it stays queued and nothing is ever reported. */
export type SmsMode = 'deliver' | 'undelivered' | 'failed' | 'silent'

export interface SmsRecord {
  sid: string
  to: string
  from: string
  body: string
  status: string
  /** Sandbox time, ISO 8601. */
  at: string
  direction: string
}

interface Message extends SmsRecord {
  statusCallback: string | undefined
  errorCode: number | undefined
}

/** Twilio's code for a message that was not delivered: https://www.twilio.com/docs/api/errors/30003 and 30008. */
const ERROR_CODES: Record<string, number> = { undelivered: 30003, failed: 30008 }
const BODY_LENGTH_MAX = 1600
const REPORTS: Record<SmsMode, string[]> = {
  deliver: ['sent', 'delivered'],
  undelivered: ['sent', 'undelivered'],
  failed: ['failed'],
  silent: [],
}

export interface Messages {
  create(fields: URLSearchParams, replied: Promise<void>): Promise<DoorReply>
  /** From now on messages to that number, or all others without one, fare like this. */
  setMode(mode: SmsMode, to?: string): void
  /** The emulator's `message-status` with a status callback. */
  report(sid: string, status: string): Promise<DoorReply>
  /** The emulator's `inbound-message` with the webhook; `webhook_status` tells what the bot answered. */
  receive(request: DoorRequest, fields: URLSearchParams): Promise<DoorReply>
  /** A message as the emulator shows it, with what the emulator does not know. */
  shown(resource: Resource): Resource
  list(): SmsRecord[]
}

export interface MessagesOptions {
  emulator: TwilioEmulator
  clock: Clock
  background: Background
  send: SignedRequest
  webhookUrl: () => string | undefined
  /** Told of each message as it appears and as its status changes. */
  onChange: (message: SmsRecord) => void
}

export function createMessages(options: MessagesOptions): Messages {
  const { emulator, clock, background, send } = options
  const messages = new Map<string, Message>()
  const modes = new Map<string, SmsMode>()
  const path = `/2010-04-01/Accounts/${emulator.accountSid}/Messages.json`

  const keep = (resource: Resource, direction: string, statusCallback?: string): Message => {
    const { sid, to, from, body, status } = resource as Record<string, string>
    const at = isoAt(clock)
    const message = { sid, to, from, body, status, at, direction, statusCallback, errorCode: undefined } as Message
    messages.set(message.sid, message)
    options.onChange(recordOf(message))
    return message
  }

  const setStatus = async (message: Message, status: string) => {
    message.status = status
    message.errorCode = ERROR_CODES[status]
    options.onChange(recordOf(message))
    const fields = new URLSearchParams({ MessageSid: message.sid, Status: status })
    const { body } = await emulator.request('POST', '/_twilio/simulate/message-status', fields)
    if (message.statusCallback) await send(message.statusCallback, 'POST', callbackFields(emulator.accountSid, message))
    return body
  }

  const shown = (resource: Resource) => {
    const message = messages.get(String(resource.sid))
    if (!message) return resource
    const at = new Date(message.at).toUTCString().replace('GMT', '+0000')
    return {
      ...resource,
      status: message.status,
      direction: message.direction,
      error_code: message.errorCode ?? null,
      date_created: at,
    }
  }

  const create = async (fields: URLSearchParams, replied: Promise<void>, direction: string): Promise<DoorReply> => {
    const refused = refusedMessage(fields)
    if (refused) return refused
    const statusCallback = fields.get('StatusCallback') ?? undefined
    const forwarded = new URLSearchParams([...fields].filter(([name]) => name !== 'StatusCallback'))
    const reply = await emulator.request('POST', path, forwarded)
    if (reply.status !== 201) return reply
    const message = keep(reply.body, direction, statusCallback)
    const mode = modes.get(message.to) ?? modes.get('') ?? 'deliver'
    background.run(async () => {
      await replied
      for (const status of REPORTS[mode]) await setStatus(message, status)
    })
    return json(201, shown(reply.body))
  }

  return {
    create: (fields, replied) => create(fields, replied, 'outbound-api'),
    setMode: (mode, to) => modes.set(to ?? '', mode),
    async report(sid, status) {
      const message = messages.get(sid)
      if (!message) return refusal(404, 20404, 'The requested resource was not found')
      return json(200, shown(await setStatus(message, status)))
    },
    async receive(request, fields) {
      const reply = await emulator.request('POST', request.path, fields)
      if (reply.status !== 201) return reply
      const message = keep(reply.body, 'inbound')
      const url = options.webhookUrl()
      if (!url) return json(201, { ...reply.body, webhook_status: null })
      const webhook = await send(url, 'POST', inboundFields(emulator.accountSid, message))
      for (const text of repliesIn(webhook.body)) {
        const answer = new URLSearchParams({ To: message.from, From: message.to, Body: text })
        await create(answer, request.replied, 'outbound-reply')
      }
      return json(201, { ...reply.body, webhook_status: webhook.status })
    },
    shown,
    list: () => [...messages.values()].map(recordOf),
  }
}

const recordOf = ({ statusCallback: _, errorCode: __, ...record }: Message): SmsRecord => record

/** Twilio's refusals that the emulator does not make, or makes with another code. */
function refusedMessage(fields: URLSearchParams): DoorReply | undefined {
  const to = fields.get('To') ?? ''
  const body = fields.get('Body') ?? ''
  if (!isPhoneNumber(to)) return invalidTo(to)
  if (body === '' && !fields.has('MediaUrl')) return refusal(400, 21602, 'Message body is required.')
  if (body.length <= BODY_LENGTH_MAX) return undefined
  return refusal(400, 21617, `The concatenated message body exceeds the ${BODY_LENGTH_MAX} character limit`)
}

/** https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
const callbackFields = (accountSid: string, message: Message): Fields => ({
  AccountSid: accountSid,
  ApiVersion: '2010-04-01',
  From: message.from,
  MessageSid: message.sid,
  MessageStatus: message.status,
  SmsSid: message.sid,
  SmsStatus: message.status,
  To: message.to,
  ...(message.errorCode !== undefined && { ErrorCode: String(message.errorCode) }),
})

/** https://www.twilio.com/docs/messaging/guides/webhook-request */
const inboundFields = (accountSid: string, message: Message): Fields => ({
  AccountSid: accountSid,
  ApiVersion: '2010-04-01',
  Body: message.body,
  From: message.from,
  MessageSid: message.sid,
  NumMedia: '0',
  NumSegments: '1',
  SmsMessageSid: message.sid,
  SmsSid: message.sid,
  SmsStatus: 'received',
  To: message.to,
})

/** The texts of the `<Message>` verbs in the bot's answer; an answer that is no TwiML sends nothing. */
function repliesIn(body: string): string[] {
  if (!body.includes('<Response')) return []
  return elementsOf(parseXml(body))
    .filter((verb) => verb.name === 'Message')
    .map(spokenText)
}
