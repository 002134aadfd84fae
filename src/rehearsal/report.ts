/**
 * What a rehearsal found, as data: the contract of `muster rehearse --json`. Every time is in seconds from the declaration, every length in seconds; keys are only
 * ever added.
 */

import { tasksView } from '../incident/communication/view-tasks.ts'
import { warningKey } from '../incident/communication/warnings.ts'
import { planLevel } from '../incident/ladder.ts'
import { rtoClock } from '../incident/recovery/clocks.ts'
import { procedureNow } from '../incident/recovery/procedure-now.ts'
import { factsOf } from '../incident/recovery/state.ts'
import type { IncidentState, Page, Try } from '../incident/state.ts'
import { noticesView } from '../incident/view-notices.ts'
import type { View } from '../incident/view-shape.ts'
import type { Plan } from '../plan/schema.ts'
import { faultText } from './faults.ts'
import type { Rehearsed } from './rehearse.ts'
import { type ReportedEvent, reportedEvents } from './report-events.ts'
import { type ReportedStep, reportedSteps } from './report-steps.ts'
import { courseOf } from './violations/course.ts'
import { violationsOf } from './violations/violations.ts'

export type { ReportedEvent } from './report-events.ts'
export type { ReportedStep } from './report-steps.ts'

interface ReportedPage {
  /** Id of the level in the plan; of a person paged by hand, `page/<n>`. */
  level: string
  /** Person, by id. */
  to: string
  /** Means. */
  via: string
  due: number
  /** When it went out, or failed. */
  at: number
  outcome: 'acknowledged' | 'declined' | 'unanswered' | 'failed' | 'held' | 'withdrawn'
}

export interface ReportedNotification {
  /** Id in the plan, as are `notice` and `means`. */
  audience: string
  means: string
  due: number
  /** Null: it has none. */
  deadline: number | null
  /** Null: it did not go out. */
  at: number | null
  late: boolean
  notice: string
  moment: string
  label: string
}

export interface Report {
  system: string
  scenario: string
  severity: string
  seed: number
  rtoSeconds: number
  /** Until the service was back; null: it was not, or what would have brought it back was left out. */
  recoveredInSeconds: number | null
  metRto: boolean
  /** Steps and checks that could not be done and were left out, by id; looks are none. */
  leftOut: string[]
  pages: ReportedPage[]
  notifications: ReportedNotification[]
  steps: ReportedStep[]
  events: ReportedEvent[]
  violations: { rule: string; at: number; seq?: number; message: string }[]
  plan: string
  title: string
  severityLabel: string
  /** When it was declared, ISO 8601. */
  declaredAt: string
  faults: string[]
  nobody: boolean
  drill: boolean
  /** Until it was resolved; null: it was not. */
  resolvedInSeconds: number | null
  /** How long it was followed. */
  followedSeconds: number
  refusals: { at: number; person: string; tried: string; why: string }[]
  /** Names of people, by id. */
  people: Record<string, string>
  /** Steps that were taken to last as long as in drills, by id. */
  fromDrills: string[]
  /** Titles of the phases, by id, in their order. */
  phases: Record<string, string>
}

export function reportOf(run: Rehearsed): Report {
  const { wanted, state, events, refusals, endMs, damage } = run
  const { plan, scenario, severity, seed, startMs, faults, nobody, drill } = wanted
  const seconds = (atMs: number) => secondsSince(startMs, atMs)
  const { rtoSeconds, recoveredInSeconds, metRto, leftOut } = outcomeOf(run)
  const violations = violationsOf(courseOf(plan, state.id, events, endMs))
  return {
    ...{ system: plan.system.name, scenario, severity, seed, rtoSeconds, recoveredInSeconds, metRto, leftOut },
    pages: Object.values(state.pages)
      .flatMap((page) => page.tries.map((one) => reportedPage(run, page, one)))
      .toSorted((a, b) => a.at - b.at),
    notifications: notificationsOf(plan, state, seconds).filter(({ at, due }) => at !== null || due <= seconds(endMs)),
    steps: reportedSteps(plan, state, seconds, wanted.drillMs),
    events: reportedEvents(run),
    violations: [
      ...violations.map(({ atMs, ...rest }) => ({ ...rest, at: seconds(atMs) })),
      ...damage.map((message) => ({ rule: 'journal-damaged', at: seconds(endMs), message })),
    ],
    ...{ plan: plan.id, title: plan.scenarios[scenario]?.title ?? scenario, nobody, drill },
    severityLabel: plan.severities.find(({ id }) => id === severity)?.label ?? severity,
    declaredAt: new Date(startMs).toISOString(),
    faults: faults.map(faultText),
    resolvedInSeconds: state.phase === 'resolved' && state.endedMs !== null ? seconds(state.endedMs) : null,
    followedSeconds: seconds(endMs),
    fromDrills: procedureNow(plan, state)
      .steps.filter(({ id }) => wanted.drillMs?.[id] !== undefined)
      .map(({ id }) => id),
    people: Object.fromEntries(Object.entries(plan.people).map(([id, { name }]) => [id, name])),
    phases: Object.fromEntries(procedureNow(plan, state).phases.map((phase) => [phase.id, phase.title])),
    refusals: refusals.map(({ atMs, person, command, why }) => ({
      at: seconds(atMs),
      person,
      tried: command.type,
      why,
    })),
  }
}

/** To the millisecond, and as a whole number wherever it is one. */
export const secondsSince = (startMs: number, atMs: number): number => (atMs - startMs) / 1_000

export interface RtoOutcome {
  rtoSeconds: number
  recoveredInSeconds: number | null
  metRto: boolean
  leftOut: string[]
}

export function outcomeOf({ wanted: { plan, startMs }, state }: Pick<Rehearsed, 'wanted' | 'state'>): RtoOutcome {
  const clock = rtoClock(plan, state)
  // Whoever leads may go on without it and say that it is over: a plan is not kept by that.
  const leftOut = procedureNow(plan, state)
    .steps.filter(({ id, risk, gate }) => factsOf(state.recovery, id).skipped && (risk !== 'read' || gate !== null))
    .map(({ id }) => id)
  const back = clock.stoppedMs !== null && leftOut.length === 0
  const recoveredInSeconds = back ? secondsSince(startMs, clock.stoppedMs ?? startMs) : null
  const rtoSeconds = clock.objectiveMs / 1_000
  const metRto = recoveredInSeconds !== null && recoveredInSeconds <= rtoSeconds
  return { rtoSeconds, recoveredInSeconds, metRto, leftOut }
}

function reportedPage({ wanted: { plan, startMs }, state, events }: Rehearsed, page: Page, entry: Try): ReportedPage {
  const { key, person, end } = page
  const reached = state.levels[key]
  const begun = events.find((event) => event.type === 'attempted' && event.obligation === entry.obligation)
  const isFirst = page.tries[0] === entry
  const isFirstHolder = reached?.atMs === page.openedMs
  const after = reached?.why === 'time' && reached.round === 0 ? planLevel(plan, reached)?.after : undefined
  const planned = isFirst && isFirstHolder && after !== undefined ? startMs + after : undefined
  const dueMs = planned ?? (isFirst ? page.openedMs : (begun?.atMs ?? entry.atMs))
  const answeredBy = end && page.tries.findLast((one) => one.state === 'sent' && one.atMs <= (page.endedMs ?? 0))
  const outcome =
    entry.state === 'sent'
      ? sentOutcome(end, answeredBy === entry)
      : entry.state === 'in-hand'
        ? 'unanswered'
        : entry.state
  return {
    level: key.startsWith('page/') ? key : (reached?.level ?? key),
    ...{ to: person, via: entry.means, outcome },
    due: secondsSince(startMs, dueMs),
    at: secondsSince(startMs, entry.atMs),
  }
}

const sentOutcome = (end: Page['end'], isAnswered: boolean): ReportedPage['outcome'] =>
  isAnswered && (end === 'acknowledged' || end === 'declined') ? end : 'unanswered'

function notificationsOf(plan: Plan, state: IncidentState, seconds: (atMs: number) => number): ReportedNotification[] {
  return [...noticesView(plan, state), ...leftToHand(plan, state)]
    .filter(({ targetMs }) => targetMs !== undefined)
    .map(({ notice, audience, means, moment, targetMs = 0, deadlineMs, sentMs, late }) => ({
      audience: plan.notices.find(({ id }) => id === notice)?.audience ?? notice,
      ...{ means, due: seconds(targetMs), deadline: deadlineMs === undefined ? null : seconds(deadlineMs) },
      ...{ at: sentMs === undefined ? null : seconds(sentMs), late, notice, moment, label: audience },
    }))
    .toSorted((a, b) => a.due - b.due)
}

type Shown = Pick<
  View['notices'][number],
  'notice' | 'audience' | 'means' | 'moment' | 'targetMs' | 'deadlineMs' | 'sentMs' | 'late'
>

/** What only a person can tell, and nobody has. */
const leftToHand = (plan: Plan, state: IncidentState): Shown[] =>
  tasksView(plan, state).flatMap(({ kind, state: standing, title, message }): Shown[] => {
    if (kind !== 'hand' || standing === 'done' || !message) return []
    const { notice, moment, dueMs, deadlineMs } = message
    const late = state.communication.warned[warningKey(message, 'missed')] !== undefined
    const due = { targetMs: dueMs, ...(deadlineMs === null ? {} : { deadlineMs }) }
    return [{ notice, audience: title, means: 'manual', moment, late, ...due }]
  })
