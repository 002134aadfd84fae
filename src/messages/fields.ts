/**
 * What a message can say about an incident: the catalogue of fields, and their values at one moment. Promises a value or `null` for every
 * field of the catalogue, never `undefined`; `null` and empty lists are what a template's fallback is for. Invents nothing: a field that the
 * incident does not know is null.
 */
import { isOutward } from '../incident/communication/in-force.ts'
import type { Status } from '../incident/events.ts'
import type { IncidentState } from '../incident/state.ts'
import type { View } from '../incident/view-shape.ts'
import { reveal } from '../plan/actor.ts'
import type { Notice, Plan } from '../plan/schema.ts'
import { formatDuration } from '../plan/time.ts'
import { clockText, durationText, timeText } from './time-text.ts'

export type FieldValue = string | string[] | null

export interface MessageFields {
  /** Whose own templates win. */
  planId: string
  /** Everything sent is then headed DRILL. */
  drill: boolean
  values: Record<string, FieldValue>
}

/** Known without any incident. */
export const SYSTEM_FIELDS = ['system', 'publicName', 'statusPageUrl'] as const

/** May stand in a message to anyone. */
export const PUBLIC_FIELDS = [
  'id',
  'severity',
  'status',
  /** The outage's start if known, else the declaration; `outageStart` only the former. */
  'started',
  'outageStart',
  'declared',
  'now',
  /** From `started` to the end, or to now. */
  'duration',
  'resolved',
  'services',
  'publicImpact',
  'eta',
  'cadence',
  'nextUpdate',
  /** The newest public update; `updates` all of them with their time. */
  'latest',
  'updates',
  /** What has changed since this audience was last told. */
  'changes',
  'streamInfrastructure',
  'streamData',
  'streamServices',
  /** What was said when it was resolved; outside only what was said in public. */
  'cause',
] as const

/** For people inside the organization: names, internal words. */
export const INTERNAL_FIELDS = [
  'scenario',
  'seen',
  'impact',
  'actions',
  'team',
  'commander',
  'channel',
  'cancelReason',
] as const

export const STATUS_LABELS: Record<Status, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  recovering: 'Recovering',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
}

/** Until recovery steps drive the three work streams (R73), each is as far along as the incident's status says. */
const STREAM_WORDS: Record<Status, string> = {
  investigating: 'being assessed',
  identified: 'cause found, recovery being prepared',
  recovering: 'recovery in progress',
  monitoring: 'restored, being watched',
  resolved: 'restored',
}

/** What outsiders are told when nobody has written better; by severity, 1 is the worst. */
const IMPACT_BY_RANK = ['is not available', 'is partly not available']
const IMPACT_OF_THE_REST = 'works, with limitations'

export const systemValues = (plan: Plan): Record<string, FieldValue> => ({
  system: plan.system.name,
  publicName: plan.system.publicName ?? plan.system.name,
  statusPageUrl: plan.statusPage?.url ?? null,
})

/** @param zone IANA zone in which times are told. @param notice the notice that this message is for; without one it is for somebody of the plan. */
export function messageFields(
  plan: Plan,
  state: IncidentState,
  view: View,
  nowMs: number,
  zone = 'UTC',
  notice?: Notice,
  { dueMs = nowMs, changes = [] }: { dueMs?: number; changes?: string[] } = {},
): MessageFields {
  const time = (atMs: number | null | undefined) => (atMs === null || atMs === undefined ? null : timeText(atMs, zone))
  const values: Record<string, FieldValue> = {
    ...systemValues(plan),
    ...clockValues(state, view, nowMs, time),
    ...publicValues(view),
    ...internalValues(plan, state, view),
    cadence: notice?.cadence === undefined ? null : formatDuration(notice.cadence),
    nextUpdate: notice?.cadence === undefined || view.phase !== 'open' ? null : time(dueMs + notice.cadence),
    changes,
    cause: causeOf(state, view, notice !== undefined && isOutward(plan, notice)),
    cancelReason: view.phase === 'cancelled' && state.endText ? reveal(state.endText) : null,
  }
  return { planId: view.plan.id, drill: view.mode === 'drill', values }
}

function causeOf(state: IncidentState, view: View, outside: boolean): string | null {
  if (view.phase !== 'resolved') return null
  if (outside) return view.updates.findLast((update) => update.public && update.status === 'resolved')?.text ?? null
  return state.endText ? reveal(state.endText) : null
}

function clockValues(
  state: IncidentState,
  view: View,
  nowMs: number,
  time: (atMs: number | null) => string | null,
): Record<string, FieldValue> {
  const startedMs = view.outageStartMs ?? state.declaredMs
  return {
    started: time(startedMs),
    outageStart: time(view.outageStartMs),
    declared: time(state.declaredMs),
    now: time(nowMs),
    duration: durationText((view.endedMs ?? nowMs) - startedMs),
    resolved: view.phase === 'resolved' ? time(view.endedMs) : null,
    eta: view.phase === 'open' ? time(view.etaMs) : null,
  }
}

function publicValues(view: View): Record<string, FieldValue> {
  const told = view.updates.filter((update) => update.public)
  const impact = IMPACT_BY_RANK[view.severity.rank - 1] ?? IMPACT_OF_THE_REST
  const stream = STREAM_WORDS[view.status]
  return {
    id: view.id,
    severity: view.severity.label,
    status: STATUS_LABELS[view.status],
    services: view.components.map((component) => component.label),
    publicImpact: `${view.plan.publicName} ${impact}.`,
    latest: told.findLast((update) => update.text)?.text ?? null,
    updates: told.flatMap((update) => (update.text ? [`${clockText(update.atMs)}: ${update.text}`] : [])),
    streamInfrastructure: stream,
    streamData: stream,
    streamServices: stream,
  }
}

function internalValues(plan: Plan, state: IncidentState, view: View): Record<string, FieldValue> {
  const holders = view.roles.flatMap((role) => (role.holder ? [`${role.label}: ${role.holder.name}`] : []))
  const leading = view.roles.find((role) => role.role === state.commanderRole)?.holder
  const holding = new Set(view.roles.map((role) => role.holder?.id))
  const others = view.acknowledged.filter(({ person }) => !holding.has(person.id))
  const planned = view.scenario ? plan.scenarios[view.scenario.id]?.impact : undefined
  return {
    scenario: view.scenario?.title ?? null,
    seen: view.seen || null,
    impact: view.seen || planned || null,
    actions: view.updates.flatMap((update) => (update.text ? [`${clockText(update.atMs)}: ${update.text}`] : [])),
    team: [...holders, ...others.map(({ person }) => `Responding: ${person.name}`)],
    commander: leading?.name ?? null,
    channel: view.channel ? `#${view.channel.name}` : null,
  }
}
