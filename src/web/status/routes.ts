/**
 * The status page's addresses: HTML at `/` and `/<plan id>`, Statuspage's JSON at `api/v2/…` below either. Public, readable from any
 * origin, never cached without asking.
 */
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { etag } from 'hono/etag'
import type { Services } from '../../../commands/services.ts'
import type { StandingWords } from './public-incident.ts'
import { publicPage, readPublic } from './public-page.ts'
import { sharedRead } from './shared-read.ts'
import { statusHtml } from './status-html.ts'
import { STATUSPAGE_FILES } from './statuspage-json.ts'

export interface StatusPorts {
  services: Pick<Services, 'plans' | 'incidentsWithPlans'>
  standingWords: StandingWords
  nowMs: () => number
  /** Absolute address of the page of all plans, without a slash at the end. */
  statusUrl: () => string
}

export function createStatusRoutes({ services, standingWords, nowMs, statusUrl }: StatusPorts): Hono {
  const app = new Hono({ strict: false })
  app.use(cors({ origin: '*', allowMethods: ['GET'] }), etag())
  app.use(async (context, next) => {
    await next()
    context.header('cache-control', 'no-cache')
  })
  const readAll = sharedRead(() => readPublic({ services, words: standingWords, nowMs: nowMs() }))
  const read = async (planId?: string) => {
    const url = planId === undefined ? statusUrl() : `${statusUrl()}/${planId}`
    return publicPage(await readAll(), { url, nowMs: nowMs() }, planId)
  }
  for (const [file, render] of Object.entries(STATUSPAGE_FILES)) {
    app.get(`/api/v2/${file}`, async (context) => context.json(render((await read())!)))
    app.get(`/:plan/api/v2/${file}`, async (context) => {
      const page = await read(context.req.param('plan'))
      return page ? context.json(render(page)) : context.json({ error: 'There is no such page.' }, 404)
    })
  }
  app.get('/', async (context) => context.html(statusHtml((await read())!, nowMs())))
  app.get('/:plan', async (context) => {
    const page = await read(context.req.param('plan'))
    return page ? context.html(statusHtml(page, nowMs())) : context.text('There is no such page.', 404)
  })
  return app
}
