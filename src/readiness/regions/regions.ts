/** Regions on quiet days and when one fails: how each is, where users would go, and that they come back. Pure. */
import { inWords } from '../../plan/in-words.ts'
import type { Plan } from '../../plan/schema.ts'
import { accept, type Decided, nothing, refuse } from '../watch/decided.ts'
import type { Fact } from '../watch/events.ts'
import { addNews, endNews } from '../watch/news.ts'
import type { WatchState } from '../watch/state.ts'
import type { RegionCommand, RegionEvent } from './track.ts'

/** `unwatched`: no probe looks at it. */
export type RegionHealth = 'well' | 'failing' | 'unwatched'

/** By the probes that look at it: one that fails is enough. */
export function regionHealth(plan: Plan, { signals }: Pick<WatchState, 'signals'>, region: string): RegionHealth {
  const own = Object.entries(plan.probes).filter(([, probe]) => probe.region === region)
  // Of a draft nothing is asked, unless somebody has it looked at all the same.
  const isAsked = !plan.draft || own.some(([id]) => signals.tracks[`probe/${id}`] !== undefined)
  if (own.length === 0 || !isAsked) return 'unwatched'
  return own.some(([id]) => signals.tracks[`probe/${id}`]?.bad) ? 'failing' : 'well'
}

export const primaryOf = ({ regions }: Plan): string | undefined =>
  Object.keys(regions).find((id) => regions[id]?.role === 'primary')

/** From where users are served now; undefined: the plan has no regions. */
export const servingNow = (plan: Plan, { serving }: Pick<WatchState, 'serving'>): string | undefined =>
  serving?.region ?? primaryOf(plan)

/** Where users go when a region fails: the secondary one unless it fails as well, else one that has to be built up; never where they are. */
export function whereTo(plan: Plan, state: Pick<WatchState, 'signals'>, from: string): string | undefined {
  const others = Object.keys(plan.regions).filter((id) => id !== from && regionHealth(plan, state, id) !== 'failing')
  const order = ['secondary', 'primary', 'recovery'] as const
  return order.flatMap((role) => others.filter((id) => plan.regions[id]?.role === role))[0]
}

export function decideServing(plan: Plan, state: WatchState, command: RegionCommand): Decided {
  const { region } = command
  const known = Object.keys(plan.regions)
  if (!known.includes(region))
    return refuse(
      known.length === 0 ? 'The plan has no regions.' : `There is no region "${region}": say ${inWords(known, 'or')}.`,
    )
  const moved = movedTo(plan, state, region, null, command)
  return moved ? accept(moved) : nothing(`Users are served from ${region} already.`)
}

/** What follows when users are served from somewhere; undefined: they are already. */
export function movedTo(
  plan: Plan,
  state: WatchState,
  region: string,
  incident: string | null,
  { atMs, by }: Fact,
): Extract<RegionEvent, { type: 'serving-moved' }> | undefined {
  if (!plan.regions[region] || servingNow(plan, state) === region) return undefined
  return { type: 'serving-moved', atMs, by, region, primary: primaryOf(plan) === region, incident }
}

export function evolveServing(state: WatchState, event: RegionEvent): WatchState {
  if (event.type === 'serving-claimed') {
    const open = state.openIncidents[event.incident]
    if (!open) return state
    return { ...state, openIncidents: { ...state.openIncidents, [event.incident]: { ...open, serving: event.region } } }
  }
  const { atMs, by, region, primary, incident } = event
  const after = endNews(
    { ...state, serving: primary ? null : { region, sinceMs: atMs, incident, by } },
    atMs,
    ({ kind }) => kind === 'serving' || kind === 'serving-primary',
  )
  return primary
    ? addNews(after, { atMs, about: { kind: 'serving-primary' }, pace: 'once' })
    : addNews(after, { atMs, about: { kind: 'serving', region }, pace: 'weekly' })
}
