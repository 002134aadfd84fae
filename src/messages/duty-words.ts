/** What somebody is told to be theirs to do: one sentence without its stop, and a line for each part of it. Not escaped. */
import { openItems } from '../incident/duties.ts'
import type { ExternalEffect } from '../incident/effects.ts'
import { procedureNow } from '../incident/recovery/procedure-now.ts'
import { blockersInWords, titleOf } from '../incident/recovery/refusals.ts'
import { standings } from '../incident/recovery/standing.ts'
import { stepActions } from '../incident/recovery/step-actions.ts'
import type { IncidentState } from '../incident/state.ts'
import type { PlanStep } from '../plan/procedure.ts'
import type { Plan } from '../plan/schema.ts'
import { clockText, durationText } from './time-text.ts'

type TellDuty = Pick<Extract<ExternalEffect, { kind: 'tell-duty' }>, 'duty' | 'id'>

export function dutyWords(plan: Plan, state: IncidentState, { duty, id }: TellDuty): { says: string; items: string[] } {
  switch (duty) {
    case 'role': {
      const { label = id, duties = [] } = plan.roles[id] ?? {}
      return { says: `You are ${label}`, items: duties }
    }
    case 'step': {
      const budget = procedureNow(plan, state).byId.get(id)?.budget ?? 0
      return {
        says: `“${titleOf(plan, state, id)}” has taken longer than its ${durationText(budget)}`,
        items: [`Done: /dr step done ${id}`, 'Not yet: /dr note TEXT says in the timeline how far it is'],
      }
    }
    case 'phase': {
      const phase = procedureNow(plan, state).phases.find((one) => one.id === id)
      const untilMs = phase?.window?.toMs ?? null
      const was = untilMs === null ? 'was to be over' : `was to be over at ${clockText(state.declaredMs + untilMs)}`
      return {
        says: `Phase “${phase?.title ?? id}” ${was} and has open steps`,
        items: openItems(plan, state, id).map((step) => `${step.title} (${waysOn(plan, state, step)})`),
      }
    }
    default:
      return duty satisfies never
  }
}

/** What moves an open step on: a command that is taken now, or what it waits for. */
function waysOn(plan: Plan, state: IncidentState, step: PlanStep): string {
  const standing = standings(plan, state).get(step.id)!
  const { status, blockedBy } = standing
  if (status === 'unknown') return `nobody knows how it ended: /dr step done ${step.id} or /dr step failed ${step.id}`
  if (status === 'running' && step.do) return 'runs'
  const [first] = stepActions(state, step, standing)
  if (!first) return `waits for ${blockersInWords(plan, state, blockedBy)}`
  if (step.decide) return `/dr step choose ${step.id} OPTION: ${step.decide.options.map(({ id }) => id).join(', ')}`
  // A digest would only be in the way of whoever types.
  return `/dr ${first.command} ${first.words.replace(/ @.*/, '')}`
}
