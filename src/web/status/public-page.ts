/** One status page, of one plan or of all: the figures that both the HTML and the JSON show. */
import type { Services } from '../../../commands/services.ts'
import type { Plan } from '../../plan/schema.ts'
import {
  type Impact,
  type PublicComponent,
  type PublicIncident,
  publicComponents,
  publicIncident,
  type StandingWords,
} from './public-incident.ts'

export interface PublicPage {
  /** Plan id, or `all`. */
  id: string
  name: string
  /** Absolute, without a slash at the end. */
  url: string
  updatedMs: number
  indicator: Impact | 'none'
  /** Such as "All systems operational". */
  description: string
  components: PublicComponent[]
  /** Newest first. */
  incidents: PublicIncident[]
}

const DESCRIPTIONS: Record<PublicPage['indicator'], string> = {
  none: 'All systems operational',
  minor: 'Minor service disruption',
  major: 'Partial system outage',
  critical: 'Major system outage',
}
const IMPACTS: Impact[] = ['minor', 'major', 'critical']

interface PageParts {
  services: Pick<Services, 'plans' | 'incidents' | 'state'>
  words: StandingWords
  nowMs: number
}

/** @param planId undefined: all plans together. Undefined when there is no such plan. */
export async function readPublicPage(parts: PageParts, url: string, planId?: string): Promise<PublicPage | undefined> {
  const all = Object.values(await parts.services.plans())
  const plans = planId === undefined ? all : all.filter((plan) => plan.id === planId)
  if (planId !== undefined && plans.length === 0) return undefined
  const incidents = await readIncidents(parts, plans)
  const open = incidents.filter((one) => one.endedMs === null)
  const worst = Math.max(-1, ...open.map((one) => IMPACTS.indexOf(one.impact)))
  const indicator = IMPACTS[worst] ?? 'none'
  const names = plans.map((plan) => plan.system.publicName ?? plan.system.name)
  return {
    id: planId ?? 'all',
    name: names.join(', ') || 'Status',
    url,
    updatedMs: Math.max(...incidents.map((one) => one.updates.at(-1)!.atMs), incidents.length > 0 ? 0 : parts.nowMs),
    indicator,
    description: DESCRIPTIONS[indicator],
    components: plans.flatMap((plan) => publicComponents(plan, incidents)),
    incidents,
  }
}

/** Each incident by the plan that it is pinned to, whose words it uses; newest first. */
async function readIncidents({ services, words }: PageParts, plans: readonly Plan[]): Promise<PublicIncident[]> {
  const wanted = new Set(plans.map((plan) => plan.id))
  const views = (await services.incidents({ all: true })).filter((view) => wanted.has(view.plan.id))
  const incidents = await Promise.all(
    views.map(async (view) => {
      const known = await services.state(view.id)
      return known && publicIncident(known.plan, view, words)
    }),
  )
  return incidents
    .filter((one) => one !== undefined)
    .sort((a, b) => b.startedMs - a.startedMs || (a.id < b.id ? 1 : -1))
}
