/**
 * The sandbox's Twilio: `emulate` underneath, and in front of it what it lacks: delivery reports, answered calls, signed callbacks, faults.
 * The official SDK runs against it unchanged, but for its address: it builds `https://api.twilio.com` by itself and `edge` and `region`
 * only ever name hosts of twilio.com, so a client needs an `httpClient` that puts another origin in front of each request's path.
 * The bot's door meets faults, the driver's does not; both show the same account.
 */
import type { Clock } from '../../src/engine/clock.ts'
import type { Faults } from '../faults/faults.ts'
import { createBackground } from '../http/background.ts'
import { type CallRecord, createCallLog } from '../http/call-log.ts'
import { openDoor } from '../http/door.ts'
import { type DoorReply, type DoorRequest, fieldsOf, json, textOf } from '../http/messages.ts'
import { type Calls, createCalls, type VoiceRecord } from './calls.ts'
import { type Resource, startTwilioEmulator, type TwilioEmulator } from './emulator.ts'
import { createMessages, type Messages, type SmsMode, type SmsRecord } from './messages.ts'
import { refusal, refuse, UNAUTHENTICATED } from './refusals.ts'
import { createSignedRequest } from './signed-request.ts'

export interface TwilioSimOptions {
  /** The account's number, E.164. */
  from: string
  /** More numbers that can send and call. */
  alsoFrom?: string[]
  faults: Faults
  clock: Clock
  randomId: () => string
  onRecord?: (record: CallRecord) => void
  /** Told of each text message and call as it appears, and whenever its status changes. */
  onSms?: (message: SmsRecord) => void
  onCall?: (call: VoiceRecord) => void
}

export interface TwilioSim {
  /** The driver's door. */
  url: string
  /** The bot's door. */
  botUrl: string
  /** GET: all calls of the bot. */
  receivedUrl: string
  accountSid: string
  authToken: string
  from: string
  /** Where messages and calls to the account's number are announced; before the first call nowhere. */
  setWebhooks(urls: { sms: string; voice: string }): Promise<void>
  /** Resolves once no report or callback is under way. */
  settled(): Promise<void>
  close(): Promise<void>
}

interface Account {
  emulator: TwilioEmulator
  messages: Messages
  calls: Calls
}

export async function startTwilioSim(options: TwilioSimOptions): Promise<TwilioSim> {
  const { clock, faults, onSms = () => {}, onCall = () => {} } = options
  const emulator = await startTwilioEmulator([options.from, ...(options.alsoFrom ?? [])], options.randomId)
  const log = createCallLog('twilio', clock, options.onRecord)
  const background = createBackground()
  const send = createSignedRequest(emulator.authToken)
  let smsWebhookUrl: string | undefined
  const parts = { emulator, clock, background, send }
  const account: Account = {
    emulator,
    messages: createMessages({ ...parts, webhookUrl: () => smsWebhookUrl, onChange: onSms }),
    calls: createCalls({ ...parts, onChange: onCall }),
  }
  const bot = await openDoor({
    handle: (request) => api(account, request),
    meets: { faults, service: 'twilio', refuse },
    onCall: log.of('bot'),
  })
  const driver = await openDoor({
    handle: async (request) => {
      if (request.path === '/_received') return json(200, log.botCalls())
      return (await driverRoute(account, request)) ?? api(account, request)
    },
    onCall: log.of('driver'),
  })
  return {
    url: driver.url,
    botUrl: bot.url,
    receivedUrl: `${driver.url}/_received`,
    accountSid: emulator.accountSid,
    authToken: emulator.authToken,
    from: emulator.from,
    async setWebhooks(urls) {
      smsWebhookUrl = urls.sms
      await emulator.setVoiceUrl(urls.voice)
    },
    settled: background.settled,
    async close() {
      await Promise.all([bot.close(), driver.close()])
      await background.settled()
      await emulator.close()
    },
  }
}

/** The REST API as the SDK uses it; what is not a message or a call is the emulator's alone. */
async function api(account: Account, request: DoorRequest): Promise<DoorReply> {
  const { emulator, messages, calls } = account
  const credentials = `${emulator.accountSid}:${emulator.authToken}`
  if (request.headers.authorization !== `Basic ${Buffer.from(credentials).toString('base64')}`) return UNAUTHENTICATED
  const [, kind, sid] = /^\/2010-04-01\/Accounts\/\w+\/(Messages|Calls)(?:\/(\w+))?\.json$/.exec(request.path) ?? []
  const fields = formOf(request)
  if (request.method === 'POST' && !sid && kind === 'Messages') return messages.create(fields, request.replied)
  if (request.method === 'POST' && !sid && kind === 'Calls') return calls.create(fields, request.replied)
  if (request.method === 'POST' && sid && kind === 'Calls') return calls.update(sid, request.path, fields)
  const path = request.rawQuery ? `${request.path}?${request.rawQuery}` : request.path
  const reply = await emulator.request(request.method, path, request.method === 'POST' ? fields : undefined)
  if (kind === 'Messages') return { ...reply, body: shownIn(reply.body, 'messages', messages.shown) }
  if (kind === 'Calls') return { ...reply, body: shownIn(reply.body, 'calls', calls.shown) }
  return reply
}

/** One resource, or each of a list. */
function shownIn(body: Resource, list: string, shown: (resource: Resource) => Resource): Resource {
  const resources = body[list]
  return Array.isArray(resources) ? { ...body, [list]: resources.map(shown) } : shown(body)
}

/** What the driver does as the people and networks behind the numbers; undefined when the path is none of it. */
async function driverRoute(
  { emulator, messages, calls }: Account,
  request: DoorRequest,
): Promise<DoorReply | undefined> {
  const fields = formOf(request)
  const field = (name: string) => textOf(fields.get(name))
  switch (`${request.method} ${request.path}`) {
    case 'GET /_messages':
      return json(200, messages.list())
    case 'GET /_calls':
      return json(200, calls.list())
    case 'POST /_call':
      return calls.act(Object.fromEntries([...fields].filter(([, value]) => value !== 'false')))
    case 'POST /_sms': {
      const mode = field('mode')
      if (!mode || !SMS_MODES.includes(mode)) return refusal(400, 20001, `mode is one of ${SMS_MODES.join(', ')}.`)
      messages.setMode(mode as SmsMode, field('to'))
      return json(200, { mode, to: field('to') ?? null })
    }
    case 'POST /_twilio/simulate/inbound-message':
      return messages.receive(request, fields)
    case 'POST /_twilio/simulate/message-status':
      return messages.report(field('MessageSid') ?? '', field('Status') ?? '')
    default:
      return request.path.startsWith('/_twilio/') ? emulator.request(request.method, request.path, fields) : undefined
  }
}

const SMS_MODES = ['deliver', 'undelivered', 'failed', 'silent'] satisfies SmsMode[] as string[]

function formOf(request: DoorRequest): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, values] of Object.entries(fieldsOf(request))) for (const value of values) form.append(name, value)
  return form
}
