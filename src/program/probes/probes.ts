/**
 * Looks at everything that the plans in force want looked at, each at its own pace, and reports verdicts: when they change, and again while they stand. Looks stay
 * here, in memory; what the watch knows already is no line in the journal. Promises never to ask one probe twice at the same time, and never to throw: a report that fails is made again.
 *
 * A stepping clock drives it by `look`, the wall clock by `run`; both may do so at once.
 */
import type { Clock } from '../../engine/clock.ts'
import type { Logger } from '../../engine/logger.ts'
import { type Private, privately } from '../../plan/actor.ts'
import type { Probe } from '../../plan/detection-schema.ts'
import type { Plan } from '../../plan/schema.ts'
import { closenessNow } from '../../readiness/afterwatch/afterwatch.ts'
import type { ProbeNow } from '../../readiness/signals/probe-now.ts'
import type { WatchState } from '../../readiness/watch/state.ts'
import type { Answer, AskProbe } from './ask-probe.ts'
import { createHistory, type History } from './history.ts'
import { isUnsteady, type Standing, seen, unseen } from './verdict.ts'

/** What a verdict is, for whoever decides what comes of it. */
export interface ProbeReport {
  plan: string
  probe: string
  ok: boolean
  atMs: number
  /** Since when it has been so without a change, epoch ms. */
  sinceMs: number
  firstBadMs: number | null
  lastGoodMs: number | null
  /** Why not. */
  evidence: Private | null
}

export interface ProbesParts {
  plans(): Promise<Record<string, Plan>>
  /** Whether a plan's probes are asked for real; else, why they are not. */
  carryOut(plan: Plan): 'real' | 'pretend' | { refuse: string }
  ask: AskProbe
  clock: Clock
  report(report: ProbeReport): Promise<void>
  /** What the watch over a plan's system says of the time after an incident; asked seldom. */
  afterwatch?(planId: string): Promise<Pick<WatchState, 'afterwatch'> | undefined>
  /** Told each look, for figures. */
  onLook?(plan: string, probe: string, answer: Answer): void
  logger: Pick<Logger, 'warn'>
}

export interface Probes {
  /** Until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
  /** Everything that is due now; resolves when it has been looked at and reported. */
  look(): Promise<void>
  /** The next look at something that is between its first sign of a change and a verdict; undefined: all is steady. */
  nextMs(): number | undefined
  /** When each is looked at the next time. */
  dueMs(): number[]
  standing(planId: string): ProbeNow[]
}

/** Asked at the same time, at most. */
const AT_ONCE_MAX = 16
/** New plans are noticed after so long. */
const LONGEST_SLEEP_MS = 30_000
/** A verdict that stands is reported again after so long: another replica may have said otherwise and be gone, and what came and went may be steady. */
const AGAIN_MS = 60_000

interface Watched {
  plan: Plan
  id: string
  probe: Probe
  dueMs: number
  standing: Standing
  history: History
  last: { atMs: number; answer: Answer } | null
  /** The verdict that was reported last, with the time of the report. */
  reported: { verdict: Standing['verdict']; atMs: number } | null
  inHand: Promise<void> | null
  /** How often it is asked now, and how many bad looks count. */
  now: Pick<Probe, 'every' | 'failures'>
}

export function createProbes(parts: ProbesParts): Probes {
  const { plans, carryOut, clock } = parts
  const watched = new Map<string, Watched>()
  let stop: AbortSignal = new AbortController().signal

  const follow = async () => {
    const wanted = new Set<string>()
    for (const plan of Object.values(await plans())) {
      if (carryOut(plan) !== 'real') continue
      for (const [id, probe] of Object.entries(plan.probes)) {
        const key = `${plan.id}/${id}`
        wanted.add(key)
        const known = watched.get(key)
        if (known && JSON.stringify(known.probe) === JSON.stringify(probe)) known.plan = plan
        else watched.set(key, newlyWatched(plan, id, probe, clock.now()))
      }
    }
    for (const key of watched.keys()) if (!wanted.has(key)) watched.delete(key)
    await adjustPaces()
  }

  let pacedMs = Number.NEGATIVE_INFINITY
  /** Only of plans that want it, and seldom: it is a question to the database. */
  const adjustPaces = async () => {
    const nowMs = clock.now()
    if (!parts.afterwatch || Math.abs(nowMs - pacedMs) < LONGEST_SLEEP_MS) return
    pacedMs = nowMs
    const closely = [...watched.values()].filter(({ plan }) => plan.postIncident.watch !== undefined)
    for (const [planId, own] of Map.groupBy(closely, ({ plan }) => plan.id)) {
      const watch = await parts.afterwatch(planId)
      for (const one of own) {
        one.now = closenessNow(one.plan, watch, one.probe, nowMs)
        one.dueMs = Math.min(one.dueMs, nowMs + one.now.every)
      }
    }
  }

  const lookAt = (one: Watched): Promise<void> => {
    one.inHand ??= lookOnce(parts, one, stop).finally(() => {
      one.inHand = null
    })
    return one.inHand
  }

  const look = async () => {
    try {
      await follow()
    } catch (error) {
      // Without a database nobody knows whether the plans have changed: those of before are looked at.
      parts.logger.warn({ err: error }, 'the plans could not be read for their probes; those known are asked')
    }
    const now = clock.now()
    const due = [...watched.values()].filter(({ dueMs, inHand }) => dueMs <= now || inHand !== null)
    await eachOf(due, AT_ONCE_MAX, lookAt)
  }

  return {
    look,
    async run(signal) {
      stop = signal
      while (!signal.aborted) {
        await look()
        const next = Math.min(...[...watched.values()].map(({ dueMs }) => dueMs), clock.now() + LONGEST_SLEEP_MS)
        await clock.sleepUntil(next, signal)
      }
      await Promise.allSettled([...watched.values()].map(({ inHand }) => inHand))
    },
    nextMs() {
      const unsteady = [...watched.values()].filter((one) => isUnsteady(one.standing, ruleOf(one)))
      return unsteady.length === 0 ? undefined : Math.min(...unsteady.map(({ dueMs }) => dueMs))
    },
    dueMs: () => [...watched.values()].map(({ dueMs }) => dueMs),
    standing: (planId) =>
      [...watched.values()].filter(({ plan }) => plan.id === planId).map((one) => nowOf(one, clock.now())),
  }
}

const newlyWatched = (plan: Plan, id: string, probe: Probe, nowMs: number): Watched => ({
  ...{ plan, id, probe, dueMs: nowMs, standing: unseen(nowMs), history: createHistory() },
  ...{ last: null, reported: null, inHand: null, now: probe },
})

const ruleOf = ({ probe: { recoveries }, now: { failures } }: Watched) => ({ failures, recoveries })

async function lookOnce(parts: ProbesParts, one: Watched, stop: AbortSignal): Promise<void> {
  const atMs = parts.clock.now()
  one.dueMs = atMs + one.now.every
  const answer = await parts.ask(one.plan, one.id, atMs, stop)
  // What was cut off by our own end says nothing.
  if (stop.aborted) return
  one.last = { atMs, answer }
  one.history.add({ atMs, ok: answer.ok, tookMs: answer.tookMs })
  one.standing = seen(one.standing, { atMs, ok: answer.ok }, ruleOf(one))
  parts.onLook?.(one.plan.id, one.id, answer)
  await reportIfNew(parts, one, atMs)
}

async function reportIfNew(parts: ProbesParts, one: Watched, atMs: number): Promise<void> {
  const { standing, reported } = one
  const { verdict, sinceMs, firstBadMs, lastGoodMs } = standing
  if (verdict === 'unknown') return
  const isChange = reported?.verdict !== verdict
  if (!isChange && atMs - reported.atMs < AGAIN_MS) return
  const answer = one.last?.answer
  const evidence = verdict === 'down' && answer && !answer.ok ? privately(answer.reason) : null
  try {
    const ok = verdict === 'up'
    const told = { plan: one.plan.id, probe: one.id, ok, atMs, sinceMs, firstBadMs, lastGoodMs, evidence }
    await parts.report(told)
    one.reported = { verdict, atMs }
  } catch (error) {
    if (isChange) parts.logger.warn({ err: error }, 'a probe could not be reported; it is reported with its next look')
  }
}

function nowOf({ plan, id, standing, history, last }: Watched, nowMs: number): ProbeNow {
  const { verdict, sinceMs } = standing
  const reason = last && !last.answer.ok ? last.answer.reason : null
  const about = { plan: plan.id, probe: id, verdict, sinceMs, lookedMs: last?.atMs ?? null, reason }
  return { ...about, ...history.summary(nowMs) }
}

async function eachOf<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, worker))
}
