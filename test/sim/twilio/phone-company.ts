/** The simulated Twilio for one test file, with the official SDK pointed at it and a stand-in for the bot's webhook routes. */
import twilio from 'twilio'
import { startTwilioSim } from '../../../sim/twilio/twilio.ts'
import { post, startWebhookReceiver, surroundings } from '../surroundings.ts'

export const ANA = '+34600000001'
export const BEN = '+34600000002'
const FROM = '+15005550100'

/**
 * The SDK against another origin: it builds https://api.twilio.com/... itself, and only its HTTP client sees the address.
 * `edge` and `region` do not help, they only name other hosts of twilio.com. The default client never retries (`autoRetry` is off).
 */
export function twilioClientFor(url: string, accountSid: string, authToken: string) {
  const httpClient = new twilio.RequestClient({ timeout: 5_000 })
  const request = httpClient.request.bind(httpClient)
  httpClient.request = (options) => {
    const { pathname, search } = new URL(options.uri)
    return request({ ...options, uri: url + pathname + search })
  }
  return twilio(accountSid, authToken, { httpClient })
}

export async function openPhoneCompany() {
  const around = surroundings()
  const bot = await startWebhookReceiver()
  const sim = await startTwilioSim({ ...around, from: FROM })
  const smsWebhook = `${bot.url}/twilio/sms?tenant=a%20b`
  await sim.setWebhooks({ sms: smsWebhook, voice: `${bot.url}/twilio/voice` })
  return {
    ...around,
    sim,
    bot,
    smsWebhook,
    client: twilioClientFor(sim.botUrl, sim.accountSid, sim.authToken),
    driver: (path: string, body: unknown) => post(sim.url + path, body),
    /** What the bot was sent on paths that begin so: the fields, and whether the signature is right for the address asked. */
    heard: (path: string) =>
      bot.requests
        .filter((request) => request.path.startsWith(path))
        .map((request) => {
          const fields = Object.fromEntries(new URLSearchParams(request.body.toString()))
          const url = `${bot.url}${request.path}${request.rawQuery ? `?${request.rawQuery}` : ''}`
          const signature = String(request.headers['x-twilio-signature'])
          return {
            fields,
            method: request.method,
            url,
            signed: twilio.validateRequest(sim.authToken, signature, url, fields),
          }
        }),
    async close() {
      await sim.close()
      await bot.close()
    },
  }
}

export type PhoneCompany = Awaited<ReturnType<typeof openPhoneCompany>>
