/**
 * Voice calls of the simulated account, on top of the emulator: a call rings until the driver answers it or has it fail, an answered one is
 * walked through the bot's TwiML, and signed status callbacks go out in order. Twilio's limit of one call a second is not enforced.
 * Parameters: https://www.twilio.com/docs/voice/api/call-resource#statuscallback
 */
import type { Clock } from '../../src/engine/clock.ts'
import type { Background } from '../http/background.ts'
import { isoAt } from '../http/call-log.ts'
import { type DoorReply, json } from '../http/messages.ts'
import { type TwimlSource, walkCall } from './call-walk.ts'
import type { Resource, TwilioEmulator } from './emulator.ts'
import { type Keypad, type LiveKeypad, liveKeypad, typedKeys } from './keypad.ts'
import { invalidTo, isPhoneNumber, refusal } from './refusals.ts'
import type { Fields, SignedRequest } from './signed-request.ts'

export interface VoiceRecord {
  sid: string
  to: string
  from: string
  status: string
  /** What the person heard, one entry a Say. */
  said: string[]
  /** The keys that the bot asked for and got. */
  digits: string
  /** Sandbox time, ISO 8601. */
  at: string
  /** What was wrong with the TwiML. */
  error?: string
}

interface Call extends VoiceRecord {
  source: TwimlSource
  statusCallback: string | undefined
  events: string[]
  callbacksSent: number
  /** While somebody is on the line, key by key. */
  line?: { keypad: LiveKeypad; ended: Promise<void> }
}

export interface Calls {
  create(fields: URLSearchParams, replied: Promise<void>): Promise<DoorReply>
  /** The bot ends a call, `Status=canceled|completed`, or changes it otherwise, which the emulator alone takes note of. */
  update(sid: string, path: string, fields: URLSearchParams): Promise<DoorReply>
  /**
   * The person called does what `{CallSid, digits|noInput|busy|noAnswer}` says; answers with the call as it ended. Or step by step, as
   * on a telephone: `answer`, then `digits` as often as keys are asked for, or `hangUp`; answers with the call as it stands then.
   */
  act(deed: Record<string, unknown>): Promise<DoorReply>
  /** A call as the emulator shows it, with what the emulator does not know. */
  shown(resource: Resource): Resource
  list(): VoiceRecord[]
}

export interface CallsOptions {
  emulator: TwilioEmulator
  clock: Clock
  background: Background
  send: SignedRequest
  /** Told of each call as it appears and as its status changes. */
  onChange: (call: VoiceRecord) => void
}

const ENDED = ['completed', 'busy', 'no-answer', 'canceled', 'failed']
/** Twilio calls back for these events when the call does not say for which. */
const EVENTS_DEFAULT = ['completed']
/** Kept from the emulator, which would call back by itself, unasked events included. */
const NOT_FORWARDED = ['StatusCallback', 'StatusCallbackEvent', 'StatusCallbackMethod']

export function createCalls(options: CallsOptions): Calls {
  const { emulator, clock, background } = options
  const calls = new Map<string, Call>()
  const path = `/2010-04-01/Accounts/${emulator.accountSid}/Calls.json`

  const { setStatus, answer, talk } = createLine(options)

  const shown = (resource: Resource) => {
    const call = calls.get(String(resource.sid))
    if (!call) return resource
    const at = new Date(call.at).toUTCString().replace('GMT', '+0000')
    return { ...resource, status: call.status === 'initiated' ? 'queued' : call.status, date_created: at }
  }

  return {
    async create(fields, replied) {
      const refused = refusedCall(fields)
      if (refused) return refused
      const forwarded = new URLSearchParams([...fields].filter(([name]) => !NOT_FORWARDED.includes(name)))
      const reply = await emulator.request('POST', path, forwarded)
      if (reply.status !== 201) return reply
      const call = newCall(reply.body, fields, isoAt(clock))
      calls.set(call.sid, call)
      options.onChange(recordOf(call))
      background.run(async () => {
        await replied
        if (call.status === 'queued') await setStatus(call, 'initiated', 'initiated')
        // The bot may have cancelled it in between.
        if (call.status === 'initiated') await setStatus(call, 'ringing', 'ringing')
      })
      return json(201, { ...shown(reply.body), status: 'queued' })
    },
    async update(sid, updatePath, fields) {
      const call = calls.get(sid)
      const status = fields.get('Status')
      if (call && status && ENDED.includes(call.status)) {
        return refusal(400, 21220, `Call ${sid} is ${call.status}: it cannot be changed any more.`)
      }
      const reply = await emulator.request('POST', updatePath, fields)
      if (reply.status === 200 && call && status) {
        await setStatus(call, status, 'completed')
        call.line?.keypad.hangUp()
      }
      return { ...reply, body: shown(reply.body) }
    },
    async act(deed) {
      await background.settled()
      const call = calls.get(String(deed.CallSid))
      if (!call) return refusal(404, 20404, `No call has the sid "${deed.CallSid}".`)
      const onTheLine = call.line && call.status === 'in-progress'
      if (call.status !== 'ringing' && !onTheLine)
        return refusal(409, 21220, `Call ${call.sid} is ${call.status}, not ringing.`)
      if (deed.answer || onTheLine) await talk(call, deed)
      else if (deed.busy) await setStatus(call, 'busy', 'completed')
      else if (deed.noAnswer) await setStatus(call, 'no-answer', 'completed')
      else if (deed.noInput) await answer(call, typedKeys(''))
      else if (deed.digits !== undefined) await answer(call, typedKeys(String(deed.digits)))
      else return refusal(400, 20001, 'Say what the person does: digits, noInput, busy, noAnswer or answer.')
      return json(200, recordOf(call))
    },
    shown,
    list: () => [...calls.values()].map(recordOf),
  }
}

/** What happens to a call: its status as the emulator and the bot hear it, and who says what once it is answered. */
function createLine({ emulator, clock, send, onChange }: CallsOptions) {
  const fieldsOf = (call: Call, extra: Fields): Fields => ({
    AccountSid: emulator.accountSid,
    ApiVersion: '2010-04-01',
    CallSid: call.sid,
    CallStatus: call.status,
    Called: call.to,
    Caller: call.from,
    Direction: 'outbound-api',
    From: call.from,
    To: call.to,
    ...extra,
  })

  /** Tells the emulator and the bot that the call stands at `status`; the callback's event has a name of its own. */
  const setStatus = async (call: Call, status: string, event: string) => {
    call.status = status
    onChange(recordOf(call))
    const known = status === 'initiated' ? 'queued' : status
    await emulator.request(
      'POST',
      '/_twilio/simulate/call-status',
      new URLSearchParams({ CallSid: call.sid, Status: known }),
    )
    if (!call.statusCallback || !call.events.includes(event)) return
    const timestamp = new Date(clock.now()).toUTCString().replace('GMT', '+0000')
    const sequence = { CallbackSource: 'call-progress-events', SequenceNumber: String(call.callbacksSent++) }
    const duration = event === 'completed' ? { CallDuration: '0' } : undefined
    await send(call.statusCallback, 'POST', fieldsOf(call, { ...sequence, Timestamp: timestamp, ...duration }))
  }

  const answer = async (call: Call, keypad: Keypad): Promise<void> => {
    await setStatus(call, 'in-progress', 'answered')
    const ask = (url: string, method: string, extra: Fields) => send(url, method, fieldsOf(call, extra))
    await walkCall(call.source, keypad, ask, call)
    // The bot may have ended it in between.
    if (call.status === 'in-progress') await setStatus(call, 'completed', 'completed')
  }

  /** Answers and listens; then goes on with each key until the call ends or the next one is asked for. */
  const talk = async (call: Call, deed: Record<string, unknown>) => {
    if (!call.line) {
      const keypad = liveKeypad()
      call.line = { keypad, ended: answer(call, keypad) }
    } else if (deed.hangUp) call.line.keypad.hangUp()
    else call.line.keypad.press(String(deed.digits ?? ''))
    const { keypad, ended } = call.line
    await Promise.race([ended, keypad.waiting()])
    onChange(recordOf(call))
  }

  return { setStatus, answer, talk }
}

/** Twilio's refusals that the emulator does not make, or makes with another code. */
function refusedCall(fields: URLSearchParams): DoorReply | undefined {
  const to = fields.get('To') ?? ''
  const url = fields.get('Url')
  if (!isPhoneNumber(to)) return invalidTo(to)
  if (fields.has('Twiml') || (url && URL.canParse(url))) return undefined
  return refusal(400, 21205, `Url is not a valid URL: ${url ?? 'missing'}`)
}

function newCall(resource: Resource, fields: URLSearchParams, at: string): Call {
  const { sid, to, from } = resource as Record<string, string>
  const [twiml, url, events] = [fields.get('Twiml'), fields.get('Url'), fields.getAll('StatusCallbackEvent')]
  return {
    sid: sid ?? '',
    to: to ?? '',
    from: from ?? '',
    status: 'queued',
    said: [],
    digits: '',
    at,
    source: { method: fields.get('Method') ?? 'POST', ...(twiml !== null && { twiml }), ...(url !== null && { url }) },
    statusCallback: fields.get('StatusCallback') ?? undefined,
    events: events.length > 0 ? events : EVENTS_DEFAULT,
    callbacksSent: 0,
  }
}

function recordOf(call: Call): VoiceRecord {
  const { sid, to, from, status, said, digits, at, error } = call
  return { sid, to, from, status, said: [...said], digits, at, ...(error !== undefined && { error }) }
}
