/** One status page, of one plan or of all: the figures that the HTML, the JSON and the feeds show. */
import type { Services } from '../../../commands/services.ts'
import type { View } from '../../incident/view-shape.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Addresses, RootedAddresses } from './addresses.ts'
import { DAY_MS, dayOf, HISTORY_DAYS, type History, historyOf } from './history.ts'
import {
  type Impact,
  type PublicComponent,
  type PublicIncident,
  publicComponents,
  publicIncident,
  type StandingWords,
} from './public-incident.ts'
import { type PublicMaintenance, publicMaintenance } from './public-maintenance.ts'

export interface PageComponent extends PublicComponent {
  history: History
}

export interface PublicPage {
  /** Plan id, or `all`. */
  id: string
  /** Absent: the page of all plans. */
  planId?: string
  name: string
  /** Absolute, without a slash at the end. */
  url: string
  /** Absolute addresses of its parts. */
  addresses: Addresses
  /** When something on it last changed; of itself it does so at the beginning of each UTC day. */
  updatedMs: number
  indicator: Impact | 'none' | 'maintenance'
  /** Such as "All systems operational". */
  description: string
  components: PageComponent[]
  /** Open, or ended lately; newest first. */
  incidents: PublicIncident[]
  /** The same and those as far back as the history goes. */
  archive: PublicIncident[]
  /** In the order of time; what is over stays as long as incidents do. */
  maintenance: PublicMaintenance[]
}

const DESCRIPTIONS: Record<PublicPage['indicator'], string> = {
  none: 'All systems operational',
  maintenance: 'Service under maintenance',
  minor: 'Minor service disruption',
  major: 'Partial system outage',
  critical: 'Major system outage',
}
const IMPACTS: Impact[] = ['minor', 'major', 'critical']

/** Ended incidents stay on the page for so long, milliseconds. */
export const SHOWN_DAYS = 14
const SHOWN_MS = SHOWN_DAYS * DAY_MS
/** Figures that grow by themselves, such as uptime, are as of the minute, so that a page drawn twice within it is the same. */
const GRAIN_MS = 60_000

/** All that the public may know: the plans in force or with an open incident; incidents that are open or within the history, newest first. */
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
    services.incidentsWithPlans({ endedSinceMs: dayOf(nowMs) - (HISTORY_DAYS - 1) * DAY_MS }),
  ])
  const views = new Map(known.map(({ view }) => [view.id, view]))
  const found = known.map(({ plan, view }) => {
    const incident = publicIncident(plan, view, words)
    return { plan, incident: incident && isFalseAlarm(view, views) ? { ...incident, spans: [] } : incident }
  })
  return {
    plans: [...Object.values(plans), ...retired(found, plans)],
    incidents: found
      .flatMap(({ incident }) => (incident ? [incident] : []))
      .sort((a, b) => b.startedMs - a.startedMs || (a.id < b.id ? 1 : -1)),
  }
}

/** A duplicate of a false alarm is one too. */
function isFalseAlarm(view: View, views: ReadonlyMap<string, View>): boolean {
  const seen = new Set<string>()
  let last: View | undefined = view
  while (last?.phase === 'merged' && last.mergedInto !== null && !seen.has(last.id)) {
    seen.add(last.id)
    last = views.get(last.mergedInto)
  }
  return last?.phase === 'cancelled'
}

/** Plans that open incidents are pinned to: one that was retired meanwhile keeps its place on the page until they are over. */
function retired(found: { plan: Plan; incident: PublicIncident | undefined }[], inForce: Record<string, Plan>): Plan[] {
  const open = found.filter(({ plan, incident }) => incident?.endedMs === null && !Object.hasOwn(inForce, plan.id))
  return [...new Map(open.map(({ plan }) => [plan.id, plan])).values()]
}

/** @param planId undefined: all plans together. Undefined when there is no such plan. */
export function publicPage(
  state: PublicState,
  { addresses, nowMs }: { addresses: RootedAddresses; nowMs: number },
  planId?: string,
): PublicPage | undefined {
  const plans = planId === undefined ? state.plans : state.plans.filter((plan) => plan.id === planId)
  if (planId !== undefined && plans.length === 0) return undefined
  const archive = state.incidents.filter((one) => plans.some((plan) => plan.id === one.planId))
  const incidents = archive.filter((one) => one.endedMs === null || one.endedMs >= nowMs - SHOWN_MS)
  const maintenance = plans
    .flatMap((plan) => publicMaintenance(plan, nowMs))
    .filter(({ toMs }) => toMs >= nowMs - SHOWN_MS)
    .toSorted((a, b) => a.fromMs - b.fromMs || (a.id < b.id ? -1 : 1))
  const components = plans.flatMap((plan) =>
    publicComponents(plan, incidents, maintenance).map((one) => ({
      ...one,
      history: componentHistory(one.id, plan, archive, nowMs),
    })),
  )
  const indicator = indicatorOf(incidents, components)
  const names = plans.map((plan) => plan.system.publicName ?? plan.system.name)
  return {
    id: planId ?? 'all',
    ...(planId !== undefined && { planId }),
    name: names.join(', ') || 'Status',
    url: planId === undefined ? addresses.root : `${addresses.root}/${planId}`,
    addresses,
    updatedMs: lastChange(incidents, maintenance, nowMs),
    indicator,
    description: DESCRIPTIONS[indicator],
    components,
    incidents,
    archive,
    maintenance,
  }
}

function componentHistory(id: string, plan: Plan, archive: readonly PublicIncident[], nowMs: number): History {
  const spans = archive.filter((one) => one.components.includes(id)).flatMap((one) => one.spans)
  return historyOf(spans, Math.floor(nowMs / GRAIN_MS) * GRAIN_MS, plan.objectives.availability)
}

function indicatorOf(incidents: readonly PublicIncident[], components: readonly PublicComponent[]) {
  const open = incidents.filter((one) => one.endedMs === null)
  const worst = IMPACTS[Math.max(-1, ...open.map((one) => IMPACTS.indexOf(one.impact)))]
  return worst ?? (components.some((one) => one.status === 'under_maintenance') ? 'maintenance' : 'none')
}

function lastChange(
  incidents: readonly PublicIncident[],
  maintenance: readonly PublicMaintenance[],
  nowMs: number,
): number {
  const told = incidents.map((one) => one.updates.at(-1)!.atMs)
  const turns = maintenance.flatMap(({ fromMs, toMs }) => [fromMs, toMs]).filter((atMs) => atMs <= nowMs)
  return Math.max(dayOf(nowMs), ...told, ...turns)
}

/** The next moment at which the page changes though nobody says anything: the UTC day's end, or maintenance that begins or ends. */
export function nextTurn({ plans }: Pick<PublicState, 'plans'>, nowMs: number): number {
  const turns = plans.flatMap((plan) => publicMaintenance(plan, nowMs)).flatMap(({ fromMs, toMs }) => [fromMs, toMs])
  return Math.min(dayOf(nowMs) + DAY_MS, ...turns.filter((atMs) => atMs > nowMs))
}
