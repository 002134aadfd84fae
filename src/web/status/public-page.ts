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

/** Ended incidents stay on the page for so long, milliseconds. */
const SHOWN_MS = 14 * 24 * 60 * 60_000

/** All that the public may know: the plans in force or with an open incident; incidents that are open or ended lately, newest first. */
export interface PublicState {
  plans: Plan[]
  incidents: PublicIncident[]
}

/** Each incident speaks by the plan that it is pinned to. */
export async function readPublic(parts: {
  services: Pick<Services, 'plans' | 'incidentsWithPlans'>
  words: StandingWords
  nowMs: number
}): Promise<PublicState> {
  const { services, words, nowMs } = parts
  const [plans, known] = await Promise.all([
    services.plans(),
    services.incidentsWithPlans({ endedSinceMs: nowMs - SHOWN_MS }),
  ])
  const found = known.map(({ plan, view }) => ({ plan, incident: publicIncident(plan, view, words) }))
  return {
    plans: [...Object.values(plans), ...retired(found, plans)],
    incidents: found
      .flatMap(({ incident }) => (incident ? [incident] : []))
      .sort((a, b) => b.startedMs - a.startedMs || (a.id < b.id ? 1 : -1)),
  }
}

/** Plans that open incidents are pinned to: one that was retired meanwhile keeps its place on the page until they are over. */
function retired(found: { plan: Plan; incident: PublicIncident | undefined }[], inForce: Record<string, Plan>): Plan[] {
  const open = found.filter(({ plan, incident }) => incident?.endedMs === null && !Object.hasOwn(inForce, plan.id))
  return [...new Map(open.map(({ plan }) => [plan.id, plan])).values()]
}

/** @param planId undefined: all plans together. Undefined when there is no such plan. */
export function publicPage(
  state: PublicState,
  { url, nowMs }: { url: string; nowMs: number },
  planId?: string,
): PublicPage | undefined {
  const plans = planId === undefined ? state.plans : state.plans.filter((plan) => plan.id === planId)
  if (planId !== undefined && plans.length === 0) return undefined
  const incidents = state.incidents.filter((one) => plans.some((plan) => plan.id === one.planId))
  const open = incidents.filter((one) => one.endedMs === null)
  const worst = Math.max(-1, ...open.map((one) => IMPACTS.indexOf(one.impact)))
  const indicator = IMPACTS[worst] ?? 'none'
  const names = plans.map((plan) => plan.system.publicName ?? plan.system.name)
  return {
    id: planId ?? 'all',
    name: names.join(', ') || 'Status',
    url,
    updatedMs: incidents.length > 0 ? Math.max(...incidents.map((one) => one.updates.at(-1)!.atMs)) : nowMs,
    indicator,
    description: DESCRIPTIONS[indicator],
    components: plans.flatMap((plan) => publicComponents(plan, incidents)),
    incidents,
  }
}
