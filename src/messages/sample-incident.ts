/**
 * An incident of a plan as it could be, for showing what its messages would say: declared with the plan's first scenario, led by whoever the plan names, an hour
 * on or over. Promises the same incident for the same plan; nothing of it is kept anywhere. Its final checks count as passed.
 */

import type { IncidentCommand } from '../incident/commands.ts'
import { decide } from '../incident/decide.ts'
import { evolve } from '../incident/evolve.ts'
import { initialState } from '../incident/initial-state.ts'
import type { IncidentState } from '../incident/state.ts'
import { view } from '../incident/view.ts'
import type { View } from '../incident/view-shape.ts'
import { type Actor, privately } from '../plan/actor.ts'
import { defaultSeverity } from '../plan/policy-for.ts'
import type { Plan } from '../plan/schema.ts'
import type { TemplateMoment } from './template-file.ts'

const DECLARED_MS = Date.UTC(2026, 11, 5, 10, 0)
const MINUTE_MS = 60_000
const SOMEBODY: Actor = { id: 'cli:sample', via: 'cli' }

export interface Sample {
  plan: Plan
  state: IncidentState
  view: View
  atMs: number
}

export function sampleIncident(planOf: Plan, moment: TemplateMoment, drill = false): Sample {
  const plan = withoutChecks(planOf)
  let state = initialState('DR-20261205-1000')
  const at = (minutes: number, command: Command) => {
    const atMs = DECLARED_MS + minutes * MINUTE_MS
    const decision = decide(plan, state, { ...command, atMs, by: SOMEBODY, facts: { standIns: {} } } as IncidentCommand)
    if (decision.ok) state = decision.events.reduce(evolve, state)
  }
  const [scenario = null, found] = Object.entries(plan.scenarios)[0] ?? []
  const shown = Object.keys(plan.components).filter((id) => plan.components[id]?.public)
  at(0, {
    type: 'declare',
    planDigest: 'sample',
    scenario,
    severity: defaultSeverity(plan, scenario),
    mode: drill ? 'drill' : 'real',
    seen: privately(found?.symptoms[0] ?? 'Users report errors'),
    outageStartMs: DECLARED_MS - 15 * MINUTE_MS,
    components: found?.components.length ? found.components : shown.slice(0, 2),
  })
  const leader = plan.roles[plan.commander]?.holders[0]
  if (leader !== undefined) at(5, { type: 'assign-role', role: plan.commander, person: leader })
  if (moment === 'initial') return sampleAt(plan, state, 15)
  at(20, { type: 'change-status', status: 'identified', text: privately('The cause is found.'), public: true })
  at(50, { type: 'change-status', status: 'recovering', text: privately('The recovery has begun.'), public: true })
  at(50, { type: 'set-eta', etaMs: DECLARED_MS + 130 * MINUTE_MS })
  if (moment !== 'resolved' && moment !== 'review') return sampleAt(plan, state, 60)
  at(125, { type: 'resolve', text: privately('Everything that failed has been replaced.'), public: true })
  return sampleAt(plan, state, moment === 'review' ? 24 * 60 : 125)
}

type WithoutPlace<T> = T extends unknown ? Omit<T, 'atMs' | 'by' | 'facts'> : never
type Command = WithoutPlace<IncidentCommand>

const sampleAt = (plan: Plan, state: IncidentState, minutes: number): Sample => ({
  plan,
  state,
  view: view(plan, state),
  atMs: DECLARED_MS + minutes * MINUTE_MS,
})

const withoutChecks = (plan: Plan): Plan => ({
  ...plan,
  scenarios: Object.fromEntries(Object.entries(plan.scenarios).map(([id, one]) => [id, { ...one, validation: [] }])),
})
