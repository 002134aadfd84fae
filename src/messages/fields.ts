/**
 * What a message can say about an incident: the catalogue of fields, and their values at one moment. Promises a value or `null` for every
 * field of the catalogue, never `undefined`; `null` and empty lists are what a template's fallback is for. Invents nothing: a field that the
 * incident does not know is null.
 */
import { cadenceOf, isOutward } from '../incident/communication/in-force.ts'
import type { Status } from '../incident/events.ts'
import type { IncidentState } from '../incident/state.ts'
import type { View } from '../incident/view-shape.ts'
import { reveal } from '../plan/actor.ts'
import type { Notice, Plan } from '../plan/schema.ts'
import { formatDuration } from '../plan/time.ts'
import { etaText } from './eta-text.ts'
import { isoName, type TIME_FIELDS } from './field-catalogue.ts'
import { streamValues } from './stream-words.ts'
import { clockText, durationText, isoText, timeText } from './time-text.ts'

export type FieldValue = string | string[] | null

export interface MessageFields {
  /** Whose own templates win. */
  planId: string
  /** Everything sent is then headed DRILL. */
  drill: boolean
  values: Record<string, FieldValue>
}

export const STATUS_LABELS: Record<Status, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  recovering: 'Recovering',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
}

/** What outsiders are told when nobody has written better; by severity, 1 is the worst. */
const IMPACT_BY_RANK = ['is not available', 'is partly not available']
const IMPACT_OF_THE_REST = 'works, with limitations'

export const systemValues = (plan: Plan): Record<string, FieldValue> => ({
  system: plan.system.name,
  publicName: plan.system.publicName ?? plan.system.name,
  statusPageUrl: plan.statusPage?.url ?? null,
})

/** What a message says besides the incident: the core knows it and the view does not. */
export interface MessageExtras {
  /** When the message was due, epoch ms: the next one is counted from there; default: from now. */
  dueMs?: number | undefined
  /** What has happened since the last message of this notice, one line each; for people outside only what is public. */
  changes?: readonly string[] | null | undefined
  /** When the question was answered with yes from which the notice's times count, epoch ms. */
  awareMs?: number | null | undefined
  /** Where the review is, once it is published. */
  reviewLink?: string | null | undefined
}

/**
 * @param zone IANA zone in which one person is told times. The audience of a notice has its own, else the plan's.
 * @param notice the notice that this message is for; without one it is for somebody of the plan.
 */
export function messageFields(
  plan: Plan,
  state: IncidentState,
  view: View,
  nowMs: number,
  zone?: string,
  notice?: Notice,
  extras: MessageExtras = {},
): MessageFields {
  const about: About = { plan, state, view, nowMs, notice, extras }
  const audience = notice && plan.audiences[notice.audience]
  const readerZone = notice ? (audience?.zone ?? plan.zone) : (zone ?? plan.zone)
  const iso = timeValues(about, isoText, '/')
  const rhythm = notice ? cadenceOf(state, notice) : null
  const values: Record<string, FieldValue> = {
    ...systemValues(plan),
    ...timeValues(about, (atMs) => timeText(atMs, readerZone), ' – '),
    ...Object.fromEntries(Object.entries(iso).map(([field, value]) => [isoName(field), value])),
    ...publicValues(about),
    ...streamValues(plan, view),
    ...internalValues(plan, state, view),
    audience: audience?.label ?? null,
    cadence: rhythm === null ? null : formatDuration(rhythm),
    changes: [...(extras.changes ?? [])],
    reviewLink: extras.reviewLink ?? null,
    followedAs: view.mergedInto,
    cause: causeOf(state, view, notice !== undefined && isOutward(plan, notice)),
    cancelReason: view.phase === 'cancelled' && state.endText ? reveal(state.endText) : null,
  }
  return { planId: view.plan.id, drill: view.mode === 'drill', values }
}

interface About {
  plan: Plan
  state: IncidentState
  view: View
  nowMs: number
  notice: Notice | undefined
  extras: MessageExtras
}

function causeOf(state: IncidentState, view: View, outside: boolean): string | null {
  if (view.phase !== 'resolved') return null
  if (outside)
    return (
      view.updates.findLast(({ public: isPublic, status, notice }) => isPublic && status === 'resolved' && !notice)
        ?.text ?? null
    )
  return state.endText ? reveal(state.endText) : null
}

/** @param between what stands between two times. */
function timeValues(
  { state, view, nowMs, notice, extras }: About,
  text: (atMs: number) => string,
  between: string,
): Record<(typeof TIME_FIELDS)[number], FieldValue> {
  const time = (atMs: number | null | undefined) => (atMs === null || atMs === undefined ? null : text(atMs))
  const startedMs = view.outageStartMs ?? state.declaredMs
  const endedMs = view.phase === 'resolved' ? view.endedMs : null
  const rhythm = notice ? cadenceOf(state, notice) : null
  const nextMs = rhythm === null || view.phase !== 'open' ? null : nextAfter(extras.dueMs ?? nowMs, rhythm, nowMs)
  return {
    started: time(startedMs),
    outageStart: time(view.outageStartMs),
    declared: time(state.declaredMs),
    aware: time(extras.awareMs),
    now: time(nowMs),
    resolved: time(endedMs),
    period: endedMs === null ? null : `${text(startedMs)}${between}${text(endedMs)}`,
    eta: etaText(view, nowMs, text),
    nextUpdate: time(nextMs),
    followUp: endedMs === null || notice?.reviewWithin === undefined ? null : text(endedMs + notice.reviewWithin),
  }
}

/** The first moment of the cadence that is still to come: a message that went out very late promises none that has passed. */
function nextAfter(dueMs: number, cadenceMs: number, nowMs: number): number {
  return dueMs + Math.max(1, Math.floor((nowMs - dueMs) / cadenceMs) + 1) * cadenceMs
}

function publicValues({ plan, state, view, nowMs, notice }: About): Record<string, FieldValue> {
  const told = view.updates.filter((update) => update.public && update.notice === undefined)
  const impact = IMPACT_BY_RANK[view.severity.rank - 1] ?? IMPACT_OF_THE_REST
  return {
    id: view.id,
    severity: view.severity.label,
    status: STATUS_LABELS[view.status],
    duration: durationText((view.endedMs ?? nowMs) - (view.outageStartMs ?? state.declaredMs)),
    services: servicesOf(plan, view, notice !== undefined && isOutward(plan, notice)),
    publicImpact: `${view.plan.publicName} ${impact}.`,
    latest: told.findLast((update) => update.text)?.text ?? null,
    updates: told.flatMap((update) => (update.text ? [`${clockText(update.atMs)}: ${update.text}`] : [])),
  }
}

/** People outside are told only of components that they know. */
export function servicesOf(plan: Plan, view: View, outside: boolean): string[] {
  const shown = view.components.filter(({ id }) => !outside || (plan.components[id]?.public ?? true))
  return shown.map(({ label }) => label)
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
    actions: view.updates.flatMap((update) =>
      update.text && !update.notice ? [`${clockText(update.atMs)}: ${update.text}`] : [],
    ),
    team: [...holders, ...others.map(({ person }) => `Responding: ${person.name}`)],
    nextSteps: nextSteps(view),
    commander: leading?.name ?? null,
    channel: view.channel ? `#${view.channel.name}` : null,
  }
}

/** More than these nobody reads in a message. */
const NEXT_MAX = 3

/** What is in hand, by any hands, and what could begin. */
function nextSteps({ recovery }: View): string[] {
  const steps = recovery?.steps.filter(({ number }) => number !== null) ?? []
  const inHand = steps.filter(({ status }) => status === 'running' || status === 'awaiting-approval')
  const next = steps.filter(({ status }) => status === 'ready')
  const more = next.length - NEXT_MAX
  return [
    ...inHand.map(({ title }) => `In hand: ${title}`),
    ...next.slice(0, NEXT_MAX).map(({ title }) => `Next: ${title}`),
    ...(more > 0 ? [`And ${more} more that can begin`] : []),
  ]
}
