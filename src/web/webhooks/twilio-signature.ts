/**
 * Lets only Twilio in. It signs the address that it called, query included, and the form's fields with the account's token
 * (https://www.twilio.com/docs/usage/security). The address is put together from our configured public URL, because the Host header is
 * whatever a proxy, or an attacker, writes there.
 */
import type { Context, MiddlewareHandler } from 'hono'
import twilio from 'twilio'

/** Fields of Twilio's form. */
type TwilioForm = Record<string, string>
export type TwilioVariables = { Variables: { form: TwilioForm } }

/** Answers 401 before anything else is done; afterwards `c.get('form')` has the fields. */
export function onlyTwilio(authToken: string, publicUrl: string): MiddlewareHandler<TwilioVariables> {
  const origin = publicUrl.replace(/\/$/, '')
  return async (c, next) => {
    const form = Object.fromEntries(new URLSearchParams(await c.req.text()))
    const signature = c.req.header('x-twilio-signature') ?? ''
    if (!twilio.validateRequest(authToken, signature, `${origin}${pathOf(c)}`, form)) {
      return c.text('This request is not signed by Twilio.\n', 401)
    }
    c.set('form', form)
    return next()
  }
}

/** Path and query as they came, not as a parser would write them: the signature is over the very characters. */
function pathOf(c: Context): string {
  const { url } = c.req
  return url.slice(url.indexOf('/', url.indexOf('//') + 2))
}
