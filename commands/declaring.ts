/** Opens incidents, each under an id of its own, or joins the one that is open already: the one rule of the commands is which declaration is the same. */
import type { Engine } from '../src/engine/engine.ts'
import type { PlanRegistry } from '../src/engine/plan-registry.ts'
import type { IncidentCommand } from '../src/incident/commands.ts'
import type { Event } from '../src/incident/events.ts'
import type { Heading } from '../src/incident/heading.ts'
import { SAME_DECLARATION_MS } from '../src/incident/limits.ts'
import type { IncidentState } from '../src/incident/state.ts'
import { view } from '../src/incident/view.ts'
import { type Actor, privately } from '../src/plan/actor.ts'
import { personByContact } from '../src/plan/people.ts'
import type { Plan } from '../src/plan/schema.ts'
import type { Access } from './access.ts'
import { INCIDENT_PREFIX } from './kept-incidents.ts'
import type { Asked, Declaration, Services } from './services.ts'

/** Incidents declared in one minute, at most: beyond that something is wrong with whoever declares. */
const SAME_MINUTE_MAX = 50

/** @param voyage while the database is away: nobody else can take this name. */
const incidentId = (atMs: number, n: number, voyage: string | undefined) => {
  const at = new Date(atMs).toISOString()
  const minute = `${at.slice(0, 10).replaceAll('-', '')}-${at.slice(11, 13)}${at.slice(14, 16)}`
  return `${INCIDENT_PREFIX}${minute}${n === 1 ? '' : `-${n}`}${voyage === undefined ? '' : `-${voyage}`}`
}

type Request = Parameters<Services['declare']>[1]

export interface DeclaringParts {
  engine: Engine
  plans: Pick<PlanRegistry, 'current'>
  access: Pick<Access, 'declaring'>
  kept: Pick<Services, 'headings' | 'drillTimes'>
  ask: Services['ask']
  /** Of a replica that has lost the database: goes into the ids of what it declares. */
  voyage?: (() => string | undefined) | undefined
}

export function createDeclaring({ engine, plans, access, kept, ask, voyage }: DeclaringParts): Services['declare'] {
  const join = async (incident: string, seen: string, { by, atMs, key }: Request) => {
    const joined = await ask(incident, { type: 'join-declaration', by, atMs, seen: privately(seen) }, key)
    return joined.ok && joined.repeated ? joined : { ...joined, joined: true }
  }

  const open = async (
    declaration: Declaration,
    { digest, plan }: { digest: string; plan: Plan },
    request: Request,
  ): ReturnType<Services['declare']> => {
    const { planId: _planId, separate, seen, ...rest } = declaration
    const { atMs, key } = request
    const by = asKnownTo(plan, request.by)
    const drillMs = await kept.drillTimes(plan.id)
    const command: IncidentCommand = {
      ...{ ...rest, type: 'declare', by, atMs, planDigest: digest, seen: privately(seen) },
      ...(Object.keys(drillMs).length > 0 && { drillMs }),
    }
    for (let n = 1; n <= SAME_MINUTE_MAX; n++) {
      // Looked for before each try: whoever has just taken the id may have declared the same thing in the same instant.
      const same = separate ? undefined : openTwin(await kept.headings(), declaration, atMs)
      if (same) return join(same.id, seen, request)
      const id = incidentId(atMs, n, voyage?.())
      const result = await engine.submit<IncidentState>(id, command, { key, plan: { digest, plan }, mustBeNew: true })
      if (result.ok || !result.exists) return answered(result)
    }
    return { ok: false, why: `${SAME_MINUTE_MAX} incidents have been declared in this minute; wait for the next one.` }
  }

  return async (declaration, request) => {
    const refused = await access.declaring(declaration.planId, declaration.mode, request)
    if (refused !== undefined) return { ok: false, why: refused }
    const current = (await plans.current())[declaration.planId]
    if (!current) return { ok: false, why: `There is no plan ${declaration.planId}.` }
    return open(declaration, current, request)
  }
}

/** The open incident that this declaration repeats: same plan, scenario and mode, declared a short while ago. */
function openTwin(open: readonly Heading[], declaration: Declaration, atMs: number): Heading | undefined {
  const { planId, scenario, mode } = declaration
  return open.find(
    (one) =>
      one.plan.id === planId &&
      (one.scenario?.id ?? null) === scenario &&
      one.mode === mode &&
      atMs - one.declared.atMs < SAME_DECLARATION_MS,
  )
}

/** Whoever comes from Slack is the person whom this very plan knows by that id; another plan may call them something else. */
export function asKnownTo(plan: Plan, by: Actor): Actor {
  if (!by.id.startsWith('slack:')) return by
  const { person: _elsewhere, ...rest } = by
  const person = personByContact(plan, { slack: by.id.slice('slack:'.length) })
  return person ? { ...rest, person } : rest
}

/** What the core has said, as commands hear it. */
export function answered(result: Awaited<ReturnType<Engine['submit']>>): Asked {
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
