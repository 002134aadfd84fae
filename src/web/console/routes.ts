/** The console's addresses: JSON for tools and the CLI below `/api`, and small pages for people when Slack is down. */
import { type Context, Hono } from 'hono'
import { csrf } from 'hono/csrf'
import type { Reply, Request } from '../../../commands/command.ts'
import type { Services } from '../../../commands/services.ts'
import type { PrintPdf } from '../../program/print/print-pdf.ts'
import { rich } from '../rich-text.ts'
import { type ConsoleAccess, guard, personOf } from './access.ts'
import { type CommandBody, commandBody, readRequest } from './command-request.ts'
import { incidentHtml, listHtml, missingHtml } from './console-html.ts'
import { addFigures } from './figures-routes.ts'
import { channelNames, incidentJson } from './incident-json.ts'
import { plainText } from './plain-text.ts'
import { addReadiness } from './readiness-routes.ts'
import { reviewHtml } from './review-html.ts'

export interface ConsolePorts {
  services: Services
  run: (text: string, request: Omit<Request, 'services'>) => Promise<Reply>
  access: ConsoleAccess
  nowMs: () => number
  /** A new key for a request that brings none. */
  newKey: () => string
  /** The whole output of a run; undefined: there is none. */
  runLog: (incident: string, run: string) => Promise<string | undefined>
  /** A PDF of a page; absent: there is no Chromium. */
  printPdf?: PrintPdf | undefined
  /** Absolute address of the console, without a slash at the end. */
  consoleUrl: () => string
}

/** Incidents that one answer lists at most. */
const INCIDENTS_MAX = 100

type Ran =
  | { ok: true; reply: Omit<Reply, 'picture'> & { plain: string }; channels: ReadonlyMap<string, string> }
  | { ok: false; why: string }

export function createConsoleRoutes(ports: ConsolePorts): Hono {
  const { services, run } = ports
  const app = new Hono({ strict: false })
  app.use(guard(ports.access))
  app.use(
    csrf({
      origin: (origin, context) =>
        origin === new URL(ports.consoleUrl()).origin || origin === new URL(context.req.url).origin,
    }),
  )

  const runBody = async (body: CommandBody): Promise<Ran> => {
    const read = await readRequest(body, ports)
    if (!read.ok) return read
    const { picture: _elsewhere, ...reply } = await run(read.text, read.request)
    const mentions = reply.text.includes('<#')
    const channels = channelNames(mentions ? await services.headings({ all: true }) : [])
    return { ok: true, reply: { ...reply, plain: plainText(reply.text, channels) }, channels }
  }

  app.get('/api/incidents', async (context) => {
    const views = await services.headings(context.req.query('all') ? { all: true } : {})
    const all = await Promise.all(views.slice(0, INCIDENTS_MAX).map((view) => incidentJson(services, view.id)))
    return context.json(all.filter((one) => one !== undefined))
  })
  app.get('/api/incidents/:id', async (context) => {
    const found = await incidentJson(services, context.req.param('id').toUpperCase())
    return found
      ? context.json(found)
      : context.json({ error: `There is no incident ${context.req.param('id')}.` }, 404)
  })
  app.post('/api/command', async (context) => {
    const parsed = commandBody.safeParse(await jsonOf(context))
    if (!parsed.success) {
      return context.json({ error: 'Send JSON such as {"command":"ack","words":"","person":"ana"}.' }, 400)
    }
    const person = parsed.data.person ?? personOf(context)
    const ran = await runBody({ ...parsed.data, ...(person !== undefined && { person }) })
    return ran.ok ? context.json(ran.reply) : context.json({ error: ran.why }, 400)
  })

  addReadiness(app, { services, nowMs: ports.nowMs, path: () => pathOf(ports.consoleUrl) })
  addFigures(app, { services, nowMs: ports.nowMs, path: () => pathOf(ports.consoleUrl) })
  addPages(app, ports, runBody)
  return app
}

/** The body as JSON when it is marked as such; anything else could come from a form on a foreign page. */
async function jsonOf(context: Context): Promise<unknown> {
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) return undefined
  try {
    return await context.req.json()
  } catch {
    return undefined
  }
}

const pathOf = (consoleUrl: () => string): string => new URL(consoleUrl()).pathname.replace(/\/$/, '')

const SECTIONS = [
  { title: 'Situation', command: 'status' },
  { title: 'Recovery', command: 'step list' },
  { title: 'Messages', command: 'comms' },
  { title: 'Ladder', command: 'ladder show' },
  { title: 'Timeline', command: 'timeline' },
]

function addPages(
  app: Hono,
  { services, consoleUrl, runLog, printPdf, nowMs }: ConsolePorts,
  runBody: (body: CommandBody) => Promise<Ran>,
): void {
  const path = () => pathOf(consoleUrl)
  const textOf = (ran: Ran) =>
    ran.ok ? rich(ran.reply.text, { links: ran.reply.links, channels: ran.channels }) : rich(ran.why)

  const absent = (context: Context, incident: string) =>
    context.html(
      missingHtml(path(), `There is no incident ${incident}`, 'Look for it in the list: it may have another number.'),
      404,
    )
  const showIncident = async (context: Context, incident: string, page: object) => {
    const view = await services.view(incident)
    if (!view) return absent(context, incident)
    const told = SECTIONS.map(async ({ title, command }) => {
      return { title, text: textOf(await runBody(commandBody.parse({ command, incident }))) }
    })
    return context.html(incidentHtml(view, await Promise.all(told), { path: path(), ...page }))
  }
  const personIn = (context: Context, form?: Record<string, unknown>) => {
    const person = String(form?.person ?? '') || personOf(context) || context.req.query('as')
    return person ? { person } : {}
  }

  app.get('/', async (context) => {
    return context.html(listHtml(await services.incidents(), { path: path(), ...personIn(context) }))
  })
  app.get('/incidents/:id', (context) =>
    showIncident(context, context.req.param('id').toUpperCase(), personIn(context)),
  )
  app.get('/incidents/:id/review', async (context) => {
    const incident = context.req.param('id').toUpperCase()
    const page = await reviewHtml(services, incident, nowMs())
    return page === undefined ? absent(context, incident) : context.html(page)
  })
  app.get('/incidents/:id/review.pdf', async (context) => {
    const incident = context.req.param('id').toUpperCase()
    if (!printPdf)
      return context.html(
        missingHtml(
          path(),
          'There is no PDF',
          'Muster finds no Chromium to make one with. Set MUSTER_CHROMIUM, or print the page.',
        ),
        404,
      )
    const page = await reviewHtml(services, incident, nowMs())
    if (page === undefined) return absent(context, incident)
    try {
      const pdf = Buffer.from(await printPdf(page))
      const headers = { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${incident}.pdf"` }
      return context.body(pdf, 200, headers)
    } catch (error) {
      return context.text(`${error instanceof Error ? error.message : String(error)} Read it as a page.`, 503)
    }
  })
  app.get('/incidents/:id/log/:step/:variant/:n', async (context) => {
    const { id, step, variant, n } = context.req.param()
    const incident = id.toUpperCase()
    const run = [step, variant, n].join('/')
    // Only what the journal knows is looked for: an address is no way into the file system.
    const known = (await services.state(incident))?.state.recovery.runs[run]
    const text = known && (await runLog(incident, run))
    return text === undefined
      ? context.html(missingHtml(path(), 'There is no such output', 'It has not been kept, or not begun.'), 404)
      : context.text(text)
  })
  app.post('/', async (context) => {
    const form = await context.req.parseBody()
    const person = personIn(context, form)
    const incident = typeof form.incident === 'string' && form.incident !== '' ? form.incident : undefined
    const parsed = commandBody.safeParse({ command: form.command, ...person, incident })
    if (!parsed.success)
      return context.html(missingHtml(path(), 'Nothing was typed', 'Go back and type a command, such as status.'), 400)
    const ran = await runBody(parsed.data)
    const answered = { command: parsed.data.command, ok: ran.ok && ran.reply.ok, text: textOf(ran) }
    const about = incident ?? (ran.ok ? ran.reply.incident : undefined)
    if (about !== undefined) return showIncident(context, about, { ...person, answered })
    return context.html(listHtml(await services.incidents(), { path: path(), ...person, answered }))
  })
}
