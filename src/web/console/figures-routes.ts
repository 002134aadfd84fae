/** The figures of systems, as a page for people and as JSON for tools. */
import type { Hono } from 'hono'
import { type FigurePorts, type Figures, figuresOf } from '../../../commands/asking/figures-of.ts'
import { takePeriod } from '../../../commands/asking/period.ts'
import type { Services } from '../../../commands/services.ts'
import { figureRows } from '../../incident/measures/figure-rows.ts'
import { figuresHtml } from './figures-html.ts'

export interface FiguresPorts {
  services: FigurePorts & Pick<Services, 'plans'>
  nowMs: () => number
  /** Of the console, without a slash at the end. */
  path: () => string
}

type Asked = { ok: true; all: Figures[]; said: string } | { ok: false; why: string }

export function addFigures(app: Hono, { services, nowMs, path }: FiguresPorts): void {
  /** Of one plan, or of all that are in force. */
  const ask = async (planId: string | undefined, said: string): Promise<Asked> => {
    const taken = takePeriod(said)
    if (!taken.ok) return taken
    if (taken.rest !== '') return { ok: false, why: `"${said}" is no time: say 30 days, 2026-11, 2026 or year.` }
    const plans = Object.values(await services.plans())
    const wanted = planId === undefined ? plans : plans.filter(({ id }) => id === planId)
    if (planId !== undefined && wanted.length === 0) return { ok: false, why: `There is no plan ${planId}.` }
    const atMs = nowMs()
    const all = wanted.map((plan) => figuresOf(services, plan, taken.period(plan.zone, atMs), atMs))
    return { ok: true, all: await Promise.all(all), said }
  }

  app.get('/figures', async (context) => {
    const plan = context.req.query('plan')
    const asked = await ask(plan, context.req.query('period') ?? '')
    if (!asked.ok) return context.text(asked.why, 400)
    return context.html(figuresHtml(asked.all, { path: path(), nowMs: nowMs(), plan, said: asked.said }))
  })
  app.get('/api/figures', async (context) => {
    const asked = await ask(context.req.query('plan'), context.req.query('period') ?? '')
    if (!asked.ok) return context.json({ error: asked.why }, 400)
    return context.json(
      asked.all.map(({ plan, period, now, before, measures, months }) => ({
        ...{ plan: plan.id, name: plan.system.name, period: period.label, at: new Date(nowMs()).toISOString() },
        /** `rows`: as `/dr metrics` says them. */
        ...{ now, before, months, measures, rows: figureRows(plan, now, before) },
      })),
    )
  })
}
