/**
 * Open incidents in any number, for benchmarks: one is lived through on the real rules, with an outside world that answers at once, and its journal is then written
 * again under other names and at other times. Promises the same journals whenever and wherever; ids and salts are counted, not drawn.
 */
import path from 'node:path'
import { createMemoryBacking } from '../src/engine/backing.ts'
import { createEngine } from '../src/engine/engine.ts'
import type { Random } from '../src/engine/journal.ts'
import { createSteppedClock } from '../src/engine/stepped-clock.ts'
import { wallClock } from '../src/engine/wall-clock.ts'
import type { CarryOut } from '../src/engine/worker.ts'
import type { ExternalEffect } from '../src/incident/effects.ts'
import type { Event } from '../src/incident/events.ts'
import type { IncidentState } from '../src/incident/state.ts'
import { type Actor, privately } from '../src/plan/actor.ts'
import { planDigest } from '../src/plan/digest.ts'
import { loadPlanFiles } from '../src/plan/load-files.ts'
import type { Plan } from '../src/plan/schema.ts'
import { type AnyEffect, coreOf } from '../src/program/cores.ts'
import { packageRoot } from '../src/program/package-root.ts'
import { readAsked } from '../src/rehearsal/ask.ts'
import { carry } from '../src/rehearsal/world/services.ts'

/** Of the benchmarks: a ladder of four levels, five means, ten notices, recoveries of thirty steps. */
export const PLAN_FILE = path.join(packageRoot(), 'plans/mcp-debate.yaml')
export const SCENARIO = 'database-corruption'
export const DECLARER: Actor = { person: 'on-call-engineer', id: 'cli:on-call-engineer', via: 'cli' }

/** Where every story begins before it is moved. */
const STORY_MS = Date.UTC(2026, 0, 5, 10)
const ALL = { all: { concurrency: 8 } }

/** The plan, with everybody reachable. */
export async function benchPlan(): Promise<{ plan: Plan; digest: string }> {
  const { plans, problems } = await loadPlanFiles([PLAN_FILE])
  const asked = plans[0] && readAsked(plans[0], { scenario: SCENARIO })
  if (!asked?.ok) throw new Error(`the benchmarks' plan cannot be read: ${problems[0]?.message ?? asked?.why}`)
  return { plan: asked.wanted.plan, digest: planDigest(asked.wanted.plan) }
}

/** Entropy that is none. */
export function countingRandom(): Random {
  let count = 0
  return (bytes) => (++count).toString(16).padStart(bytes * 2, '0')
}

/** Says yes to everything, at once. @param channel false: no channel is opened, and nothing is shown in one. */
export function nullProviders({ channel }: { channel: boolean }): CarryOut<AnyEffect> {
  return async (any, { plan, state, deadlineMs, jobId }) => {
    const effect = any as ExternalEffect
    if (effect.kind === 'open-channel' && !channel)
      return { ok: false, permanent: true, reason: 'There is no workspace.' }
    if (effect.kind === 'run-step' || !plan) return { ok: true }
    const around = { plan, state: state as IncidentState, faults: [], nowMs: 0, deadlineMs, ref: jobId.slice(0, 13) }
    return carry(effect, around).outcome
  }
}

export interface Story {
  plan: Plan
  digest: string
  events: Event[]
  /** When what is owed next is due, from the declaration, milliseconds; null: nothing is. */
  dueAfterMs: number | null
}

interface Lived {
  minutes: number
  channel: boolean
}

const lived = new Map<string, Promise<Story>>()

/** One incident that nobody answers, as it stands so many minutes after its declaration. Lived through once. */
export function liveThrough({ minutes, channel }: Lived): Promise<Story> {
  const key = `${minutes} ${channel}`
  const story = lived.get(key) ?? live({ minutes, channel })
  lived.set(key, story)
  return story
}

async function live({ minutes, channel }: Lived): Promise<Story> {
  const { plan, digest } = await benchPlan()
  const stream = 'DR-20260105-1000'
  const clock = createSteppedClock(wallClock, STORY_MS, false)
  const { storage, outbox } = createMemoryBacking(ALL)
  const engine = createEngine<AnyEffect>({
    ...{ storage, outbox, clock, cores: coreOf, queueOf: () => 'all', random: countingRandom() },
    carryOut: nullProviders({ channel }),
    facts: async () => ({ held: false, standIns: {} }),
  })
  const declared = await engine.submit(
    stream,
    {
      ...{ type: 'declare', atMs: STORY_MS, by: DECLARER, planDigest: digest, scenario: SCENARIO, severity: 'p1' },
      ...{ mode: 'real', seen: privately('Debates cannot be opened.'), outageStartMs: null, components: [] },
    },
    { plan: { digest, plan }, mustBeNew: true },
  )
  if (!declared.ok) throw new Error(declared.why)
  const untilMs = STORY_MS + minutes * 60_000
  for (;;) {
    await engine.settle()
    const dueMs = await engine.nextDue(clock.now())
    if (dueMs === undefined || dueMs > untilMs) break
    clock.moveTo(dueMs)
  }
  const dueMs = await engine.nextDue()
  const events = (await engine.events<Event>(stream)).map(({ seq: _seq, ...event }) => event as Event)
  return { plan, digest, events, dueAfterMs: dueMs === undefined ? null : dueMs - STORY_MS }
}

/** The same at another time: every instant in it is moved. */
export function movedTo(events: readonly Event[], declaredMs: number): Event[] {
  const byMs = declaredMs - STORY_MS
  const move = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => move(item, key))
    if (typeof value === 'number') return key.endsWith('Ms') && value >= STORY_MS ? value + byMs : value
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([inner, one]) => [inner, move(one, inner)]))
  }
  return events.map((event) => move(event, '') as Event)
}
