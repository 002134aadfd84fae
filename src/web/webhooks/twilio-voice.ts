/**
 * What a call says, and the keys: 1 acknowledges, 2 passes the page on, 3 says it again. Without a key it is said once more, then the call
 * ends. The call's address names the page in a signed token, on top of Twilio's own signature.
 */
import { type Context, Hono } from 'hono'
import twilio from 'twilio'
import type { Services } from '../../../commands/services.ts'
import { type PageLink, verifyLink } from '../../adapters/page-credentials.ts'
import type { Messages } from '../../messages/messages.ts'
import { pageFields } from '../../messages/page-fields.ts'
import { type AnswerPorts, answerPage, type Choice } from './answer-page.ts'
import type { TwilioVariables } from './twilio-signature.ts'

export interface VoiceOptions {
  ports: AnswerPorts & Pick<Services, 'state' | 'view'>
  messages: Messages
  secret: string
  now: () => number
  /** Where these routes are reached from outside, such as `https://muster.example/hooks/twilio`. */
  url: string
}

/** Long enough to find the key pad on a phone that has just been at the ear. */
const KEY_WAIT_SECONDS = 10
const KEYS = 'Press 1 to acknowledge. Press 2 if you cannot: the next one is called. Press 3 to hear this again.'
const CHOICES: Record<string, Choice> = { '1': 'acknowledge', '2': 'decline' }

type VoiceResponse = InstanceType<typeof twilio.twiml.VoiceResponse>
type VoiceContext = Context<TwilioVariables>

export function voiceWebhook({ ports, messages, secret, now, url }: VoiceOptions): Hono<TwilioVariables> {
  const app = new Hono<TwilioVariables>()
  const address = (path: string, token: string, again: boolean) => `${url}${path}?t=${token}${again ? '&again=1' : ''}`
  const linkOf = (c: VoiceContext) => verifyLink(secret, 'call', c.req.query('t') ?? '', now())

  app.post('/voice', async (c) => {
    const response = new twilio.twiml.VoiceResponse()
    const verified = linkOf(c)
    const text = verified.ok ? await pageText(verified.link) : undefined
    if (!verified.ok || text === undefined) return goodbye(c, response, 'This call is no longer valid.')
    if (text === 'over') return goodbye(c, response, 'This has been taken care of already. Thank you.')
    const token = c.req.query('t') ?? ''
    const again = c.req.query('again') !== undefined
    const gather = response.gather({
      numDigits: 1,
      timeout: KEY_WAIT_SECONDS,
      action: address('/gather', token, again),
      method: 'POST',
    })
    gather.say(`${text} ${KEYS}`)
    if (again) return goodbye(c, response, 'No key was pressed, so this does not count as an answer.')
    response.redirect({ method: 'POST' }, address('/voice', token, true))
    return twiml(c, response)
  })

  app.post('/gather', async (c) => {
    const response = new twilio.twiml.VoiceResponse()
    const verified = linkOf(c)
    if (!verified.ok) return goodbye(c, response, 'This call is no longer valid.')
    const { Digits = '', CallSid = '' } = c.get('form')
    const choice = CHOICES[Digits]
    if (!choice) {
      if (Digits !== '3') response.say('That key has no meaning here.')
      response.redirect(
        { method: 'POST' },
        address('/voice', c.req.query('t') ?? '', c.req.query('again') !== undefined),
      )
      return twiml(c, response)
    }
    const { incident, person } = verified.link
    const key = `twilio:${CallSid}:${choice}`
    const { text } = await answerPage(ports, { choice, incident, person, via: 'voice', atMs: now(), key })
    return goodbye(c, response, text)
  })

  /** What is said, `over` when nothing is asked of this person any more, undefined when there is no such page. */
  async function pageText({ incident, page, person }: PageLink): Promise<string | 'over' | undefined> {
    const [found, view] = await Promise.all([ports.state(incident), ports.view(incident)])
    const called = found?.state.pages[page]
    if (!found || !view || !called) return undefined
    if (view.phase !== 'open' || called.end === 'acknowledged' || called.end === 'declined') return 'over'
    const fields = pageFields({ ...found, view }, { level: called.key, person }, now(), {})
    return messages.render('page', 'voice', fields).text
  }
  return app
}

function goodbye(c: VoiceContext, response: VoiceResponse, text: string) {
  response.say(`${text} Goodbye.`)
  response.hangup()
  return twiml(c, response)
}

const twiml = (c: VoiceContext, response: VoiceResponse) =>
  c.body(response.toString(), 200, { 'content-type': 'text/xml' })
