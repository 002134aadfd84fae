/**
 * Everything that browsers and tools read over HTTP: health, metrics, the status page, the console. Webhooks from providers are in
 * `webhooks/`; the server that all of it hangs on is the composition root's. A fault answers with one sentence and is logged, never shown.
 */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { Health } from '../program/health.ts'
import { guardMetrics } from './console/access.ts'
import { type ConsolePorts, createConsoleRoutes } from './console/routes.ts'
import type { Metrics } from './metrics.ts'
import { createStatusRoutes, type StatusPorts } from './status/routes.ts'

export const STATUS_PATH = '/status'
const CONSOLE_PATH = '/console'

/** Counted as it comes, for what does not say how long it is; some doors take less. */
const BODY_BYTES_MAX = 1024 * 1024

export interface WebPorts extends Omit<ConsolePorts, 'consoleUrl'>, Pick<StatusPorts, 'standingWords' | 'subscribing'> {
  /** Where the server is reached from outside, without a slash at the end; asked for at each request, since a free port is known late. */
  publicUrl: () => string
  metrics: Pick<Metrics, 'read'>
  /** Of the metrics alone. */
  metricsToken?: string
  /** Whether requests can be served; `why` is for the operator. */
  ready: () => Promise<{ ok: true } | { ok: false; why: string }>
  /** What `/healthz` answers, to a nonce with a proof of who answers. */
  health: (nonce: string | undefined) => Health
  logger: { error(detail: object, message: string): void }
}

export function createWeb(ports: WebPorts): Hono {
  const { publicUrl, metrics, ready, health, logger } = ports
  const app = new Hono({ strict: false })
  // Pages have no scripts and load nothing, so nothing is allowed; their one style sheet stands in the page itself.
  const contentSecurityPolicy = {
    defaultSrc: ["'none'"],
    styleSrc: ["'unsafe-inline'"],
    // The icon, which stands in the page too.
    imgSrc: ['data:'],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  }
  app.use(secureHeaders({ contentSecurityPolicy, crossOriginResourcePolicy: 'cross-origin', xFrameOptions: 'DENY' }))
  app.use(bodyLimit({ maxSize: BODY_BYTES_MAX }))
  app.onError((error, context) => {
    // A refusal by middleware, such as a form from a foreign page, is an answer and no fault.
    if (error instanceof HTTPException) return error.getResponse()
    logger.error({ err: error, path: context.req.path }, 'a web request failed')
    return context.json({ error: 'Something went wrong here: try again in a moment.' }, 500)
  })
  // Whoever opens the bare address wants to see something: the public page is for everyone.
  app.get('/', (context) => context.redirect(STATUS_PATH))
  app.get('/healthz', (context) => context.json(health(context.req.query('nonce'))))
  app.get('/readyz', async (context) => {
    const state = await ready()
    return context.json(state, state.ok ? 200 : 503)
  })
  app.get('/metrics', guardMetrics(ports.access, ports.metricsToken), async (context) => {
    const { text, contentType } = await metrics.read()
    return context.body(text, 200, { 'content-type': contentType })
  })
  app.route(STATUS_PATH, createStatusRoutes({ ...ports, statusUrl: () => `${publicUrl()}${STATUS_PATH}` }))
  app.route(CONSOLE_PATH, createConsoleRoutes({ ...ports, consoleUrl: () => `${publicUrl()}${CONSOLE_PATH}` }))
  return app
}
