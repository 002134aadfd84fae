/** `/dr regions`: where a system runs, how each region is, and from which one users are served now; and that somebody has moved them. */
import { regionName } from '../src/messages/region-words.ts'
import { formatDuration } from '../src/plan/length.ts'
import type { Plan } from '../src/plan/schema.ts'
import { type RegionHealth, regionHealth, servingNow, whereTo } from '../src/readiness/regions/regions.ts'
import type { WatchState } from '../src/readiness/watch/state.ts'
import { answer, refuse } from './asking/answers.ts'
import { allPlans, onePlan } from './asking/plans.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { bullets, lines } from './wording/lists.ts'
import { moment } from './wording/times.ts'

export const regions: DrCommand = {
  name: 'regions',
  aliases: ['region'],
  usage: 'regions [PLAN] | regions serving [PLAN] REGION',
  summary: 'Where a system runs and how each region is; say from which one users are served',
  async run(request) {
    const [doing = '', ...words] = request.words.trim().split(/\s+/)
    if (doing.toLowerCase() === 'serving') return serving(request, words)
    const found = await onePlan(request, 'regions', request.words.trim())
    if (!found.ok) return refuse(found.why)
    const watch = await request.services.watch(found.plan.id)
    if (!watch) return refuse(`${found.plan.system.name} is not watched yet: try again in a moment.`)
    const { plan, state } = watch
    const all = Object.keys(plan.regions)
    if (all.length === 0) return answer(`The plan of ${plan.system.name} has no regions.`, { data: [] })
    return answer(
      lines(
        `*Regions of ${plan.system.name}*`,
        bullets(
          all.map((id) => regionLine(plan, state, id)),
          SHOWN_MAX,
        ),
        whereLine(plan, state, request.atMs),
      ),
      {
        data: all.map((id) => ({
          region: id,
          health: regionHealth(plan, state, id),
          serving: servingNow(plan, state) === id,
        })),
      },
    )
  },
}

const SHOWN_MAX = 20

const HEALTH: Record<RegionHealth, string> = {
  well: 'well',
  failing: '*failing*',
  unwatched: 'no probe looks at it',
}

function regionLine(plan: Plan, state: WatchState, id: string): string {
  const { share, activation, services } = plan.regions[id]!
  const parts = [
    HEALTH[regionHealth(plan, state, id)],
    ...(share === undefined ? [] : [`${share} % of the traffic on a quiet day`]),
    ...(activation === undefined ? [] : [`takes ${formatDuration(activation)} to activate`]),
    ...(services.length > 0 ? [services.join(', ')] : []),
  ]
  return `*${regionName(plan, id)}*: ${parts.join('; ')}`
}

function whereLine(plan: Plan, state: WatchState, nowMs: number): string {
  const from = servingNow(plan, state)
  if (from === undefined) return 'No region is the primary one.'
  const since = state.serving
    ? `*Users have been served from ${from} since ${moment(state.serving.sinceMs, nowMs)}.*`
    : `Users are served from ${from}.`
  const to = whereTo(plan, state, from)
  return `${since} ${to === undefined ? 'There is nowhere else to go.' : `If it failed, they would go to ${to}.`}`
}

/** `[PLAN] REGION`. */
async function serving(request: Request, words: readonly string[]): Promise<Reply> {
  const { services, by, atMs, key } = request
  const plans = await allPlans(request)
  const [region = ''] = words.slice(-1)
  const named = words.length > 1 ? plans.find(({ id }) => id === words[0]) : undefined
  const having = (named ? [named] : plans).filter((plan) => plan.regions[region])
  const [plan] = having.length === 1 ? having : named ? [named] : []
  if (!plan) return refuse('Say `/dr regions serving PLAN REGION`; `/dr regions PLAN` has their names.')
  const asked = await services.askWatch(plan.id, { type: 'set-serving', atMs, by, region }, key)
  if (!asked.ok) return refuse(asked.why)
  return answer(asked.note ?? `Noted: users of ${plan.system.name} are served from ${regionName(plan, region)}.`)
}
