/** How ready systems are, as a page for people and as JSON for tools. */
import type { Hono } from 'hono'
import { readinessOfAll } from '../../../commands/asking/readiness-of.ts'
import type { Services } from '../../../commands/services.ts'
import { itemLine } from '../../../commands/wording/drills.ts'
import { plainText } from './plain-text.ts'
import { readinessHtml } from './readiness-html.ts'

export interface ReadinessPorts {
  services: Pick<Services, 'plans' | 'proofs' | 'watch'>
  nowMs: () => number
  /** Of the console, without a slash at the end. */
  path: () => string
}

export function addReadiness(app: Hono, { services, nowMs, path }: ReadinessPorts): void {
  app.get('/readiness', async (context) => {
    const atMs = nowMs()
    return context.html(readinessHtml(await readinessOfAll(services, atMs), { path: path(), nowMs: atMs }))
  })
  app.get('/api/readiness', async (context) => {
    const atMs = nowMs()
    const all = await readinessOfAll(services, atMs)
    return context.json(
      all.map(({ plan, ready }) => ({
        ...{ plan: plan.id, name: plan.system.name, at: new Date(atMs).toISOString(), percent: ready.percent },
        /** `text`: the line of `/dr readiness`. */
        items: ready.items.map((item) => ({ ...item, text: plainText(itemLine(plan, item, atMs), new Map()) })),
      })),
    )
  })
}
