/**
 * The link in a page's mail. Opening it changes nothing, because mail scanners open every link; it shows the incident in a line and two
 * buttons, and only pressing one acts. The token is all the authority that there is, so the page is neither stored, framed nor passed on as
 * a referrer.
 */
import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Services } from '../../../commands/services.ts'
import { verifyLink } from '../../adapters/page-credentials.ts'
import { type AnswerPorts, answerPage } from './answer-page.ts'
import { refusal, shown } from './link-page.ts'

export interface AnswerLinkOptions {
  ports: AnswerPorts & Pick<Services, 'view'>
  secret: string
  now: () => number
  /** A new word at each call, of letters and digits; two calls never give the same. */
  newKey: () => string
}

export function answerLink({ ports, secret, now, newKey }: AnswerLinkOptions): Hono {
  const app = new Hono()
  app.get('/:token', async (c) => {
    const verified = verifyLink(secret, 'answer', c.req.param('token'), now())
    if (!verified.ok) return refusal(c, verified.why)
    const view = await ports.view(verified.link.incident)
    if (!view) return refusal(c, 'forged')
    const what = [view.severity.label, view.plan.name, view.seen].filter((part) => part).join(': ')
    const drill = view.mode === 'drill' ? html`<p><strong>DRILL: this is an exercise.</strong></p>` : ''
    return shown(
      c,
      200,
      view.id,
      html`${drill}<p>${what}</p>
        <form method="post">
          <input type="hidden" name="nonce" value="${newKey()}">
          <button name="choice" value="acknowledge">Acknowledge: I take it</button>
          <button name="choice" value="decline" class="quiet">I can't: call the next one</button>
        </form>`,
    )
  })

  app.post('/:token', async (c) => {
    const token = c.req.param('token')
    const verified = verifyLink(secret, 'answer', token, now())
    if (!verified.ok) return refusal(c, verified.why)
    const form = new URLSearchParams(await c.req.text())
    const choice = form.get('choice')
    if (choice !== 'acknowledge' && choice !== 'decline') {
      return shown(c, 400, 'Nothing was chosen', html`<p>Please go back and press one of the two buttons.</p>`)
    }
    const { incident, person } = verified.link
    // One page, one answer, however often it is sent; a page opened later is a new answer, also when it is the same one again.
    const pressed = `${token} ${form.get('nonce') || newKey()}`
    const key = `mail:${createHash('sha256').update(pressed).digest('hex')}:${choice}`
    const answer = { choice, incident, person, via: 'email', atMs: now(), key } as const
    const { ok, text } = await answerPage(ports, answer)
    return shown(c, ok ? 200 : 409, incident, html`<p>${text}</p>`)
  })
  return app
}
