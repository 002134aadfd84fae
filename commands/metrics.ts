/** `/dr metrics`: how soon trouble was noticed, answered and over, what was promised and what was kept, over a time and against the time before. */
import { ARROWS, figureRows, rowText } from '../src/incident/measures/figure-rows.ts'
import { dayText } from '../src/plan/clock-text.ts'
import type { Plan } from '../src/plan/schema.ts'
import { recoverySvg } from '../src/report/figures-charts.ts'
import { answer, refuse } from './asking/answers.ts'
import { type Figures, figuresOf } from './asking/figures-of.ts'
import { type Period, takePeriod } from './asking/period.ts'
import { allPlans, onePlan } from './asking/plans.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { bullets, lines } from './wording/lists.ts'

export const metrics: DrCommand = {
  name: 'metrics',
  aliases: ['figures', 'stats'],
  usage: 'metrics [PLAN] [30 days | 2026-11 | 2026 | year]',
  summary: 'MTTD, MTTA, MTTR, objectives kept, availability and what is left of its error budget',
  async run(request) {
    const taken = takePeriod(request.words)
    if (!taken.ok) return refuse(taken.why)
    const { rest, period } = taken
    const plans = await allPlans(request)
    if (rest === '' && plans.length > 1) return overview(request, plans, period)
    const found = await onePlan(request, 'metrics', rest)
    // It may be a time that was not understood.
    if (!found.ok) return refuse(`${found.why} A time is one such as 7 days, quarter, 2026-11 or year.`)
    const { plan } = found
    return of(request, await figuresOf(request.services, plan, period(plan.zone, request.atMs), request.atMs))
  },
}

function of({ services }: Request, { plan, period, now, before, measures }: Figures): Reply {
  const [from, to] = [dayText(now.fromMs, plan.zone), dayText(now.toMs, plan.zone)]
  const rows = figureRows(plan, now, before)
  const svg = recoverySvg(plan, measures, period, period.label)
  return answer(
    lines(
      `*${plan.system.name}, ${period.label}* (${from} to ${to})`,
      bullets(
        rows.map((row) => `${row.label}: *${row.value}*${row.trend ? rowText({ ...row, value: '' }) : ''}`),
        rows.length,
      ),
    ),
    {
      data: { plan: plan.id, name: plan.system.name, period: period.label, now, before, measures },
      ...(svg !== undefined && {
        picture: {
          name: `metrics-${plan.id}.png`,
          title: `${plan.system.name}: how soon it was back, ${period.label}`,
          png: () => services.rehearsals.picture(svg),
        },
      }),
    },
  )
}

/** A line a system: what somebody who leads several of them looks at first. */
const OVERVIEW = ['incidents', 'mttr', 'rto', 'budget']

async function overview(
  { services, atMs }: Request,
  plans: readonly Plan[],
  period: (zone: string, nowMs: number) => Period,
): Promise<Reply> {
  const all = await Promise.all(plans.map((plan) => figuresOf(services, plan, period(plan.zone, atMs), atMs)))
  const line = ({ plan, now, before }: Figures): string => {
    const rows = figureRows(plan, now, before).filter(({ id }) => OVERVIEW.includes(id))
    const said = rows.map(({ label, value, trend }) => `${label}: ${value}${trend ? ` ${ARROWS[trend.way]}` : ''}`)
    return `*${plan.system.name}*: ${said.join('; ')}`
  }
  return answer(
    lines(`*Figures of ${all[0]!.period.label}*`, bullets(all.map(line), SHOWN_MAX), '`/dr metrics PLAN` says more.'),
    {
      data: all.map(({ plan, period, now, before }) => ({
        plan: plan.id,
        name: plan.system.name,
        period: period.label,
        now,
        before,
      })),
    },
  )
}

const SHOWN_MAX = 20
