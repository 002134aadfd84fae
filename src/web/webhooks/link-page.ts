/** A page behind a signed link: one thing to read, a button or two. The token is all the authority that there is, so it is neither stored, framed nor passed on as a referrer. */
import type { Context } from 'hono'
import { html } from 'hono/html'
import { legible } from '../../plan/legible.ts'

const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
}

export function refusal(c: Context, why: 'forged' | 'expired') {
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

export async function shown(c: Context, status: 200 | 400 | 404 | 409 | 410, title: string, body: Html) {
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
  return c.html(legible(String(await page)), status, HEADERS)
}
