/** What people say about the incident while it runs: severity, status, roles, notes, updates, times. */
import { own } from '../plan/own.ts'
import type { Plan } from '../plan/schema.ts'
import { type CommandOf, happened, type IncidentDecision, nothing, overNote, refuse, textOf } from './decision.ts'
import { SHOW_LIFE_PAUSE_MS } from './limits.ts'
import { decideScenario } from './recovery/decide-scenario.ts'
import { belongs, notOfIt } from './recovery/refusals.ts'
import type { IncidentState } from './state.ts'

type Situation = CommandOf<
  | 'join-declaration'
  | 'assign-role'
  | 'change-severity'
  | 'set-scenario'
  | 'change-status'
  | 'note'
  | 'update'
  | 'set-eta'
  | 'set-outage-start'
  | 'contact-vendor'
  | 'show-life'
>

export function decideSituation(plan: Plan, state: IncidentState, command: Situation): IncidentDecision {
  const { atMs, by } = command
  const over = overNote(state)
  // The timeline may be completed afterwards; everything else belongs to an open incident.
  if (command.type === 'note')
    return happened({ type: 'noted', atMs, by, text: command.text, decision: command.decision })
  if (over) return command.type === 'show-life' ? nothing() : refuse(over)
  switch (command.type) {
    case 'join-declaration':
      return happened({ type: 'declaration-joined', atMs, by, seen: command.seen })
    case 'assign-role':
      return assignRole(plan, state, command)
    case 'change-severity':
      return changeSeverity(plan, state, command)
    case 'set-scenario':
      return decideScenario(plan, state, command)
    case 'change-status': {
      if (command.status === state.status) return nothing(`${state.id} is ${state.status} already.`)
      const changed = { type: 'status-changed', atMs, by, from: state.status, to: command.status } as const
      return happened({ ...changed, ...textOf(command) })
    }
    case 'update':
      return happened({ type: 'updated', atMs, by, text: command.text, public: command.public })
    case 'set-eta':
      if (command.etaMs !== null && command.etaMs <= atMs)
        return refuse('The expected recovery must lie in the future; times are UTC.')
      return happened({ type: 'eta-set', atMs, by, etaMs: command.etaMs })
    case 'set-outage-start':
      if (command.outageStartMs > atMs) return refuse('The outage cannot have begun in the future; times are UTC.')
      return happened({ type: 'outage-start-set', atMs, by, outageStartMs: command.outageStartMs })
    case 'contact-vendor': {
      if (!plan.vendors[command.vendor]) return refuse(`The plan ${plan.id} has no vendor ${command.vendor}.`)
      const reference = command.reference ? { reference: command.reference } : {}
      return happened({ type: 'vendor-contacted', atMs, by, vendor: command.vendor, ...reference })
    }
    case 'show-life':
      return atMs - state.lastLifeMs < SHOW_LIFE_PAUSE_MS ? nothing() : happened({ type: 'life-shown', atMs, by })
  }
}

function assignRole(plan: Plan, state: IncidentState, command: CommandOf<'assign-role'>): IncidentDecision {
  const { atMs, by, role, person } = command
  const known = own(plan.roles, role)
  const called = own(plan.people, person)
  if (!known) return refuse(`The plan ${plan.id} has no role ${role}; it has ${Object.keys(plan.roles).join(', ')}.`)
  if (!called) return refuse(`The plan ${plan.id} knows nobody called ${person}.`)
  if (!belongs(plan, state, by)) return refuse(notOfIt(plan))
  const holder = state.roles[role]
  if (holder?.person === person && !holder.acting) return nothing(`${called.name} is ${known.label} already.`)
  return happened({ type: 'role-assigned', atMs, by, role, person })
}

function changeSeverity(plan: Plan, state: IncidentState, command: CommandOf<'change-severity'>): IncidentDecision {
  const { atMs, by, severity } = command
  const known = plan.severities.find((candidate) => candidate.id === severity)
  if (!known)
    return refuse(
      `The plan ${plan.id} has no severity ${severity}; it has ${plan.severities.map((s) => s.id).join(', ')}.`,
    )
  if (severity === state.severity) return nothing(`${state.id} is ${known.label} already.`)
  const reason = command.reason ? { reason: command.reason } : {}
  return happened({ type: 'severity-changed', atMs, by, from: state.severity, to: severity, ...reason })
}
