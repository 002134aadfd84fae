/** How the rules of an incident word their decisions. */
import type { Private } from '../plan/actor.ts'
import type { Decision } from '../plan/core.ts'
import type { Command } from './commands.ts'
import type { Event } from './events.ts'
import type { IncidentState } from './state.ts'

export type IncidentDecision = Decision<Event>
export type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>

export const refuse = (why: string): IncidentDecision => ({ ok: false, why })
/** Nothing changes; `note` is said to whoever asked. */
export const nothing = (note?: string): IncidentDecision =>
  note ? { ok: true, events: [], note } : { ok: true, events: [] }
export const happened = (...events: Event[]): IncidentDecision => ({ ok: true, events })

/** `04:10 UTC` (the day is the incident's own, or the channel's). */
export const clockTime = (atMs: number) => `${new Date(atMs).toISOString().slice(11, 16)} UTC`

/** Said kindly to whoever comes after the end; undefined while the incident is open. */
export function overNote(state: IncidentState): string | undefined {
  const at = clockTime(state.endedMs ?? 0)
  switch (state.phase) {
    case 'resolved':
      return `${state.id} was resolved at ${at}. Thank you, there is nothing left to do.`
    case 'cancelled':
      return `${state.id} was called off at ${at} as a false alarm. Thank you, there is nothing left to do.`
    case 'merged':
      return `${state.id} was merged into ${state.mergedInto} at ${at}. Please go on there.`
    default:
      return undefined
  }
}

/** What was said with a change of status, and whether to everybody. */
export const textOf = (command: { text?: Private; public?: boolean }): { text?: Private; public?: true } =>
  command.text ? { text: command.text, ...(command.public && { public: true }) } : {}
