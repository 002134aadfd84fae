/**
 * The link in a page's mail. Opening it changes nothing, because mail scanners open every link; it shows the incident in a line and two
 * buttons, and only pressing one acts. The token is all the authority that there is, so the page is neither stored, framed nor passed on as
 * a referrer.
 */
import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Services } from '../../../commands/services.ts'
import { verifyLink } from '../../adapters/page-credentials.ts'
import { type AnswerPorts, answerPage } from './answer-page.ts'

export interface AnswerLinkOptions {
  ports: AnswerPorts & Pick<Services, 'view'>
  secret: string
  now: () => number
  /** A new word at each call, of letters and digits; two calls never give the same. */
  newKey: () => string
}

const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
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

function refusal(c: Context, why: 'forged' | 'expired') {
  return why === 'expired'
    ? shown(
        c,
        410,
        'This link is too old',
        html`<p>Please answer in Slack, or by the newest message that you have.</p>`,
      )
    : shown(c, 404, 'This link is not valid', html`<p>Please open the link exactly as it stands in the mail.</p>`)
}

type Html = ReturnType<typeof html>

function shown(c: Context, status: 200 | 400 | 404 | 409 | 410, title: string, body: Html) {
  const page = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${title}</title>
    <style>
      :root { color-scheme: light dark }
      body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 2rem auto; padding: 0 1rem }
      button { display: block; width: 100%; margin: 1rem 0; padding: 1rem; font: inherit; font-weight: 600; border: 0;
        border-radius: .5rem; background: #0b6e4f; color: #fff }
      button.quiet { background: #5b6470 }
    </style>
  </head>
  <body><main><h1>${title}</h1>${body}</main></body>
</html>`
  return c.html(page, status, HEADERS)
}
