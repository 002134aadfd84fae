/**
 * The figures of a system over a time, from the measures of its incidents. Drills are counted apart, and what was called off only as that. An incident belongs to the
 * time in which it was declared; an outage counts against availability whenever it was. Pure.
 */
import { median } from '../../plan/median.ts'
import type { Plan } from '../../plan/schema.ts'
import { union, within } from '../../plan/stretches.ts'
import type { Measures } from './measures.ts'
import { lengthsOf, percentOf } from './statistics.ts'
import type { Attainment, Availability, BesideIncidents, Summary } from './summary-shape.ts'

export interface Span {
  fromMs: number
  toMs: number
}

/** Where nobody watches over the system. */
export const NOTHING_BESIDE: BesideIncidents = { drills: null, backups: null, alerts: null }

export interface Known {
  /** Of this plan, in any order. */
  measures: readonly Measures[]
  /** Older incidents than this are not among them; null: all are. */
  sinceMs: number | null
}

export function summary(
  plan: Plan,
  { measures, sinceMs }: Known,
  { fromMs, toMs: untilMs }: Span,
  nowMs: number,
  beside: BesideIncidents = NOTHING_BESIDE,
): Summary {
  const toMs = Math.max(fromMs, Math.min(untilMs, nowMs))
  const all = measures.filter(({ startedMs }) => startedMs >= fromMs && startedMs < untilMs)
  const real = all.filter(({ mode, phase }) => mode === 'real' && (phase === 'open' || phase === 'resolved'))
  return {
    ...{ plan: plan.id, fromMs, toMs, ...beside },
    incidents: real.length,
    open: real.filter(({ phase }) => phase === 'open').length,
    falseAlarms: all.filter(({ mode, phase }) => mode === 'real' && phase === 'cancelled').length,
    bySeverity: countBy(real.map(({ severity }) => severity)),
    ...timesOf(real),
    rpo: attainment(real.map(({ rpo }) => rpo.met)),
    availability: availability(plan, measures, { fromMs, toMs }),
    customerImpactMinutes: sum(real.map(({ customerImpactMinutes }) => customerImpactMinutes ?? 0)),
    ...burdenOf(real),
    drillsHeld: drillsOf(all),
    knownSinceMs: sinceMs !== null && sinceMs > fromMs ? sinceMs : null,
  }
}

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0)

function countBy(all: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(all, (one) => one)].map(([one, own]) => [one, own.length]))
}

const timesOf = (all: readonly Measures[]) => ({
  mttd: lengthsOf(all.map(({ mttdMs }) => mttdMs)),
  mtta: lengthsOf(all.map(({ mttaMs }) => mttaMs)),
  mttr: lengthsOf(all.map(({ mttrMs }) => mttrMs)),
  rto: attainment(all.map(({ rto }) => rto.met)),
})

function attainment(all: readonly (boolean | null)[]): Attainment {
  const known = all.filter((met) => met !== null)
  const met = known.filter(Boolean).length
  return { known: known.length, met, percent: percentOf(met, known.length) }
}

function availability(plan: Plan, all: readonly Measures[], { fromMs, toMs }: Span): Availability {
  const lengthMs = toMs - fromMs
  const downMs = within(union(all.flatMap(({ outages }) => outages)), fromMs, toMs)
  const objectivePercent = plan.objectives.availability ?? null
  const allowedMs = objectivePercent === null ? null : Math.round(((100 - objectivePercent) / 100) * lengthMs)
  const leftMs = allowedMs === null ? null : allowedMs - downMs
  return {
    ...{ percent: percentOf(lengthMs - downMs, lengthMs), downMs, objectivePercent, allowedMs, leftMs },
    leftRatio: allowedMs === null || leftMs === null || allowedMs === 0 ? null : leftMs / allowedMs,
  }
}

/** What it asked of people. */
function burdenOf(all: readonly Measures[]): Pick<Summary, 'pages' | 'approvals' | 'notices'> {
  const byPerson = new Map<string, number>()
  for (const { pagesPerPerson } of all)
    for (const [person, pages] of Object.entries(pagesPerPerson))
      byPerson.set(person, (byPerson.get(person) ?? 0) + pages)
  const total = sum([...byPerson.values()])
  const [most] = [...byPerson].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
  const waits = all.flatMap(({ approvals }) => approvals.waitsMs)
  return {
    pages: {
      ...{ total, people: byPerson.size, perPerson: byPerson.size === 0 ? null : total / byPerson.size },
      most: most ? { person: most[0], pages: most[1] } : null,
    },
    approvals: {
      ...{ count: sum(all.map(({ approvals }) => approvals.count)), medianMs: median(waits) },
      maxMs: waits.length === 0 ? null : Math.max(...waits),
    },
    notices: {
      sent: sum(all.map(({ notices }) => notices.sent)),
      late: sum(all.map(({ notices }) => notices.late)),
    },
  }
}

function drillsOf(all: readonly Measures[]): Summary['drillsHeld'] {
  const held = all.filter(({ mode, phase }) => mode === 'drill' && phase === 'resolved')
  const { mttr, mtta, rto } = timesOf(held)
  return { held: held.length, mttr, mtta, rto }
}
