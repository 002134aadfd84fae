/**
 * Announced maintenance and drills in the form of Statuspage's public API v2. When something was announced the plan does not say, so the times
 * that tell it are null.
 */
import type { PublicMaintenance } from './public-maintenance.ts'
import type { PublicPage } from './public-page.ts'
import { componentJson, iso } from './statuspage-component.ts'

const WORDS = { in_progress: 'It has begun.', completed: 'It is over.' } as const

export function maintenanceJson(page: PublicPage, one: PublicMaintenance) {
  const { id, title, state, fromMs, toMs, components } = one
  const turns = turnsOf(one)
  return {
    id,
    name: title,
    status: state,
    created_at: null,
    updated_at: turns[0]!.atMs === null ? null : iso(turns[0]!.atMs),
    monitoring_at: null,
    resolved_at: state === 'completed' ? iso(toMs) : null,
    impact: 'maintenance',
    shortlink: `${page.url}#${anchorOf(one)}`,
    started_at: iso(fromMs),
    page_id: page.id,
    incident_updates: turns.map(({ status, body, atMs }) => ({
      id: `${id}/${status}`,
      status,
      body,
      incident_id: id,
      created_at: atMs === null ? null : iso(atMs),
      updated_at: atMs === null ? null : iso(atMs),
      display_at: atMs === null ? null : iso(atMs),
      affected_components: null,
      deliver_notifications: false,
      custom_tweet: null,
      tweet_id: null,
    })),
    components: page.components.filter((each) => components.includes(each.id)).map((each) => componentJson(page, each)),
    scheduled_for: iso(fromMs),
    scheduled_until: iso(toMs),
  }
}

/** Newest first. */
function turnsOf({ state, text, fromMs, toMs }: PublicMaintenance) {
  const turns: { status: PublicMaintenance['state']; body: string; atMs: number | null }[] = []
  if (state === 'completed') turns.push({ status: 'completed', body: WORDS.completed, atMs: toMs })
  if (state !== 'scheduled') turns.push({ status: 'in_progress', body: WORDS.in_progress, atMs: fromMs })
  return [...turns, { status: 'scheduled' as const, body: text, atMs: null }]
}

/** Id of its place on the page. */
export const anchorOf = ({ id }: Pick<PublicMaintenance, 'id'>): string => `maintenance-${id.replace('/', '-')}`

/** What is not over yet: Statuspage's summary lists it too. */
export const incomplete = (page: PublicPage) =>
  page.maintenance.filter(({ state }) => state !== 'completed').map((one) => maintenanceJson(page, one))

export const inState = (page: PublicPage, state: PublicMaintenance['state']) =>
  page.maintenance.filter((one) => one.state === state).map((one) => maintenanceJson(page, one))
