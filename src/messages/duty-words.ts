/** What somebody is told to be theirs to do: one sentence without its stop, and a line for each part of it. Not escaped. */
import { openItems } from '../incident/duties.ts'
import type { ExternalEffect } from '../incident/effects.ts'
import { procedureNow } from '../incident/recovery/procedure-now.ts'
import { titleOf } from '../incident/recovery/refusals.ts'
import type { IncidentState } from '../incident/state.ts'
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
        items: [`Done: /dr step done ${id}`, 'Not yet: /dr note says how far it is and when it may be done'],
      }
    }
    case 'phase': {
      const phase = procedureNow(plan, state).phases.find((one) => one.id === id)
      const untilMs = phase?.window?.toMs ?? null
      const was = untilMs === null ? 'was to be over' : `was to be over at ${clockText(state.declaredMs + untilMs)}`
      return {
        says: `Phase “${phase?.title ?? id}” ${was} and has open steps`,
        items: openItems(plan, state, id).map(({ id: step, title }) => `${title} (/dr step done ${step})`),
      }
    }
    default:
      return duty satisfies never
  }
}
