/** What many seeds say together: how likely the RTO is met, how long it takes, which step and which fault cost most. Pure; the order of the samples does not matter. */
import { procedureOf } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Course, Sample } from './sample.ts'

export interface Spread {
  /** Share of runs that met the RTO, 0 to 1. */
  metShare: number
  /** Seconds within which half, nine tenths and 99 of a hundred runs had recovered; null: fewer did. */
  p50: number | null
  p90: number | null
  p99: number | null
  /** Runs that had not recovered when they were given up. */
  notRecovered: number
}

export interface StepCost {
  /** `''`: until somebody answered. */
  id: string
  title: string
  /** Mean seconds that the recovery waited for it, with faults. */
  waitedSeconds: number
  /** Share of runs in which it was waited for. */
  share: number
  /** Seconds that it takes in the middle, and in one run of ten at least, without faults; null: it never ran. */
  p50: number | null
  p90: number | null
  budgetSeconds: number | null
  /** Share of runs in which it outran its budget. */
  overBudgetShare: number
}

export interface FaultCost {
  /** Without its window. */
  fault: string
  runs: number
  /**
   * Seconds that a run with it loses to its faults, in the middle, beyond what one without it loses. Not the mean: one run that never recovered, for another
   * fault that it also had, would count for hours.
   */
  extraSeconds: number
  metShare: number
}

export interface Distribution {
  seeds: number
  firstSeed: number
  /** Until when a run was followed; one that had not recovered then counts as long. */
  followedSeconds: number
  ordinary: Spread
  faulty: Spread
  steps: StepCost[]
  faults: FaultCost[]
  worst: { seed: number; recoveredInSeconds: number | null; faults: string[] }[]
  /** Seconds of every run, shortest first; null: not recovered. For charts. */
  recovered: { ordinary: (number | null)[]; faulty: (number | null)[] }
}

const WORST_MAX = 5
/** A fault that fewer runs have had says nothing. */
const RUNS_MIN = 5

export function distributionOf(
  plan: Plan,
  scenario: string,
  samples: readonly Sample[],
  followedSeconds: number,
): Distribution {
  const all = samples.toSorted((a, b) => a.seed - b.seed)
  const byTime = (course: 'ordinary' | 'faulty') =>
    all.map((sample) => sample[course].recoveredInSeconds).toSorted(shortestFirst)
  const slowest = all.toSorted(
    (a, b) => shortestFirst(b.faulty.recoveredInSeconds, a.faulty.recoveredInSeconds) || a.seed - b.seed,
  )
  return {
    ...{ seeds: all.length, firstSeed: all[0]?.seed ?? 1, followedSeconds },
    ordinary: spreadOf(all.map(({ ordinary }) => ordinary)),
    faulty: spreadOf(all.map(({ faulty }) => faulty)),
    steps: stepCosts(plan, scenario, all),
    faults: faultCosts(all, followedSeconds),
    worst: slowest
      .slice(0, WORST_MAX)
      .map(({ seed, faulty, faults }) => ({ seed, recoveredInSeconds: faulty.recoveredInSeconds, faults })),
    recovered: { ordinary: byTime('ordinary'), faulty: byTime('faulty') },
  }
}

const shortestFirst = (a: number | null, b: number | null): number =>
  a === b ? 0 : (a ?? Number.POSITIVE_INFINITY) < (b ?? Number.POSITIVE_INFINITY) ? -1 : 1

function spreadOf(courses: readonly Course[]): Spread {
  const times = courses.map(({ recoveredInSeconds }) => recoveredInSeconds).toSorted(shortestFirst)
  return {
    metShare: rounded(courses.filter(({ metRto }) => metRto).length / courses.length),
    ...{ p50: quantile(times, 0.5), p90: quantile(times, 0.9), p99: quantile(times, 0.99) },
    notRecovered: times.filter((time) => time === null).length,
  }
}

/** The smallest time within which at least this share of all had come; null: not so many have. */
export const quantile = (times: readonly (number | null)[], share: number): number | null =>
  times[Math.max(0, Math.ceil(share * times.length) - 1)] ?? null

/** Four places are more than a thousand runs can tell, and the same text on every machine. */
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000

const median = (values: readonly number[]): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  ) ?? 0

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length

function stepCosts(plan: Plan, scenario: string, samples: readonly Sample[]): StepCost[] {
  const { byId } = procedureOf(plan, scenario)
  const ids = ['', ...byId.keys()]
  return ids
    .map((id): StepCost => {
      const waited = samples.map((sample) => sample.waited[id] ?? 0)
      const took = samples.flatMap((sample) => sample.took[id] ?? []).toSorted((a, b) => a - b)
      const budget = byId.get(id)?.budget
      const over = budget === undefined ? 0 : took.filter((seconds) => seconds * 1_000 > budget).length
      return {
        ...{ id, title: byId.get(id)?.title ?? 'until somebody answers', waitedSeconds: Math.round(mean(waited)) },
        share: rounded(waited.filter((seconds) => seconds > 0).length / samples.length),
        ...{ p50: quantile(took, 0.5), p90: quantile(took, 0.9) },
        budgetSeconds: budget === undefined ? null : budget / 1_000,
        overBudgetShare: took.length === 0 ? 0 : rounded(over / took.length),
      }
    })
    .filter(({ waitedSeconds }) => waitedSeconds > 0)
    .toSorted((a, b) => b.waitedSeconds - a.waitedSeconds || (a.id < b.id ? -1 : 1))
}

function faultCosts(samples: readonly Sample[], followedSeconds: number): FaultCost[] {
  const seconds = ({ recoveredInSeconds }: Course) => recoveredInSeconds ?? followedSeconds
  const lost = samples.map((sample) => seconds(sample.faulty) - seconds(sample.ordinary))
  const having = new Map<string, number[]>()
  for (const [index, { faults }] of samples.entries())
    for (const fault of new Set(faults.map((text) => text.split('@')[0] ?? text)))
      having.set(fault, [...(having.get(fault) ?? []), index])
  return [...having]
    .filter(([, runs]) => runs.length >= Math.min(RUNS_MIN, samples.length))
    .map(([fault, runs]): FaultCost => {
      const runsWithIt = new Set(runs)
      const withIt = median(runs.map((index) => lost[index] ?? 0))
      const without = median(lost.filter((_, index) => !runsWithIt.has(index)))
      const met = runs.filter((index) => samples[index]?.faulty.metRto).length
      return {
        fault,
        runs: runs.length,
        extraSeconds: Math.round(withIt - without),
        metShare: rounded(met / runs.length),
      }
    })
    .toSorted((a, b) => b.extraSeconds - a.extraSeconds || (a.fault < b.fault ? -1 : 1))
}
