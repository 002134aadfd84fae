/** How an incident begins. */
import { own } from '../plan/own.ts'
import type { Plan } from '../plan/schema.ts'
import { type CommandOf, happened, type IncidentDecision, refuse } from './decision.ts'
import type { IncidentState } from './state.ts'

export function declare(plan: Plan, state: IncidentState, command: CommandOf<'declare'>): IncidentDecision {
  if (state.phase !== 'not-declared') return refuse(`${state.id} has been declared already.`)
  const { atMs, by, planDigest, scenario, severity, mode, drill, seen, outageStartMs, components } = command
  if (scenario !== null && !own(plan.scenarios, scenario)) {
    return refuse(`The plan ${plan.id} has no scenario ${scenario}; it has ${Object.keys(plan.scenarios).join(', ')}.`)
  }
  if (!plan.severities.some((candidate) => candidate.id === severity)) {
    return refuse(
      `The plan ${plan.id} has no severity ${severity}; it has ${plan.severities.map((s) => s.id).join(', ')}.`,
    )
  }
  if (drill !== undefined && (mode !== 'drill' || !own(plan.drills, drill))) {
    const known = Object.keys(plan.drills).join(', ') || 'none'
    return refuse(`The plan ${plan.id} has no drill ${drill}; it has ${known}.`)
  }
  const unknown = components.find((component) => !own(plan.components, component))
  if (unknown)
    return refuse(`The plan ${plan.id} has no component ${unknown}; it has ${Object.keys(plan.components).join(', ')}.`)
  if (outageStartMs !== null && outageStartMs > atMs)
    return refuse('The outage cannot have begun in the future; give the time in UTC.')
  const known = scenario ? (plan.scenarios[scenario]?.components ?? []) : []
  const affected = components.length > 0 ? components : known
  const leader = command.commander ?? by.person
  const commander = leader && own(plan.people, leader) ? leader : null
  return happened({
    type: 'declared',
    atMs,
    by,
    planDigest,
    planId: plan.id,
    scenario,
    severity,
    mode,
    ...(drill === undefined ? {} : { drill }),
    seen,
    outageStartMs,
    components: affected,
    commanderRole: plan.commander,
    commander,
    ...(command.drillMs ? { drillMs: command.drillMs } : {}),
  })
}
