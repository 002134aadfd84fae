/** What commands may use, on the engine. Nothing is decided here: who may is access.ts's to say, everything else the cores'. */
import type { Engine } from '../src/engine/engine.ts'
import type { PlanRegistry } from '../src/engine/plan-registry.ts'
import type { Submitted } from '../src/engine/submit.ts'
import type { Event } from '../src/incident/events.ts'
import type { IncidentState } from '../src/incident/state.ts'
import { initial } from '../src/readiness/evolve.ts'
import { SYSTEM_STREAM, type SystemState } from '../src/readiness/state.ts'
import { type WatchState, watchStream } from '../src/readiness/watch/state.ts'
import { createRehearsals } from '../src/rehearsal/beside.ts'
import { type AccessPorts, createAccess } from './access.ts'
import { answered, asKnownTo, createDeclaring } from './declaring.ts'
import { eventsFromEnd } from './journal-services.ts'
import { createKeptIncidents } from './kept-incidents.ts'
import type { Services } from './services.ts'

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
  const { open, ...kept } = createKeptIncidents(engine)
  const inForce = async () =>
    Object.fromEntries(Object.entries(await plans.current()).map(([id, { plan }]) => [id, plan]))
  const system = async () => (await engine.read<SystemState>(SYSTEM_STREAM))?.state ?? initial()
  const access = createAccess({
    plans: inForce,
    state: kept.state,
    open: async () => (await open()).flatMap(({ plan }) => (plan ? [{ plan }] : [])),
    system,
    inSlackGroup: parts.inSlackGroup ?? (async () => false),
  })
  const ask: Services['ask'] = async (incident, command, key) => {
    const refused = await access.incident(incident, command)
    if (refused !== undefined) return { ok: false, why: refused }
    const known = await kept.state(incident)
    const by = known ? asKnownTo(known.plan, command.by) : command.by
    return answered(await engine.submit<IncidentState>(incident, { ...command, by }, { key }))
  }
  return {
    ...kept,
    ...{ ask, system, lookAtBackups, probes, standingWords, templates, rehearsals, reviewUrl },
    plans: inForce,
    mayRun: access.running,
    declare: createDeclaring({ engine, plans, access, kept, ask, voyage: parts.voyage }),
    events: (incident) => engine.events<Event>(incident),
    eventsFromEnd: (incident) => eventsFromEnd(engine, incident),
    async askSystem(command, key) {
      const refused = await access.system(command)
      if (refused !== undefined) return { ok: false, why: refused }
      return withoutEvents(await engine.submit<SystemState>(SYSTEM_STREAM, command, { key }))
    },
    async watch(planId) {
      const found = await engine.read<WatchState>(watchStream(planId))
      return found?.plan && { state: found.state, plan: found.plan }
    },
    async askWatch(planId, command, key) {
      const refused = await access.watch(planId, command)
      if (refused !== undefined) return { ok: false, why: refused }
      return withoutEvents(await engine.submit<WatchState>(watchStream(planId), command, { key }))
    },
    async reloadPlans(apply, request) {
      const refused = apply && request ? await access.reloading(request) : undefined
      if (refused !== undefined) return { changes: [], problems: [], refused }
      return plans.reload(apply)
    },
  }
}

function withoutEvents<State>(result: Submitted<State>) {
  if (!result.ok) return result
  const { state, note, repeated } = result
  return { ok: true as const, state, repeated, ...(note === undefined ? {} : { note }) }
}
