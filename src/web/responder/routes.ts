/**
 * The addresses of the responder console. `/TOKEN` is the link that somebody is sent: opening it changes nothing, because mail scanners and previews open every link; a button
 * exchanges it, once, for a session in a cookie, and the token leaves the address bar. `/i/INCIDENT` is the console. Every button posts a command to the same runner that
 * Slack's requests go to, on services that are bound to the incident.
 */

import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import { incidentOfLink, RESPOND_PATH, signSession, verifyConsoleLink } from '../../adapters/console-credentials.ts'
import { CONSOLE_LIFETIME_MS } from '../../incident/console/limits.ts'
import { rich } from '../rich-text.ts'
import { whatItIs } from '../what-it-is.ts'
import { admit, admitSession, type Responder } from './access.ts'
import { act, type Posted } from './act.ts'
import { CONTENT_SECURITY_POLICY, plainPage } from './frame.ts'
import type { ResponderPorts } from './ports.ts'
import { type Answered, isSection, sectionPage } from './section-page.ts'

const COOKIE = 'muster_respond'
/** More than any form of ours holds. */
const BODY_BYTES_MAX = 128 * 1024

const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'content-security-policy': CONTENT_SECURITY_POLICY,
}

export function createResponderConsole(ports: ResponderPorts): Hono {
  const app = new Hono({ strict: false }).basePath(RESPOND_PATH)
  app.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(HEADERS)) context.header(name, value)
    if (isHttps(ports)) context.header('strict-transport-security', 'max-age=31536000')
  })
  app.use(bodyLimit({ maxSize: BODY_BYTES_MAX }))
  app.use(csrf({ origin: (origin, context) => isOurs(ports, origin, context) }))
  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse()
    ports.logger.error({ err: error }, 'a request to the responder console failed')
    return context.html(
      plainPage('Something went wrong here', html`<p>Nothing is lost. Go back and try again in a moment.</p>`),
      500,
    )
  })
  addConsole(app, ports)
  addLinks(app, ports)
  return app
}

const isHttps = ({ publicUrl }: ResponderPorts) => publicUrl().startsWith('https:')
const isOurs = ({ publicUrl }: ResponderPorts, origin: string, context: Context) =>
  origin === new URL(publicUrl()).origin || origin === new URL(context.req.url).origin

const refused = (context: Context, status: 401 | 403 | 404 | 409 | 410, title: string, why: string) =>
  context.html(plainPage(title, html`<section class="card">${rich(why)}</section>`), status)

function addLinks(app: Hono, ports: ResponderPorts): void {
  const { services, secret, nowMs } = ports
  /** The person of a link that can still be opened, or the page that says why not. */
  const opening = async (context: Context) => {
    const token = context.req.param('token') ?? ''
    const incident = incidentOfLink(token)
    const people = incident === undefined ? {} : ((await services.state(incident))?.plan.people ?? {})
    const verified = verifyConsoleLink(secret, token, nowMs(), Object.keys(people))
    if (!verified.ok)
      return verified.why === 'expired'
        ? refused(
            context,
            410,
            'This link is too old',
            'Reply LINK and your code to any text message of Muster, and another one comes.',
          )
        : refused(context, 404, 'This link is not valid', 'Open the link exactly as it stands in the message.')
    const admitted = await admit(services, verified.link, nowMs())
    return admitted.ok ? admitted.responder : refused(context, 403, 'This link is not for you any more', admitted.why)
  }
  app.get('/:token', async (context) => {
    const responder = await opening(context)
    if (responder instanceof Response) return responder
    const { view, name } = responder
    const drill = view.mode === 'drill' ? html`<p><strong>DRILL: this is an exercise.</strong></p>` : ''
    const body = html`<section class="card">${drill}<p>${view.severity.label}: ${whatItIs(view)}</p>
<p>This opens the responder console as <strong>${name}</strong>, in this browser, for 12 hours. The link opens it once.</p>
<form method="post"><button class="primary">Open the console</button></form></section>`
    return context.html(plainPage(view.id, body))
  })
  app.post('/:token', async (context) => {
    const responder = await opening(context)
    if (responder instanceof Response) return responder
    const { session, by } = responder
    const { incident, link } = session
    const atMs = nowMs()
    const opened = await services.ask(incident, { type: 'open-console', atMs, by, link }, `open/${ports.newKey()}`)
    if (!opened.ok) {
      const again = html`<section class="card"><p>${opened.why}</p><form method="post" action="${context.req.path}/again"><button class="primary">Send me another link</button></form>
<p>If it was you, in this browser: <a href="${pathOf(incident)}">back to the console</a>.</p></section>`
      return context.html(plainPage('This link does not open', again), 409)
    }
    const untilMs = atMs + CONSOLE_LIFETIME_MS
    setCookie(context, COOKIE, signSession(secret, session, untilMs), {
      ...{ path: pathOf(incident), httpOnly: true, sameSite: 'Strict', secure: isHttps(ports) },
      maxAge: CONSOLE_LIFETIME_MS / 1000,
    })
    return context.redirect(pathOf(incident), 303)
  })
  app.post('/:token/again', async (context) => {
    const responder = await opening(context)
    if (responder instanceof Response) return responder
    const { session, by } = responder
    const asked = await services.ask(
      session.incident,
      { type: 'ask-link', atMs: nowMs(), by },
      `again/${ports.newKey()}`,
    )
    return asked.ok
      ? context.html(
          plainPage(
            'Another link is on its way',
            html`<section class="card"><p>By text message and by mail, to the addresses in the plan.</p></section>`,
          ),
        )
      : refused(context, 409, 'No link could be sent', asked.why)
  })
}

const pathOf = (incident: string) => `${RESPOND_PATH}/i/${incident}`

function addConsole(app: Hono, ports: ResponderPorts): void {
  const { services, secret, nowMs } = ports
  const signedIn = async (context: Context): Promise<Responder | Response> => {
    const incident = context.req.param('id') ?? ''
    const admitted = await admitSession(services, {
      secret,
      token: getCookie(context, COOKIE),
      incident,
      nowMs: nowMs(),
    })
    return admitted.ok ? admitted.responder : refused(context, 401, 'You are not signed in', admitted.why)
  }
  const show = async (context: Context, responder: Responder, section: string, answered?: Answered) => {
    const parts = { ...ports, responder, path: pathOf(responder.session.incident) }
    return context.html(await sectionPage(parts, section, answered), answered?.status ?? 200)
  }

  app.get('/i/:id/seq', async (context) => {
    const responder = await signedIn(context)
    return responder instanceof Response ? responder : context.json({ seq: responder.state.seq })
  })
  app.get('/i/:id/log/:step/:variant/:n', async (context) => {
    const responder = await signedIn(context)
    if (responder instanceof Response) return responder
    const { step, variant, n } = context.req.param()
    const run = [step, variant, n].join('/')
    // Only what the journal knows is looked for: an address is no way into the file system.
    const known = responder.state.recovery.runs[run]
    const text = known && (await ports.runLog(responder.session.incident, run))
    return text === undefined
      ? refused(context, 404, 'There is no such output', 'It has not been kept, or not begun.')
      : context.text(text)
  })
  app.get('/i/:id/:section?', async (context) => {
    const responder = await signedIn(context)
    if (responder instanceof Response) return responder
    const section = context.req.param('section') ?? ''
    return isSection(section)
      ? show(context, responder, section)
      : refused(context, 404, 'There is no such page', 'Go back to the console.')
  })
  app.post('/i/:id/leave', async (context) => {
    const responder = await signedIn(context)
    if (responder instanceof Response) return responder
    deleteCookie(context, COOKIE, { path: pathOf(responder.session.incident) })
    return context.html(
      plainPage(
        'You have left the console',
        html`<section class="card"><p>Reply LINK and your code to a text message of Muster to come back.</p></section>`,
      ),
    )
  })
  app.post('/i/:id', async (context) => {
    const responder = await signedIn(context)
    if (responder instanceof Response) return responder
    const posted = readPosted(await context.req.parseBody({ all: true }))
    const answered = await act(ports, responder, posted)
    // What has been done may have changed who may be here and what there is to see.
    const after = await signedIn(context)
    return after instanceof Response ? after : show(context, after, posted.section, answered)
  })
}

const CHARS_MAX = 3_000

function readPosted(body: Record<string, unknown>): Posted {
  const text = (name: string) => {
    // Of several boxes under one name each that is ticked comes by itself.
    const all = [body[name]].flat().filter((one) => typeof one === 'string')
    return all.join(',').slice(0, CHARS_MAX)
  }
  const values = Object.keys(body).flatMap((name) => {
    const value = name.startsWith('v.') ? text(name) : ''
    return value === '' ? [] : [[name.slice(2), asMoment(value)] as const]
  })
  const section = text('section')
  return {
    ...{ command: text('command'), words: `${text('words')} ${text('more')}`.trim(), key: text('key') },
    section: isSection(section) ? section : '',
    sure: text('sure') !== '',
    ...(text('form') && { values: Object.fromEntries(values), from: text('from') }),
    typed: {
      ...(text('challenge') && { challenge: text('challenge') }),
      ...(text('code') && { code: text('code') }),
      again: text('again') !== '',
    },
  }
}

/** What a browser's field for date and time gives, as commands take it: ISO 8601 in UTC. */
const asMoment = (value: string): string => (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value) ? `${value}:00.000Z` : value)
