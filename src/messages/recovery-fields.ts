/** What a message about the recovery to one person can say besides the incident itself: what is to be approved, and which clock runs out. */
import type { ExternalEffect } from '../incident/effects.ts'
import { forecastAt } from '../incident/recovery/forecast.ts'
import type { BackupDoubt } from '../incident/recovery/restoring.ts'
import type { View } from '../incident/view-shape.ts'
import type { About } from './about.ts'
import { doubtWords } from './doubt-words.ts'
import { dutyWords } from './duty-words.ts'
import { type MessageFields, messageFields } from './fields.ts'
import { actorName } from './names.ts'
import { clockText, durationText } from './time-text.ts'

export const APPROVAL_FIELDS = [
  'person',
  'step',
  /** Exactly what would run, one line each. */
  'commands',
  /** What speaks against the backup that it would restore, in sentences. */
  'doubt',
  'requestedBy',
  /** Until when it can be approved. */
  'until',
  /** To be sent back by text message. */
  'code',
  /** The system's name, where it has to be typed. */
  'toType',
  'incidentUrl',
] as const

export const CLOCK_FIELDS = [
  'person',
  /** Which clock, as a sentence. */
  'warning',
  /** What is in hand, one line each. */
  'inHand',
  'incidentUrl',
] as const

export const DUTY_FIELDS = [
  'person',
  /** What is theirs, as a sentence. */
  'duty',
  /** Its parts, one line each. */
  'dutyItems',
  'incidentUrl',
] as const

export function approvalFields(
  about: About,
  effect: Extract<ExternalEffect, { kind: 'ask-approval' }>,
  ways: { code: string; incidentUrl?: string | undefined },
): MessageFields {
  const { plan, state, view, atMs } = about
  const run = state.recovery.runs[effect.run]
  const step = view.recovery?.steps.find(({ id }) => id === run?.step)
  return withValues(about, effect.person, atMs, {
    step: (run?.variant === 'undo' ? step?.canUndo : null) ?? step?.title ?? null,
    commands: (run?.variant === 'undo' ? step?.undo : step?.run)?.commands ?? null,
    doubt: run?.variant !== 'undo' && step?.doubt ? doubtText(step.doubt) : null,
    requestedBy: run && run.requestedBy.via !== 'system' ? actorName(plan, run.requestedBy) : null,
    until: run?.expiresMs == null ? null : clockText(run.expiresMs),
    code: ways.code,
    toType: step?.risk === 'destructive' ? plan.system.name : null,
    incidentUrl: ways.incidentUrl ?? null,
  })
}

function doubtText(doubt: BackupDoubt): string {
  const { head, rest } = doubtWords(doubt, clockText)
  return `${head}: ${rest}`
}

export function clockFields(
  about: About,
  effect: Extract<ExternalEffect, { kind: 'tell-clock' }>,
  incidentUrl: string | undefined,
): MessageFields {
  const { view, atMs } = about
  const titles = view.recovery?.now.flatMap((id) => view.recovery?.steps.find((step) => step.id === id)?.title ?? [])
  return withValues(about, effect.person, atMs, {
    warning: clockWarning(view, effect, atMs),
    inHand: titles ?? [],
    incidentUrl: incidentUrl ?? null,
  })
}

export function dutyFields(
  about: About,
  effect: Extract<ExternalEffect, { kind: 'tell-duty' }>,
  incidentUrl: string | undefined,
): MessageFields {
  const { says, items } = dutyWords(about.plan, about.state, effect)
  return withValues(about, effect.person, about.atMs, {
    duty: `${says}.`,
    dutyItems: items,
    incidentUrl: incidentUrl ?? null,
  })
}

/** What a clock says, as one sentence; true at the moment it is said. */
function clockWarning(
  { rto, recovery }: View,
  { clock, percent }: Pick<Extract<ExternalEffect, { kind: 'tell-clock' }>, 'clock' | 'percent'>,
  nowMs: number,
): string {
  const objective = durationText(rto.objectiveMs)
  if (clock === 'forecast') {
    const seen = recovery?.forecast
    if (seen?.endMs == null) return `The forecast has crossed the RTO of ${objective}.`
    const endMs = forecastAt({ endMs: seen.endMs, afterRunningMs: seen.afterRunningMs }, nowMs)
    return `The forecast says ${clockText(endMs)}, ${durationText(Math.max(0, endMs - rto.deadlineMs))} beyond the RTO of ${objective}.`
  }
  if (percent >= 100)
    return `The RTO of ${objective} was used up at ${clockText(rto.deadlineMs)}, and the service is not back.`
  return `${percent} % of the RTO of ${objective} are used up: ${durationText(Math.max(0, rto.deadlineMs - nowMs))} left, until ${clockText(rto.deadlineMs)}.`
}

function withValues(
  { plan, state, view }: About,
  person: string,
  nowMs: number,
  own: MessageFields['values'],
): MessageFields {
  const fields = messageFields(plan, state, view, nowMs, plan.people[person]?.zone)
  return { ...fields, values: { ...fields.values, person: plan.people[person]?.name ?? person, ...own } }
}
