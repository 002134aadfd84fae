/**
 * What the public may know of an incident, and how its components stand. Drills never get here (promise 7), and neither does anything
 * internal: titles are generic, and texts are only those that somebody made public or the plan's standing words.
 */
import type { Status } from '../../incident/events.ts'
import type { View } from '../../incident/view-shape.ts'
import { publicTitle } from '../../messages/standing-words.ts'
import type { Plan } from '../../plan/schema.ts'

/** The plan's words for a status when nobody wrote any; `cancelled` is a false alarm. */
export type StandingWords = (plan: Plan, status: Status | 'cancelled') => string

export const COMPONENT_STATUSES = ['operational', 'degraded_performance', 'partial_outage', 'major_outage'] as const
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
}

export interface PublicComponent {
  /** `<plan id>/<component id>`; the plan's id alone stands for a system that names no components. */
  id: string
  planId: string
  name: string
  status: ComponentStatus
}

const MERGED_WORDS = 'This disruption is followed in another entry on this page.'
/** The same standing words again within so long tell nothing new, milliseconds. */
const REPEATED_WITHIN_MS = 5 * 60_000

/** Undefined for what the public never sees. */
export function publicIncident(plan: Plan, view: View, words: StandingWords): PublicIncident | undefined {
  if (view.mode === 'drill' || view.phase === 'not-declared') return undefined
  const updates = publicUpdates(plan, view, words)
  return {
    id: view.id,
    planId: plan.id,
    title: publicTitle(plan),
    status: view.phase === 'open' ? view.status : 'resolved',
    impact: impactOf(view.severity.rank),
    startedMs: view.declared.atMs,
    endedMs: view.phase === 'open' ? null : (view.endedMs ?? updates.at(-1)!.atMs),
    components: affected(plan, view),
    updates,
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

const STATUS_BY_IMPACT: Record<Impact, ComponentStatus> = {
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

/** The plan's public components as they stand: the worst of the open incidents counts; what is only watched is degraded at most. */
export function publicComponents(plan: Plan, incidents: readonly PublicIncident[]): PublicComponent[] {
  const open = incidents.filter((one) => one.planId === plan.id && one.endedMs === null)
  return publicComponentIds(plan).map((id) => {
    const here = open.filter((one) => one.components.includes(id))
    const statuses = here.map((one) =>
      one.status === 'monitoring' ? 'degraded_performance' : STATUS_BY_IMPACT[one.impact],
    )
    const worst = Math.max(0, ...statuses.map((status) => COMPONENT_STATUSES.indexOf(status)))
    return { id, planId: plan.id, name: nameOf(plan, id), status: COMPONENT_STATUSES[worst]! }
  })
}

function nameOf(plan: Plan, id: string): string {
  const component = plan.components[id.slice(plan.id.length + 1)]
  return component?.label ?? plan.system.publicName ?? plan.system.name
}
