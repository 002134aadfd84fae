/** Incidents as lists and searches know them: all that is open, and the newest of what has ended. */
import type { Engine } from '../src/engine/engine.ts'
import { downtime } from '../src/incident/downtime.ts'
import { goneThrough } from '../src/incident/gone-through.ts'
import { heading } from '../src/incident/heading.ts'
import { type Measures, measuresOf } from '../src/incident/measures/measures.ts'
import { drillTimes } from '../src/incident/recovery/drill-times.ts'
import type { IncidentState } from '../src/incident/state.ts'
import { view } from '../src/incident/view.ts'
import type { View } from '../src/incident/view-shape.ts'
import type { Plan } from '../src/plan/schema.ts'
import { createOpenCount, type Found, openPages } from './journal-services.ts'
import type { Services } from './services.ts'

/** Every incident's stream begins so; the rest is when it was declared, UTC, to the minute (R29: sortable, sayable). */
export const INCIDENT_PREFIX = 'DR-'

/**
 * Ended incidents, the newest by declaration, that lists and searches know: what they cost must not grow for ever. An older one is still
 * found by its id.
 */
export const ENDED_MAX = 200

export function createKeptIncidents(engine: Engine) {
  const state = async (incident: string) => {
    if (!incident.startsWith(INCIDENT_PREFIX)) return undefined
    const found = await engine.read<IncidentState>(incident)
    return found?.plan ? { state: found.state, plan: found.plan } : undefined
  }
  const open = () => engine.readAll<IncidentState>({ prefix: INCIDENT_PREFIX, open: true })
  const ended = () =>
    engine.readAll<IncidentState>({ prefix: INCIDENT_PREFIX, open: false, descending: true, limit: ENDED_MAX })
  const listed = async (options: { all?: boolean } = {}) => [...(await open()), ...(options.all ? await ended() : [])]
  return {
    ...{ state, open },
    async view(incident) {
      const found = await state(incident)
      return found && view(found.plan, found.state)
    },
    headings: async (options) => newestFirst(await listed(options)).map(({ state, plan }) => heading(plan, state)),
    countOpen: createOpenCount(engine, INCIDENT_PREFIX),
    incidents: async (options) => viewed(await listed(options)).map(({ view }) => view),
    async incidentsWithPlans({ endedSinceMs } = {}) {
      if (endedSinceMs === undefined) return viewed(await open())
      const recent = (await ended()).filter(({ state }) => (state.endedMs ?? state.declaredMs) >= endedSinceMs)
      return viewed([...(await open()), ...recent])
    },
    async downtime(incident, nowMs) {
      const found = await state(incident)
      if (found?.plan.objectives.availability === undefined) return null
      const all = [...(await open()), ...(await ended())].map(({ state }) => state)
      return downtime(found.plan, found.state, all, nowMs)
    },
    proofs: async (planId) =>
      (await ended()).flatMap((one) => (isOf(planId, one) ? (goneThrough(one.plan, one.state) ?? []) : [])),
    measures: async (planId, nowMs) => measuresIn(engine, await ended(), planId, nowMs),
    /** What the forecast goes by. An incident must not wait for it: whatever cannot be read is left out. */
    async drillTimes(planId) {
      const all = await ended().catch(() => [])
      return drillTimes(all.flatMap((one) => (isOf(planId, one) && one.state.mode === 'drill' ? [one] : [])))
    },
  } satisfies Partial<Services> & { open: unknown }
}

type OfPlan = Found & { plan: Plan }
const isOf = (planId: string, found: Found): found is OfPlan =>
  found.plan !== undefined && found.state.planId === planId

async function measuresIn(engine: Engine, ended: readonly Found[], planId: string, nowMs: number) {
  const once = new Map<string, Measures>()
  const take = (found: readonly Found[]) => {
    for (const one of found) if (isOf(planId, one)) once.set(one.stream, measuresOf(one.plan, one.state, nowMs))
  }
  take(ended)
  for await (const page of openPages(engine, INCIDENT_PREFIX)) take(page)
  const oldest = ended.at(-1)
  return {
    measures: [...once.values()],
    sinceMs: ended.length >= ENDED_MAX && oldest ? oldest.state.declaredMs : null,
  }
}

/** One that was closed or opened again between two readings is there once. */
function newestFirst(found: readonly Found[]): { state: IncidentState; plan: Plan }[] {
  const once = new Map(found.map((one) => [one.stream, one]))
  return [...once.values()]
    .flatMap(({ state, plan }) => (plan ? [{ state, plan }] : []))
    .toSorted((a, b) => b.state.declaredMs - a.state.declaredMs)
}

const viewed = (found: readonly Found[]): { view: View; plan: Plan }[] =>
  newestFirst(found).map(({ state, plan }) => ({ view: view(plan, state), plan }))
