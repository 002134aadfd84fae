/** What commands may use, on the engine. The one rule here is which declaration is the same as an open one; everything else is decided by the cores. */
import type { Engine } from '../src/engine/engine.ts'
import type { PlanRegistry } from '../src/engine/plan-registry.ts'
import type { IncidentCommand } from '../src/incident/commands.ts'
import { downtime } from '../src/incident/downtime.ts'
import type { Event } from '../src/incident/events.ts'
import { goneThrough } from '../src/incident/gone-through.ts'
import { type Heading, heading } from '../src/incident/heading.ts'
import { SAME_DECLARATION_MS } from '../src/incident/limits.ts'
import { type Measures, measuresOf } from '../src/incident/measures/measures.ts'
import { drillTimes } from '../src/incident/recovery/drill-times.ts'
import type { IncidentState } from '../src/incident/state.ts'
import { view } from '../src/incident/view.ts'
import type { View } from '../src/incident/view-shape.ts'
import { type Actor, privately } from '../src/plan/actor.ts'
import { personByContact } from '../src/plan/people.ts'
import type { Plan } from '../src/plan/schema.ts'
import { initial } from '../src/readiness/evolve.ts'
import { SYSTEM_STREAM, type SystemState } from '../src/readiness/state.ts'
import { type WatchState, watchStream } from '../src/readiness/watch/state.ts'
import { createRehearsals } from '../src/rehearsal/beside.ts'
import { type AccessPorts, createAccess } from './access.ts'
import { createOpenCount, eventsFromEnd, type Found, openPages } from './journal-services.ts'
import type { Asked, Declaration, Services } from './services.ts'

/** Every incident's stream begins so; the rest is when it was declared, UTC, to the minute (R29: sortable, sayable). */
export const INCIDENT_PREFIX = 'DR-'

/**
 * Ended incidents, the newest by declaration, that lists and searches know: what they cost must not grow for ever. An older one is still
 * found by its id.
 */
export const ENDED_MAX = 200

/** Incidents declared in one minute, at most: beyond that something is wrong with whoever declares. */
const SAME_MINUTE_MAX = 50

/** @param voyage while the database is away: nobody else can take this name. */
const incidentId = (atMs: number, n: number, voyage: string | undefined) => {
  const at = new Date(atMs).toISOString()
  const minute = `${at.slice(0, 10).replaceAll('-', '')}-${at.slice(11, 13)}${at.slice(14, 16)}`
  return `${INCIDENT_PREFIX}${minute}${n === 1 ? '' : `-${n}`}${voyage === undefined ? '' : `-${voyage}`}`
}

export interface ServicesParts
  extends Pick<Services, 'standingWords'>,
    Partial<Pick<Services, 'templates' | 'rehearsals' | 'lookAtBackups' | 'probes' | 'reviewUrl'>> {
  engine: Engine
  plans: PlanRegistry
  /** Of a replica that has lost the database: goes into the ids of what it declares. */
  voyage?: () => string | undefined
  /** Whether a Slack user is in a user group; absent: there is no Slack to ask. */
  inSlackGroup?: AccessPorts['inSlackGroup']
}

/** For a program that has none to show. */
const NO_TEMPLATES: Services['templates'] = { list: () => [], show: () => undefined, preview: () => undefined }

/** For a program that cannot reach any store. */
const NO_BACKUPS: Services['lookAtBackups'] = async () => ({ ok: true, seen: [] })

export function createServices(parts: ServicesParts): Services {
  const { engine, plans, standingWords, templates = NO_TEMPLATES, rehearsals = createRehearsals() } = parts
  const { lookAtBackups = NO_BACKUPS, probes = () => [], reviewUrl = (incident) => incident } = parts
  const stateOf = async (incident: string) => {
    if (!incident.startsWith(INCIDENT_PREFIX)) return undefined
    const found = await engine.read<IncidentState>(incident)
    return found?.plan ? { state: found.state, plan: found.plan } : undefined
  }
  const viewOf = async (incident: string) => {
    const found = await stateOf(incident)
    return found && view(found.plan, found.state)
  }
  const ask = async (incident: string, command: IncidentCommand, key: string): Promise<Asked> => {
    const refused = await access.incident(incident, command)
    if (refused !== undefined) return { ok: false, why: refused }
    const known = await stateOf(incident)
    const by = known ? asKnownTo(known.plan, command.by) : command.by
    return answered(await engine.submit<IncidentState>(incident, { ...command, by }, { key }))
  }

  const join = async (incident: string, seen: string, { by, atMs, key }: Parameters<Services['declare']>[1]) => {
    const joined = await ask(incident, { type: 'join-declaration', by, atMs, seen: privately(seen) }, key)
    return joined.ok && joined.repeated ? joined : { ...joined, joined: true }
  }

  const open = async (
    declaration: Declaration,
    { digest, plan }: { digest: string; plan: Plan },
    request: Parameters<Services['declare']>[1],
  ) => {
    const { planId: _planId, separate, seen, ...rest } = declaration
    const { atMs, key } = request
    const by = asKnownTo(plan, request.by)
    const drillMs = await timesInDrills(plan.id)
    const command: IncidentCommand = {
      ...{ ...rest, type: 'declare', by, atMs, planDigest: digest, seen: privately(seen) },
      ...(Object.keys(drillMs).length > 0 && { drillMs }),
    }
    for (let n = 1; n <= SAME_MINUTE_MAX; n++) {
      // Looked for before each try: whoever has just taken the id may have declared the same thing in the same instant.
      const same = separate ? undefined : await openTwin(services, declaration, atMs)
      if (same) return join(same.id, seen, request)
      const id = incidentId(atMs, n, parts.voyage?.())
      const result = await engine.submit<IncidentState>(id, command, { key, plan: { digest, plan }, mustBeNew: true })
      if (result.ok || !result.exists) return answered(result)
    }
    return {
      ok: false as const,
      why: `${SAME_MINUTE_MAX} incidents have been declared in this minute; wait for the next one.`,
    }
  }

  /** What the forecast goes by. An incident must not wait for it: whatever cannot be read is left out. */
  const timesInDrills = async (planId: string): Promise<Record<string, number>> => {
    const ended = await endedOnes().catch(() => [])
    const drills = ended.flatMap(({ state, plan }) =>
      plan && state.planId === planId && state.mode === 'drill' ? [{ plan, state }] : [],
    )
    return drillTimes(drills)
  }

  const openOnes = () => engine.readAll<IncidentState>({ prefix: INCIDENT_PREFIX, open: true })
  const endedOnes = () =>
    engine.readAll<IncidentState>({ prefix: INCIDENT_PREFIX, open: false, descending: true, limit: ENDED_MAX })

  const listed = async (options: { all?: boolean } = {}) => [
    ...(await openOnes()),
    ...(options.all ? await endedOnes() : []),
  ]

  const inForce = async () =>
    Object.fromEntries(Object.entries(await plans.current()).map(([id, { plan }]) => [id, plan]))
  const systemState = async () => (await engine.read<SystemState>(SYSTEM_STREAM))?.state ?? initial()
  const access = createAccess({
    plans: inForce,
    state: stateOf,
    open: async () => (await openOnes()).flatMap(({ plan }) => (plan ? [{ plan }] : [])),
    system: systemState,
    inSlackGroup: parts.inSlackGroup ?? (async () => false),
  })

  const services: Services = {
    plans: inForce,
    mayRun: access.running,
    async declare(declaration, request) {
      const refused = await access.declaring(declaration.planId, declaration.mode, request)
      if (refused !== undefined) return { ok: false, why: refused }
      const current = (await plans.current())[declaration.planId]
      if (!current) return { ok: false, why: `There is no plan ${declaration.planId}.` }
      return open(declaration, current, request)
    },
    ask,
    view: viewOf,
    state: stateOf,
    headings: async (options) => newestFirst(await listed(options)).map(({ state, plan }) => heading(plan, state)),
    countOpen: createOpenCount(engine, INCIDENT_PREFIX),
    incidents: async (options) => viewed(await listed(options)).map(({ view }) => view),
    async incidentsWithPlans({ endedSinceMs } = {}) {
      if (endedSinceMs === undefined) return viewed(await openOnes())
      const ended = await endedOnes()
      const recent = ended.filter(({ state }) => (state.endedMs ?? state.declaredMs) >= endedSinceMs)
      return viewed([...(await openOnes()), ...recent])
    },
    async downtime(incident, nowMs) {
      const found = await stateOf(incident)
      if (found?.plan.objectives.availability === undefined) return null
      const all = [...(await openOnes()), ...(await endedOnes())].map(({ state }) => state)
      return downtime(found.plan, found.state, all, nowMs)
    },
    async proofs(planId) {
      const ended = await endedOnes()
      return ended.flatMap(({ state, plan }) =>
        plan && state.planId === planId ? (goneThrough(plan, state) ?? []) : [],
      )
    },
    async measures(planId, nowMs) {
      const ended = await endedOnes()
      const once = new Map<string, Measures>()
      const take = (found: readonly Found[]) => {
        for (const { stream, state, plan } of found)
          if (plan && state.planId === planId) once.set(stream, measuresOf(plan, state, nowMs))
      }
      take(ended)
      for await (const page of openPages(engine, INCIDENT_PREFIX)) take(page)
      const oldest = ended.at(-1)
      return {
        measures: [...once.values()],
        sinceMs: ended.length >= ENDED_MAX && oldest ? oldest.state.declaredMs : null,
      }
    },
    drillTimes: timesInDrills,
    lookAtBackups,
    probes,
    standingWords,
    templates,
    rehearsals,
    events: (incident) => engine.events<Event>(incident),
    eventsFromEnd: (incident) => eventsFromEnd(engine, incident),
    reviewUrl,
    system: systemState,
    async askSystem(command, key) {
      const refused = await access.system(command)
      if (refused !== undefined) return { ok: false, why: refused }
      const result = await engine.submit<SystemState>(SYSTEM_STREAM, command, { key })
      if (!result.ok) return result
      const { state, note, repeated } = result
      return { ok: true, state, repeated, ...(note === undefined ? {} : { note }) }
    },
    async watch(planId) {
      const found = await engine.read<WatchState>(watchStream(planId))
      return found?.plan && { state: found.state, plan: found.plan }
    },
    async askWatch(planId, command, key) {
      const refused = await access.watch(planId, command)
      if (refused !== undefined) return { ok: false, why: refused }
      const result = await engine.submit<WatchState>(watchStream(planId), command, { key })
      if (!result.ok) return result
      const { state, note, repeated } = result
      return { ok: true, state, repeated, ...(note === undefined ? {} : { note }) }
    },
    async reloadPlans(apply, request) {
      const refused = apply && request ? await access.reloading(request) : undefined
      if (refused !== undefined) return { changes: [], problems: [], refused }
      return plans.reload(apply)
    },
  }
  return services
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

/** Whoever comes from Slack is the person whom this very plan knows by that id; another plan may call them something else. */
function asKnownTo(plan: Plan, by: Actor): Actor {
  if (!by.id.startsWith('slack:')) return by
  const { person: _elsewhere, ...rest } = by
  const person = personByContact(plan, { slack: by.id.slice('slack:'.length) })
  return person ? { ...rest, person } : rest
}

/** The open incident that this declaration repeats: same plan, scenario and mode, declared a short while ago. */
async function openTwin(services: Services, declaration: Declaration, atMs: number): Promise<Heading | undefined> {
  const { planId, scenario, mode } = declaration
  return (await services.headings()).find(
    (open) =>
      open.plan.id === planId &&
      (open.scenario?.id ?? null) === scenario &&
      open.mode === mode &&
      atMs - open.declared.atMs < SAME_DECLARATION_MS,
  )
}

function answered(result: Awaited<ReturnType<Engine['submit']>>): Asked {
  if (!result.ok) return result
  const { state, plan, events, note, repeated } = result
  if (!plan) return { ok: false, why: 'There is no such incident.' }
  return {
    ok: true,
    view: view(plan, state as IncidentState),
    events: events as Event[],
    repeated,
    ...(note === undefined ? {} : { note }),
  }
}
