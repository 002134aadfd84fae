/** An incident in a few words, for lists and searches: cheap, because it looks at nothing that grows with the incident. */
import { reveal } from '../plan/actor.ts'
import type { Plan } from '../plan/schema.ts'
import { actorView } from './person-view.ts'
import type { IncidentState } from './state.ts'
import type { View } from './view-shape.ts'

export type Heading = Pick<
  View,
  'id' | 'plan' | 'phase' | 'mode' | 'status' | 'scenario' | 'severity' | 'seen' | 'declared' | 'channel'
>

export function heading(plan: Plan, state: IncidentState): Heading {
  const scenario = state.scenario ? plan.scenarios[state.scenario] : undefined
  const severity = plan.severities.find((candidate) => candidate.id === state.severity)
  return {
    id: state.id,
    plan: {
      id: plan.id,
      name: plan.system.name,
      publicName: plan.system.publicName ?? plan.system.name,
      digest: state.planDigest ?? '',
    },
    phase: state.phase,
    mode: state.mode,
    status: state.status,
    scenario: state.scenario && scenario ? { id: state.scenario, title: scenario.title } : null,
    severity: { id: state.severity, label: severity?.label ?? state.severity, rank: severity?.rank ?? 1 },
    seen: reveal(state.seen),
    declared: { atMs: state.declaredMs, by: actorView(plan, state.declaredBy) },
    channel: state.channel,
  }
}
