/** The link in the mail of the regular test. Opening it confirms nothing, because mail scanners open every link; pressing its button does. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import { verifyLink } from '../../adapters/page-credentials.ts'
import { type ContactPorts, confirmContact } from './confirm-contact.ts'
import { refusal, shown } from './link-page.ts'

export interface ContactLinkOptions {
  ports: Pick<ContactPorts, 'askWatch'>
  secret: string
  now: () => number
}

export function contactLink({ ports, secret, now }: ContactLinkOptions): Hono {
  const app = new Hono()
  app.get('/:token', (c) => {
    const verified = verifyLink(secret, 'contact', c.req.param('token'), now())
    if (!verified.ok) return refusal(c, verified.why)
    return shown(
      c,
      200,
      'Did it reach you?',
      html`<p>Nothing is wrong. This is the regular test of how you would be reached in a disaster.</p>
        <form method="post"><button>Yes, it reached me</button></form>`,
    )
  })
  app.post('/:token', async (c) => {
    const token = c.req.param('token')
    const verified = verifyLink(secret, 'contact', token, now())
    if (!verified.ok) return refusal(c, verified.why)
    const { incident: planId, page: round, person } = verified.link
    const key = `contact:${planId}/${round}/${person}/email`
    const { ok, text } = await confirmContact(
      ports,
      { plan: { id: planId }, person },
      { means: 'email', atMs: now(), key, round: Number(round) },
    )
    return shown(c, ok ? 200 : 409, ok ? 'Thank you' : 'That was not noted', html`<p>${text}</p>`)
  })
  return app
}
