/**
 * The workspace page over HTTP, on a port of its own: the document, its files, the live stream, the files of messages, and the doors through which a visitor acts. For one
 * machine: it listens on the loopback, knows no session, and takes JSON only, which no foreign page can send.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { SlackFile } from '../slack/emulator.ts'
import type { Live, LiveEvent } from './live.ts'
import { type PageFile, packageFile, pageFile } from './page-files.ts'
import { shellHtml } from './shell.ts'
import { PICTURE_TYPES } from './state/picture-types.ts'

export interface ServerParts {
  live: Live
  /** Each takes what the page sent and answers with JSON; a thrown Error is shown to the visitor. */
  doors: Record<'act' | 'clock' | 'faults', (body: unknown) => Promise<unknown>>
  /** A file of a message; undefined when there is none. */
  sharedFile(id: string): Promise<SlackFile | undefined>
  /** Muster's own status page, like `http://127.0.0.1:8080/status`. */
  statusUrl: string
}

export interface WorkspaceServer {
  /** Without a slash at the end. */
  url: string
  close(): Promise<void>
}

export async function openWorkspaceServer(parts: ServerParts): Promise<WorkspaceServer> {
  const server = createServer(getRequestListener(routes(parts).fetch))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

const OWN_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/

function routes({ live, doors, sharedFile, statusUrl }: ServerParts): Hono {
  const app = new Hono()
  app.use(async (context, next): Promise<Response | undefined> => {
    // A foreign name that was made to lead here (DNS rebinding) would make a foreign page one of ours.
    if (!OWN_HOST.test(context.req.header('host') ?? ''))
      return context.text('This address is for this machine alone.', 403)
    await next()
    context.header('cache-control', 'no-cache')
    return undefined
  })
  app.get('/', (context) => context.html(shellHtml()))
  app.get('/page/*', async (context) => file(context, await pageFile(context.req.path.slice(1))))
  app.get('/state/*', async (context) => file(context, await pageFile(context.req.path.slice(1))))
  app.get('/package/*', async (context) => file(context, await packageFile(context.req.path.slice('/package/'.length))))
  app.get('/file/:id', async (context) => sharedFileReply(context, await sharedFile(context.req.param('id'))))
  app.get('/live', (context) => liveStream(context, live))
  for (const [name, take] of Object.entries(doors)) {
    app.post(`/${name}`, async (context) => {
      if (!context.req.header('content-type')?.startsWith('application/json')) {
        return context.json({ error: 'Send JSON.' }, 415)
      }
      try {
        return context.json((await take(await context.req.json())) ?? {})
      } catch (error) {
        return context.json({ error: error instanceof Error ? error.message : String(error) }, 400)
      }
    })
  }
  app.get('/status', (context) => statusPage(context, statusUrl))
  app.on(['GET', 'POST'], '/status/*', (context) => statusPage(context, statusUrl))
  return app
}

function file(context: Context, found: PageFile | undefined): Response {
  return found
    ? context.body(found.text, 200, { 'content-type': found.type })
    : context.text('There is no such file.', 404)
}

/**
 * Slack wants a token for a file; the page has none, so its server reads it, and no other page may show it. What is no picture is saved, not opened:
 * nothing in it may run as a part of the page.
 */
function sharedFileReply(context: Context, found: SlackFile | undefined): Response {
  if (!found) return context.text('There is no such file.', 404)
  return context.body(found.bytes, 200, {
    'content-type': found.type,
    'content-disposition': PICTURE_TYPES.includes(found.type) ? 'inline' : 'attachment',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  })
}

function liveStream(context: Context, live: Live): Response {
  return streamSSE(context, async (stream) => {
    const gone = Promise.withResolvers<void>()
    const tell = (event: LiveEvent) => {
      stream.writeSSE({ data: JSON.stringify(event) }).catch(() => gone.resolve())
    }
    const stop = live.watch(tell)
    stream.onAbort(() => gone.resolve())
    await gone.promise
    stop()
  })
}

/**
 * Muster forbids its pages to be framed by others; here the frame is the sandbox's own, so its words are passed on from this address. It is loaded
 * anew when something happens.
 */
async function statusPage(context: Context, statusUrl: string): Promise<Response> {
  const { method, path } = context.req
  const type = context.req.header('content-type') ?? 'text/plain'
  const sent = method === 'POST' ? { method, body: await context.req.text(), headers: { 'content-type': type } } : {}
  const response = await fetch(statusUrl + path.slice('/status'.length), sent)
  return new Response(await response.text(), {
    status: response.status,
    headers: { 'content-type': response.headers.get('content-type') ?? 'text/plain' },
  })
}
