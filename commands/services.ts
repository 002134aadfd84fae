/** What commands may use of the program: asking streams, reading them, the plans in force. Wired in src/main.ts; there is one implementation. */

import type { IncidentCommand } from '../src/incident/commands.ts'
import type { Downtime } from '../src/incident/downtime.ts'
import type { Event, Status } from '../src/incident/events.ts'
import type { Heading } from '../src/incident/heading.ts'
import type { Known } from '../src/incident/measures/summary.ts'
import type { IncidentState } from '../src/incident/state.ts'
import type { View } from '../src/incident/view-shape.ts'
import type { TemplateShelf } from '../src/messages/template-shelf.ts'
import type { Plan } from '../src/plan/schema.ts'
import type { SeenSet } from '../src/readiness/backups/seen.ts'
import type { SystemCommand } from '../src/readiness/commands.ts'
import type { Proof } from '../src/readiness/proof.ts'
import type { ProbeNow } from '../src/readiness/signals/probe-now.ts'
import type { SystemState } from '../src/readiness/state.ts'
import type { WatchCommand } from '../src/readiness/watch/commands.ts'
import type { WatchState } from '../src/readiness/watch/state.ts'
import type { Rehearsals } from '../src/rehearsal/beside.ts'

export type Asked =
  | { ok: true; view: View; events: Event[]; note?: string; repeated: boolean }
  | { ok: false; why: string }

export interface Declaration {
  planId: string
  scenario: string | null
  severity: string
  mode: 'real' | 'drill'
  /** Which drill of the plan it is. */
  drill?: string
  seen: string
  outageStartMs: number | null
  components: string[]
  commander?: string
  /** Open a second incident even when the same one is open already. */
  separate: boolean
}

export interface Services {
  /** Plans in force, by id. */
  plans(): Promise<Record<string, Plan>>
  /** Opens an incident, or joins the open one that is the same (same plan, scenario and mode, declared within the last ten minutes). */
  declare(
    declaration: Declaration,
    request: { by: IncidentCommand['by']; atMs: number; key: string },
  ): Promise<Asked & { joined?: boolean }>
  /** Puts a command to one incident. */
  ask(incident: string, command: IncidentCommand, key: string): Promise<Asked>
  view(incident: string): Promise<View | undefined>
  state(incident: string): Promise<{ state: IncidentState; plan: Plan } | undefined>
  /** Open incidents in a few words each, newest first; `all` as for `incidents`. For lists and searches: a view goes through all of an incident. */
  headings(options?: { all?: boolean }): Promise<Heading[]>
  /** How many incidents are open. */
  countOpen(): Promise<Record<Heading['mode'], number>>
  /** Open incidents, newest first; `all` adds the ended ones, of which only the newest `ENDED_MAX` are known to lists and searches. */
  incidents(options?: { all?: boolean }): Promise<View[]>
  /** The same with the plan that each is pinned to: the open ones, and of the ended ones those that ended since, epoch ms. */
  incidentsWithPlans(options?: { endedSinceMs?: number }): Promise<{ view: View; plan: Plan }[]>
  /** How much of the outage that the plan allows in a year has been had, the newest `ENDED_MAX` ended incidents counted in; null: no objective, or a drill. */
  downtime(incident: string, nowMs: number): Promise<Downtime | null>
  /** Drills and incidents of a plan that were gone through to their end, among the newest `ENDED_MAX` of all, newest first. */
  proofs(planId: string): Promise<Proof[]>
  /** The measures of all incidents and drills of a plan, the newest `ENDED_MAX` ended ones of all plans counted in. */
  measures(planId: string, nowMs: number): Promise<Known>
  /** How long its steps took in drills, milliseconds by step; the newest drill that has a step says it. */
  drillTimes(planId: string): Promise<Record<string, number>>
  /** What of a plan's backups lies where it should, asked of their stores at this moment. */
  lookAtBackups(plan: Plan): Promise<{ ok: true; seen: SeenSet[] } | { ok: false; why: string }>
  /** How the probes of a plan stand as this replica sees them; none of a plan that only pretends. */
  probes(planId: string): ProbeNow[]
  events(incident: string): Promise<(Event & { seq: number })[]>
  /** The same from the end on, a page at a time and each page oldest first, for whoever needs the last few of many. */
  eventsFromEnd(incident: string): AsyncIterable<(Event & { seq: number })[]>
  /** Where people read the review of an incident, in the console. */
  reviewUrl(incident: string): string
  /** What the public page says of a status when nobody has written anything for the public. */
  standingWords(plan: Plan, status: Status): string
  /** The templates of messages, to look at. */
  templates: TemplateShelf
  /** Scenarios in virtual time, beside everything else. */
  rehearsals: Pick<Rehearsals, 'rehearse' | 'picture'>
  /** The system's own stream: hold, cover, test pages. */
  system(): Promise<SystemState>
  askSystem(
    command: SystemCommand,
    key: string,
  ): Promise<{ ok: true; state: SystemState; note?: string; repeated: boolean } | { ok: false; why: string }>
  /** The watch over the system of a plan in force; undefined: there is no such plan. */
  watch(planId: string): Promise<{ state: WatchState; plan: Plan } | undefined>
  askWatch(
    planId: string,
    command: WatchCommand,
    key: string,
  ): Promise<{ ok: true; state: WatchState; note?: string; repeated: boolean } | { ok: false; why: string }>
  /** Reads the plan files again; what would change, without changing anything unless `apply`. */
  reloadPlans(
    apply: boolean,
    request?: { by: IncidentCommand['by']; atMs: number },
  ): Promise<{
    changes: { plan: string; changes: string[] }[]
    problems: string[]
    /** Who may, when whoever asked may not; nothing was read then. */
    refused?: string
  }>
  /** Whether somebody may run a command at all; one sentence that says who may when not. What it then does is asked by itself. */
  mayRun(
    command: string,
    request: { by: IncidentCommand['by']; atMs: number; incident?: string },
  ): Promise<string | undefined>
}
