/**
 * The emulated Twilio account underneath: `emulate` checks and stores messages, calls and numbers. It is reached only through this file,
 * over its own HTTP, and never sends webhooks: it is not told where to, since the simulator in front sends them as Twilio documents.
 */
import { createHash } from 'node:crypto'
import { createEmulator } from 'emulate'

/**
 * The emulator refuses a credential with 403 after 5,000 requests in an hour. So many keys, used for so many requests each, let the
 * sandbox make 180,000.
 */
const KEYS = 40
const REQUESTS_PER_KEY = 4_500

/** A resource as Twilio shows it: snake_case fields. */
export type Resource = Record<string, unknown>

interface EmulatorReply {
  status: number
  body: Resource
}

export interface TwilioEmulator {
  accountSid: string
  authToken: string
  /** The account's first number, E.164; it takes what comes in. */
  from: string
  request(method: string, path: string, fields?: URLSearchParams): Promise<EmulatorReply>
  setVoiceUrl(url: string): Promise<void>
  close(): Promise<void>
}

export async function startTwilioEmulator(
  [from, ...others]: [string, ...string[]],
  randomId: () => string,
): Promise<TwilioEmulator> {
  const hex = () => createHash('md5').update(randomId()).digest('hex')
  const account = { sid: `AC${hex()}`, auth_token: hex() }
  const number = { sid: `PN${hex()}`, phone_number: from }
  const more = others.map((phone_number) => ({ sid: `PN${hex()}`, phone_number }))
  const keys = Array.from({ length: KEYS }, () => ({ sid: `SK${hex()}`, secret: hex() }))
  const seed = { twilio: { account, phone_numbers: [number, ...more], api_keys: keys } }
  const emulator = await createEmulator({ service: 'twilio', port: 0, seed })
  // The emulator names localhost, which may mean ::1 first; it listens on 127.0.0.1 only.
  const url = `http://127.0.0.1:${new URL(emulator.url).port}`
  let requests = 0

  const request: TwilioEmulator['request'] = async (method, path, fields) => {
    const key = keys[Math.floor(requests++ / REQUESTS_PER_KEY) % KEYS]
    const authorization = `Basic ${Buffer.from(`${key?.sid}:${key?.secret}`).toString('base64')}`
    const response = await fetch(url + path, { method, headers: { authorization }, ...(fields && { body: fields }) })
    const text = await response.text()
    return { status: response.status, body: text ? JSON.parse(text) : {} }
  }
  return {
    accountSid: account.sid,
    authToken: account.auth_token,
    from,
    request,
    async setVoiceUrl(voiceUrl) {
      const path = `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers/${number.sid}.json`
      await request('POST', path, new URLSearchParams({ VoiceUrl: voiceUrl }))
    },
    close: emulator.close,
  }
}
