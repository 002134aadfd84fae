/**
 * The status page's addresses: HTML at `/` and `/<plan id>`, one incident at `/<plan id>/incidents/<id>`, Statuspage's JSON at `api/v2/…` and the
 * feeds below either. Public, readable from any origin, never cached without asking.
 */
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { etag } from 'hono/etag'
import type { Services } from '../../../commands/services.ts'
import { FEED_KINDS, servedAddresses } from './addresses.ts'
import { FEED_TYPES, feed } from './feeds.ts'
import { incidentPageHtml } from './incident-html.ts'
import type { StandingWords } from './public-incident.ts'
import { type PublicState, publicPage, readPublic } from './public-page.ts'
import { sharedRead } from './shared-read.ts'
import { statusHtml } from './status-html.ts'
import { STATUSPAGE_FILES } from './statuspage-json.ts'
import { addSubscribing, type SubscribingPort } from './subscribe-routes.ts'

export interface StatusPorts {
  services: Pick<Services, 'plans' | 'incidentsWithPlans'>
  standingWords: StandingWords
  nowMs: () => number
  /** Absolute address of the page of all plans, without a slash at the end. */
  statusUrl: () => string
  /** Absent: nobody can subscribe, because no mail is set up. */
  subscribing?: SubscribingPort
}

export function createStatusRoutes({ services, standingWords, nowMs, statusUrl, subscribing }: StatusPorts): Hono {
  const app = new Hono({ strict: false })
  app.use(cors({ origin: '*', allowMethods: ['GET'] }), etag())
  app.use(async (context, next) => {
    await next()
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-cache')
  })
  const links = () => servedAddresses(new URL(statusUrl()).pathname.replace(/\/$/, ''))
  const readAll = sharedRead(() => readPublic({ services, words: standingWords, nowMs: nowMs() }))
  const pageOf = (state: PublicState, planId?: string) =>
    publicPage(state, { addresses: servedAddresses(statusUrl()), nowMs: nowMs() }, planId)
  const read = async (planId?: string) => pageOf(await readAll(), planId)

  for (const [file, render] of Object.entries(STATUSPAGE_FILES)) {
    app.get(`/api/v2/${file}`, async (context) => context.json(render((await read())!)))
    app.get(`/:plan/api/v2/${file}`, async (context) => {
      const page = await read(context.req.param('plan'))
      return page ? context.json(render(page)) : context.json({ error: 'There is no such page.' }, 404)
    })
  }
  for (const kind of FEED_KINDS) {
    const answer = async (context: Context, planId?: string) => {
      const page = await read(planId)
      if (!page) return noSuchPage(context)
      return context.body(feed(kind, page), 200, { 'content-type': FEED_TYPES[kind] })
    }
    app.get(`/feed.${kind}`, (context) => answer(context))
    app.get(`/:plan/feed.${kind}`, (context) => answer(context, context.req.param('plan')))
  }
  if (subscribing) addSubscribing(app, { subscribing, read: readAll, links })

  const show = async (context: Context, planId?: string) => {
    const state = await readAll()
    const page = pageOf(state, planId)
    if (!page) return noSuchPage(context)
    const plans = state.plans.filter(({ id }) => planId === undefined || id === planId)
    const subscribe = subscribing ? { subscribeAction: `${links().root}/subscribe` } : {}
    return context.html(statusHtml({ page, plans, links: links(), nowMs: nowMs(), live: true, ...subscribe }))
  }
  app.get('/', (context) => show(context))
  app.get('/:plan', (context) => show(context, context.req.param('plan')))
  app.get('/:plan/incidents/:id', async (context) => {
    const page = await read(context.req.param('plan'))
    const id = context.req.param('id').toUpperCase()
    const incident = page?.archive.find((one) => one.id === id)
    return page && incident ? context.html(incidentPageHtml(incident, page, links())) : noSuchPage(context)
  })
  return app
}

const noSuchPage = (context: Context) => context.text('There is no such page.', 404)
