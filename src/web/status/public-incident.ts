/**
 * What the public may know of an incident, and how its components stand. Drills never get here (promise 7), and neither does anything
 * internal: titles are generic, and texts are only those that somebody made public or the plan's standing words.
 */
import type { Status } from '../../incident/events.ts'
import type { View } from '../../incident/view-shape.ts'
import { MERGED_WORDS, publicTitle } from '../../messages/standing-words.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Grade, Span } from './history.ts'
import type { PublicMaintenance } from './public-maintenance.ts'

/** The plan's words for a status when nobody wrote any; `cancelled` is a false alarm. */
export type StandingWords = (plan: Plan, status: Status | 'cancelled') => string

/** The worse, the later: an incident is shown before maintenance that runs at the same time. */
const COMPONENT_STATUSES = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const
export type ComponentStatus = (typeof COMPONENT_STATUSES)[number]
export type Impact = 'minor' | 'major' | 'critical'

export interface PublicUpdate {
  atMs: number
  status: Status
  body: string
}

export interface PublicIncident {
  id: string
  planId: string
  title: string
  status: Status
  impact: Impact
  startedMs: number
  /** When it ended; null while it goes on. */
  endedMs: number | null
  /** Public components out of order, by id; all of the plan's when nobody has said which. */
  components: string[]
  /** Oldest first, at least one. */
  updates: PublicUpdate[]
  /** When it held its components down, and how far; none for a false alarm. */
  spans: Span[]
}

export interface PublicComponent {
  /** `<plan id>/<component id>`; the plan's id alone stands for a system that names no components. */
  id: string
  planId: string
  name: string
  status: ComponentStatus
  /** The tier that the plan gives it. */
  group?: { id: string; label: string }
}

/** The same standing words again within so long tell nothing new, milliseconds. */
const REPEATED_WITHIN_MS = 5 * 60_000

/** Undefined for what the public never sees. */
export function publicIncident(plan: Plan, view: View, words: StandingWords): PublicIncident | undefined {
  if (view.mode === 'drill' || view.phase === 'not-declared') return undefined
  const updates = publicUpdates(plan, view, words)
  const impact = impactOf(view.severity.rank)
  return {
    id: view.id,
    planId: plan.id,
    title: publicTitle(plan),
    status: view.phase === 'open' ? view.status : 'resolved',
    impact,
    startedMs: view.declared.atMs,
    endedMs: view.phase === 'open' ? null : (view.endedMs ?? updates.at(-1)!.atMs),
    components: affected(plan, view),
    updates,
    spans: spansOf(view, impact),
  }
}

function publicUpdates(plan: Plan, view: View, words: StandingWords): PublicUpdate[] {
  const shown = view.updates.filter((update) => update.public)
  const last = shown.length - 1
  const told = shown.map(({ atMs, status, text }, index) => {
    const over = view.phase === 'cancelled' && index === last && text === null
    return { atMs, status, body: text ?? words(plan, over ? 'cancelled' : status), written: text !== null }
  })
  if (view.phase === 'merged') {
    told.push({ atMs: view.endedMs ?? view.declared.atMs, status: 'resolved', body: MERGED_WORDS, written: true })
  }
  return told
    .filter(({ atMs, body, written }, index) => {
      const before = told[index - 1]
      return written || before === undefined || before.body !== body || atMs - before.atMs >= REPEATED_WITHIN_MS
    })
    .map(({ atMs, status, body }) => ({ atMs, status, body }))
}

const impactOf = (rank: number): Impact => (rank <= 1 ? 'critical' : rank === 2 ? 'major' : 'minor')

const STATUS_BY_IMPACT: Record<Impact, Exclude<Grade, 'operational'>> = {
  critical: 'major_outage',
  major: 'partial_outage',
  minor: 'degraded_performance',
}

function publicComponentIds(plan: Plan): string[] {
  const ids = Object.keys(plan.components).filter((id) => plan.components[id]?.public)
  return ids.length > 0 ? ids.map((id) => `${plan.id}/${id}`) : [plan.id]
}

function affected(plan: Plan, view: View): string[] {
  const all = publicComponentIds(plan)
  const named = view.components.map(({ id }) => `${plan.id}/${id}`).filter((id) => all.includes(id))
  return named.length > 0 ? named : all
}

/**
 * From when the outage began, as far as somebody has said, else from the declaration; by the severity that it has now. What is only watched
 * is degraded at most.
 */
function spansOf(view: View, impact: Impact): Span[] {
  if (view.phase === 'cancelled') return []
  const startMs = Math.min(view.outageStartMs ?? view.declared.atMs, view.declared.atMs)
  const endMs = view.phase === 'open' ? null : view.endedMs
  const turns = [{ atMs: startMs, status: 'investigating' as Status }, ...view.updates]
  return turns.flatMap(({ atMs, status }, index) => {
    const toMs = turns[index + 1]?.atMs ?? endMs
    if (status === 'resolved' || (toMs !== null && toMs <= atMs)) return []
    const grade = status === 'monitoring' ? 'degraded_performance' : STATUS_BY_IMPACT[impact]
    return [{ incident: view.id, fromMs: atMs, toMs, grade }]
  })
}

/** The plan's public components as they stand, tier by tier, those of no tier first: the worst of the open incidents counts; what is only watched is degraded at most. */
export function publicComponents(
  plan: Plan,
  incidents: readonly PublicIncident[],
  maintenance: readonly PublicMaintenance[],
): PublicComponent[] {
  const open = incidents.filter((one) => one.planId === plan.id && one.endedMs === null)
  const running = maintenance.filter((one) => one.state === 'in_progress')
  const tiers = plan.tiers.map((tier) => tier.id)
  const tierOf = (id: string) => tiers.indexOf(componentOf(plan, id)?.tier ?? '')
  const inOrder = publicComponentIds(plan).toSorted((a, b) => tierOf(a) - tierOf(b))
  return inOrder.map((id) => {
    const here = open.filter((one) => one.components.includes(id))
    const statuses: ComponentStatus[] = here.map((one) =>
      one.status === 'monitoring' ? 'degraded_performance' : STATUS_BY_IMPACT[one.impact],
    )
    if (running.some((one) => one.components.includes(id))) statuses.push('under_maintenance')
    const worst = Math.max(0, ...statuses.map((status) => COMPONENT_STATUSES.indexOf(status)))
    const group = groupOf(plan, id)
    return { id, planId: plan.id, name: nameOf(plan, id), status: COMPONENT_STATUSES[worst]!, ...(group && { group }) }
  })
}

const componentOf = (plan: Plan, id: string) => plan.components[id.slice(plan.id.length + 1)]

const nameOf = (plan: Plan, id: string): string =>
  componentOf(plan, id)?.label ?? plan.system.publicName ?? plan.system.name

function groupOf(plan: Plan, id: string): PublicComponent['group'] {
  const tier = plan.tiers.find((one) => one.id === componentOf(plan, id)?.tier)
  return tier && { id: `${plan.id}/tier/${tier.id}`, label: tier.label }
}
